import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MINUTE = 60_000;
const FROM = Date.UTC(2024, 0);
const [PAGES, ROWS_PER_PAGE] = [10, 1_000];

/** What the local Binance has of every symbol: whole pages of one-minute bars. */
export const KLINES = {
  from: FROM,
  to: FROM + PAGES * ROWS_PER_PAGE * MINUTE,
  pages: PAGES,
  rowsPerPage: ROWS_PER_PAGE,
  bars: PAGES * ROWS_PER_PAGE,
  pageStart: (page) => FROM + page * ROWS_PER_PAGE * MINUTE,
};

/** @param to the end of what it has of every symbol */
export function startKlinesServer(to = KLINES.to) {
  return startServer(new URL('klines-server.mjs', import.meta.url), to);
}

/** Starts a server in a process of its own, which sends its address when it listens. */
export async function startServer(script, ...args) {
  const child = fork(fileURLToPath(script), args.map(String));
  const [url] = await once(child, 'message');
  const stop = async () => {
    child.disconnect();
    await once(child, 'exit');
  };
  return { url, stop };
}
