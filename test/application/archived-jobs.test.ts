import type { DataSource, PageRequest } from '../../src/application/ports/data-source';
import { orAborted } from '../../src/async/or-aborted';
import { ArchivedBinance } from '../support/archive/archived-binance';
import { eventually } from '../support/eventually';
import { Market } from '../support/exchanges/market';
import { ACTOR, Harness } from '../support/harness';

const NOW = Date.UTC(2025, 5, 15, 12, 34, 56);
const WINDOW = { from: new Date(Date.UTC(2024, 0)), to: new Date(Date.UTC(2024, 1)) };
const DRAFT = { source: 'binance', interval: 'FIFTEEN_MINUTES', mode: 'MISSING', ...WINDOW } as const;
const ROWS = 31 * 96;

const SYMBOLS = Array.from({ length: 12 }, (_, n) => `S${n}USDT`);
const listed = (symbol: string) =>
  ({ symbol, base: symbol, quote: 'USDT', status: 'TRADING', listedAt: 0, holes: [] }) as const;
const market = new Market(SYMBOLS.map(listed), () => NOW);

let binance: ArchivedBinance;
let harness: Harness;

afterEach(async () => {
  await harness.close();
  await binance.close();
});

async function open(change: (source: DataSource) => DataSource = (source) => source): Promise<void> {
  binance = await ArchivedBinance.open('binance', market);
  harness = await Harness.open({ sources: [change(binance.source)] });
}

/** The source, of which each symbol waits after `pages` pages with bars, until an abort or `release`. */
class Held {
  isHeld = false;
  release: () => void = () => undefined;
  private readonly released = new Promise<void>((resolve) => (this.release = resolve));
  private came = 0;

  constructor(private readonly pages: number) {}

  readonly around = (source: DataSource): DataSource =>
    new Proxy(source, {
      get: (target, name) => {
        if (name === 'fetchPage') return (...asked: [string, PageRequest]) => this.fetch(target, ...asked);
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });

  private async fetch(source: DataSource, symbol: string, request: PageRequest) {
    if (this.came >= this.pages) {
      this.isHeld = true;
      await orAborted(this.released, request.signal);
    }
    const page = await source.fetchPage(symbol, request);
    if (page !== 'ASK_AGAIN') this.came++;
    return page;
  }
}

test('a job that is paused and aborted in the middle of a file goes on there, and asks for nothing again', async () => {
  const held = new Held(2);
  await open(held.around);
  const { id } = await harness.start(['S0USDT'], DRAFT);
  await harness.stored(id, 2_000);
  await eventually(() => held.isHeld);
  await harness.core.pause.execute(id, { ...ACTOR, inFlight: 'ABORT' });
  await harness.drained(id);
  expect((await harness.job(id)).progress.rows).toBe(2_000);
  held.release();
  await harness.core.resume.execute(id, ACTOR);
  const job = await harness.becomes(id, 'COMPLETED');
  expect(job).toMatchObject({ verdict: 'COMPLETE', progress: { rows: ROWS, succeeded: 1 } });
  expect(await harness.barCount()).toBe(ROWS);
  expect(binance.servers.files).toHaveLength(2);
  expect(binance.servers.klines).toEqual([]);
});

test('a cancel in the middle of a download ends its connection', async () => {
  await open();
  binance.servers.interfere = (path, response) => {
    if (!path.endsWith('.zip')) return false;
    response.writeHead(200, { 'content-length': '100000' }).write(Buffer.alloc(50_000));
    return true;
  };
  const { id } = await harness.start(['S0USDT'], DRAFT);
  await eventually(() => binance.servers.files.length === 2);
  await harness.core.cancel.execute(id, ACTOR);
  await harness.becomes(id, 'CANCELLED');
  await eventually(() => binance.servers.archive.sockets.size === 0);
  expect(await harness.barCount()).toBe(0);
});

test('many symbols at once: few downloads at a time, and each file once', async () => {
  await open();
  let [now, most] = [0, 0];
  binance.servers.interfere = (_path, response) => {
    most = Math.max(most, ++now);
    response.once('finish', () => now--);
    return false;
  };
  const { id } = await harness.start(SYMBOLS, { ...DRAFT, concurrency: SYMBOLS.length });
  expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ verdict: 'COMPLETE' });
  expect(await harness.barCount()).toBe(SYMBOLS.length * ROWS);
  expect(binance.servers.files).toHaveLength(SYMBOLS.length * 2);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(4);
});

test('an exchange that is away while its archive is away as well fails the job after two symbols', async () => {
  await open();
  const asked = new Set<string>();
  binance.servers.interfere = (_path, response) => {
    response.writeHead(503).end();
    return true;
  };
  binance.servers.exchange.answer = (request, response) => {
    asked.add(new URL(request.url ?? '', 'http://exchange').searchParams.get('symbol')!);
    response.writeHead(503).end();
  };
  const { id } = await harness.start(SYMBOLS, { ...DRAFT, concurrency: 1 });
  expect((await harness.becomes(id, 'FAILED')).reason).toMatch(/^SOURCE_DOWN: /);
  expect([...asked]).toEqual(SYMBOLS.slice(0, 2));
  expect(binance.servers.files).toHaveLength(1);
});
