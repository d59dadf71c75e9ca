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

export async function startKlinesServer() {
  const child = fork(fileURLToPath(new URL('klines-server.mjs', import.meta.url)));
  const [url] = await once(child, 'message');
  const stop = async () => {
    child.disconnect();
    await once(child, 'exit');
  };
  return { url, stop };
}
