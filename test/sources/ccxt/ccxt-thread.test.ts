import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CcxtSources } from '../../../src/sources/ccxt/ccxt-sources';
import { CcxtFailure, CcxtThread } from '../../../src/sources/ccxt/ccxt-thread';
import { sourceErrorOf, unaborted } from '../source-error';

/** Long enough for a thread to start on a slow machine, short enough to wait for. */
const COMPUTING_MS = 5_000;

/* Packages of the form of ccxt, whose exchanges do what ccxt's should not. */
const BASE = `
  has = { fetchOHLCV: true };
  timeframes = { '1h': '1h', '1d': '1d' };
  name = 'Made up';
  rateLimit = 50;
  markets = { 'A/B': { symbol: 'A/B', type: 'spot' } };
  constructor(settings) { Object.assign(this, settings); }
  featureValueByType() { return 10; }
  fetch2() {}
  safeMarketStructure(market) { return market; }
  setMarkets() {}
  async loadMarkets() {}
  parseTimeframe() { return 3600; }
`;
const EXCHANGES = {
  stuck: `export default class { constructor() { for (;;); } }`,
  ending: `export default class { constructor() { process.exit(3); } }`,
  broken: `import './missing.js';`,
  barless: `export default class { ${BASE} has = { fetchOHLCV: 'emulated' }; }`,
  odd: `export default class { ${BASE} timeframes = { '7m': '7m' }; }`,
  greedy: `export default class { ${BASE}
    async fetchOHLCV() {
      for (let i = 0; i < 3; i++) await this.fetchImplementation('http://127.0.0.1:9/' + i, { method: 'GET' });
      return [];
    } }`,
  local: `export default class { ${BASE}
    async fetchOHLCV() { await this.fetchImplementation('file:///etc/passwd', { method: 'GET' }); return []; } }`,
};

let folder: string;
let thread: CcxtThread;
let sources: CcxtSources;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-ccxt-'));
  mkdirSync(join(folder, 'js/src'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [name, code] of Object.entries(EXCHANGES)) writeFileSync(join(folder, `js/src/${name}.js`), code);
  thread = new CcxtThread(COMPUTING_MS);
  sources = new CcxtSources({ sourceUrls: new Map(), folder: () => folder });
});
afterEach(async () => {
  await thread.close();
  await sources.close();
  rmSync(folder, { recursive: true });
});

const traits = (exchange: string) => thread.call({ kind: 'TRAITS', exchange, folder }, async () => null, unaborted);

test('a thread that is stuck is ended, and another one works', async () => {
  expect((await sourceErrorOf(traits('stuck'))).code).toBe('TIMEOUT');
  expect(await traits('greedy')).toMatchObject({ hasBars: true, mostBars: 10 });
  expect(thread.generation).toBe(2);
});

test('a thread that ends fails its calls, and another one works', async () => {
  const both = await Promise.all([sourceErrorOf(traits('ending')), sourceErrorOf(traits('ending'))]);
  expect(both.map(({ code }) => code)).toEqual(['BAD_RESPONSE', 'BAD_RESPONSE']);
  expect(await traits('greedy')).toMatchObject({ title: 'Made up' });
});

test('an abort ends a call at once, also of a thread that is stuck', async () => {
  const controller = new AbortController();
  const pending = thread.call({ kind: 'TRAITS', exchange: 'stuck', folder }, async () => null, controller.signal);
  controller.abort(new Error('cancelled'));
  await expect(pending).rejects.toThrow('cancelled');
});

test('a module that cannot be imported is a failure of ccxt', async () => {
  await expect(traits('broken')).rejects.toThrow(CcxtFailure);
});

test.each([
  ['ccxt:nosuch', /ccxt has no exchange nosuch/],
  ['ccxt:../../etc/passwd', /ccxt has no exchange/],
  ['ccxt:', /ccxt has no exchange/],
  ['ccxt:barless', /cannot fetch bars from barless/],
  ['ccxt:odd', /no bars of a known interval from odd/],
  ['ccxt:broken', /cannot load broken/],
])('%s is refused', async (name, message) => {
  await expect(sources.load(name)).rejects.toMatchObject({ name: 'InvalidInputError', path: ['input', 'source'] });
  await expect(sources.load(name)).rejects.toThrow(message);
});

test('a name of another kind is none of these sources', async () => {
  expect(await sources.load('binance')).toBeNull();
});

test('without the package, the refusal says how to install it', async () => {
  const absent = new CcxtSources({ sourceUrls: new Map(), folder: () => null });
  await expect(absent.load('ccxt:bitget')).rejects.toThrow(/npm install ccxt/);
});

test.each(['greedy', 'local'])('%s gets no more than one request, to an address of the web', async (exchange) => {
  const source = (await sources.load(`ccxt:${exchange}`))!;
  const request = { interval: 'ONE_HOUR', from: 0, to: 3_600_000, signal: unaborted } as const;
  expect(['SOURCE_DOWN', 'BAD_RESPONSE']).toContain((await sourceErrorOf(source.fetchPage('A/B', request))).code);
});

test('no more than 16 exchanges are loaded, also of those asked for at once; one that fails takes no place', async () => {
  const names = Array.from({ length: 18 }, (_, n) => `made${n}`);
  for (const name of names) writeFileSync(join(folder, `js/src/${name}.js`), `export default class { ${BASE} }`);
  await expect(sources.load('ccxt:barless')).rejects.toThrow(/cannot fetch bars/);
  const loads = await Promise.allSettled(names.map((name) => sources.load(`ccxt:${name}`)));
  expect(loads.map(({ status }) => status)).toEqual(names.map((_, n) => (n < 16 ? 'fulfilled' : 'rejected')));
  expect((loads[17] as PromiseRejectedResult).reason).toMatchObject({
    message: expect.stringContaining('16 exchanges'),
  });
});

test('a source has the intervals of its exchange, but for weeks and months', async () => {
  const timeframes = `{ '1m': 1, '3m': 1, '5m': 1, '30m': 1, '2h': 1, '12h': 1, '1d': 1, '1w': 1, '1M': 1, '7m': 1 }`;
  writeFileSync(join(folder, 'js/src/many.js'), `export default class { ${BASE} timeframes = ${timeframes}; }`);
  const { intervals } = (await sources.load('ccxt:many'))!;
  const minutes = ['ONE_MINUTE', 'THREE_MINUTES', 'FIVE_MINUTES', 'THIRTY_MINUTES'];
  expect(intervals).toEqual([...minutes, 'TWO_HOURS', 'TWELVE_HOURS', 'ONE_DAY']);
});

test('a symbol that no job can name is not listed', async () => {
  const markets = `{ 1: { symbol: 'A/B' }, 2: { symbol: 'A B' }, 3: { symbol: '$A/B' }, 4: { symbol: 'é/B:B-240628' } }`;
  writeFileSync(join(folder, 'js/src/named.js'), `export default class { ${BASE} markets = ${markets}; }`);
  const listed = await (await sources.load('ccxt:named'))!.listSymbols({ signal: unaborted });
  expect(listed.map(({ symbol }) => symbol)).toEqual(['A/B', 'é/B:B-240628']);
});
