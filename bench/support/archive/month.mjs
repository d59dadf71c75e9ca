import { startServer } from '../endtoend/klines.mjs';

const [FROM, TO] = [Date.UTC(2024, 0), Date.UTC(2024, 1)];

/** What a file of the archive has of every symbol: a month of one-minute bars. */
export const MONTH = { from: FROM, to: TO, name: '2024-01', bars: (TO - FROM) / 60_000 };

export function startArchiveServer() {
  return startServer(new URL('archive-server.mjs', import.meta.url));
}
