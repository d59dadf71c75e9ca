import { EXCHANGES } from '../../src/sources/exchanges';

/** Value of SOURCE_URLS. Nothing listens there: tests do not use the network. */
export const UNREACHABLE_SOURCES = EXCHANGES.map(({ name }) => `${name}=http://127.0.0.1:9`).join();
