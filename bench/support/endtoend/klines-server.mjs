import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import { KLINES } from './klines.mjs';
import { madeKlines } from './made-klines.mjs';

/**
 * Plays Binance's `GET /api/v3/klines` in a process of its own, and knows every symbol. The pages are made before the
 * first request, so that an answer costs little; only requests for whole pages, and for the hours of the first day, are
 * answered. The argument is the end of the minutes; the last page has fewer rows than the others if they end in it.
 */
const MINUTE = 60_000;
const end = Number(process.argv[2]);
const count = Math.ceil((end - KLINES.from) / MINUTE / KLINES.rowsPerPage);
const pages = new Map(Array.from({ length: count }, (_, n) => [`1m ${KLINES.pageStart(n)}`, page(n)]));
pages.set(`1h ${KLINES.from}`, Buffer.from(JSON.stringify(madeKlines(KLINES.from, 24, 3_600_000))));

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://exchange');
  const { interval, startTime } = Object.fromEntries(url.searchParams);
  const body = url.pathname === '/api/v3/klines' && pages.get(`${interval} ${startTime}`);
  response.statusCode = body ? 200 : 400;
  response.setHeader('content-type', 'application/json;charset=UTF-8');
  response.end(body || '{"code":-1102,"msg":"only the prepared pages"}');
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));
process.on('disconnect', () => process.exit());

function page(number) {
  const from = KLINES.pageStart(number);
  const rows = Math.min(KLINES.rowsPerPage, (end - from) / MINUTE);
  return Buffer.from(JSON.stringify(madeKlines(from, rows, MINUTE)));
}
