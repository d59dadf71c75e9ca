import type { Logger } from '../../src/application/ports/logger';

/** Keeps nothing. */
export const SILENT_LOG: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
