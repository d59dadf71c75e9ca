/** Rows in the shape and with the digits of Binance's, with a price that wanders. */
export function madeKlines(from, count, intervalMs) {
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
