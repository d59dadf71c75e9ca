import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import { KLINES } from './klines.mjs';

/**
 * Plays Binance's `GET /api/v3/klines` in a process of its own, and knows every symbol. The pages are made before the
 * first request, so that an answer costs little; only requests for whole pages, and for the hours of the first day, are
 * answered.
 */
const pages = new Map(Array.from({ length: KLINES.pages }, (_, n) => [`1m ${KLINES.pageStart(n)}`, page(n)]));
pages.set(`1h ${KLINES.from}`, Buffer.from(JSON.stringify(rows(KLINES.from, 24, 3_600_000))));

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
  return Buffer.from(JSON.stringify(rows(KLINES.pageStart(number), KLINES.rowsPerPage, 60_000)));
}

/** Rows in the shape and with the digits of Binance's, with a price that wanders. */
function rows(from, count, intervalMs) {
  return Array.from({ length: count }, (_, n) => row(from + n * intervalMs, n, intervalMs));
}

function row(time, n, intervalMs) {
  const open = 42_000 + 300 * Math.sin(n / 50) + (n % 7);
  const close = open + 10 * Math.cos(n);
  const [high, low] = [Math.max(open, close) + 3.25, Math.min(open, close) - 2.75];
  const volume = 1.5 + ((n * 7_919) % 100_000) / 1_000;
  const [price, amount] = [(value) => value.toFixed(2) + '000000', (value) => value.toFixed(5) + '000'];
  const flows = [(volume * open).toFixed(8), 500 + (n % 900), amount(volume / 2), ((volume * open) / 2).toFixed(8)];
  return [time, ...[open, high, low, close].map(price), amount(volume), time + intervalMs - 1, ...flows, '0'];
}
