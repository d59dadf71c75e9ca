import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { EXCHANGES } from '../support/exchanges';
import { Market } from '../support/exchanges/market';
import { temporaryFolder } from '../support/service-process';

const MAIN = join(__dirname, '../../dist/service/demo.js');

async function runDemo(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; out: string; errors: string }> {
  const { PATH, HOME } = process.env;
  const quick = { SIMX_LATENCY_MS: '0', SIMX_RATE_PER_SECOND: '100000', SIMX_BURST: '100000' };
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH, HOME, PORT: '0', ...quick, ...env },
    stdio: 'pipe',
  });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  child.stdin.end();
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, errors };
}

test('without a terminal: a line per change, to completion, a summary, exit 0', async () => {
  const folder = await temporaryFolder();
  const { code, out, errors } = await runDemo({ DATA_DIR: folder.path });
  expect(errors).toBe('');
  const lines = out.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^Sluice is up: http:\/\/127\.0\.0\.1:\d+ \(open it/);
  expect(lines[1]).toMatch(/^Collecting from the simulated exchange: job_[\da-f-]{36}$/);
  expect(lines[2]).toMatch(/^RUNNING: \d+\/120 symbols, [\d,]+ rows, [\d.]+ symbols\/s, ETA /);
  expect(lines.at(-3)).toMatch(/^COMPLETED: 120\/120 symbols, 288,000 rows/);
  expect(lines.at(-2)).toBe('COMPLETED, verdict COMPLETE: 120 of 120 symbols (120 succeeded, 0 empty, 0 failed)');
  expect(lines.at(-1)).toMatch(/^288,000 rows in [\d.]+ s, [\d.]+ symbols\/s$/);
  expect(code).toBe(0);
  await folder.remove();
});

test('with another source: the same, from there', async () => {
  const now = Date.now();
  const market = new Market(
    [{ symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', status: 'TRADING', listedAt: Date.UTC(2020, 0), holes: [] }],
    () => now,
  );
  const exchange = await EXCHANGES.binance(market);
  const folder = await temporaryFolder();
  const env = { DATA_DIR: folder.path, SOURCE_URLS: `binance=${exchange.baseUrl}` };
  const { code, out, errors } = await runDemo(env, '--source', 'binance');
  expect(errors).toBe('');
  expect(out).toMatch(/^Collecting from binance: job_/m);
  expect(out).toMatch(/^COMPLETED, verdict COMPLETE: 1 of 1 symbols/m);
  expect(code).toBe(0);
  await folder.remove();
  await exchange.close();
});

test.each([
  ['--source', 'nowhere'],
  ['--sources', 'binance'],
])('%s %s is refused in one line', async (...args) => {
  const folder = await temporaryFolder();
  const { code, errors } = await runDemo({ DATA_DIR: folder.path }, ...args);
  expect(errors).toMatch(/^sluice: [^\n]+\n$/);
  expect(code).toBe(1);
  await folder.remove();
});

test('what keeps it from starting is one line, and exit 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { code, out, errors } = await runDemo({ PORT: String(port), DATA_DIR: '/nowhere' });
  expect(errors).toMatch(/^sluice: cannot listen on [^\n]+\n$/);
  expect(out).toBe('');
  expect(code).toBe(1);
  other.close();
});
