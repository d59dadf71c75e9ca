import type { Quirk } from '../../../src/sources/simx/market/quirk';
import { SimxServer } from '../../../src/sources/simx/simx-server';
import type { SimxSettings } from '../../../src/sources/simx/simx-settings';
import { SimxSource } from '../../../src/sources/simx/simx-source';
import { HOUR, NOW } from './simx-exchange';

const SETTINGS = { seed: 1, latencyMs: 0, ratePerSecond: 1_000, burst: 1_000, clock: () => NOW };
const RANGE = { from: NOW - 10 * HOUR, to: NOW };
const [BEFORE, INSIDE] = [RANGE.from - HOUR, RANGE.from + HOUR];

function knows(exchange: SimxServer | null, symbol = 'SIM-001', range = RANGE): boolean {
  const source = new SimxSource({ baseUrl: 'http://127.0.0.1:9', ratePerSecond: 1_000, exchange });
  return source.hasEveryBar(symbol, 'ONE_HOUR', range);
}

const exchange = (settings: Partial<SimxSettings> = {}) => new SimxServer({ ...SETTINGS, ...settings });

function knowsWith(quirk: Quirk): boolean {
  const server = exchange();
  server.quirks.set('SIM-001', quirk);
  return knows(server);
}

test('the source knows that a perfect exchange in its process has every bar that is closed, and nothing of others', () => {
  expect(knows(exchange())).toBe(true);
  expect(knows(null)).toBe(false);
  expect(knows(exchange(), 'NO-SUCH')).toBe(false);
  expect(knows(exchange(), 'SIM-001', { ...RANGE, to: NOW + HOUR })).toBe(false);
  expect(knows(exchange({ pageSize: 499 }))).toBe(false);
});

test('while a fault is added, nothing is certain', () => {
  const server = exchange();
  server.faults.add({ kind: 'empty', symbol: 'SIM-002' });
  expect(knows(server)).toBe(false);
  server.faults.clear();
  expect(knows(server)).toBe(true);
});

test.each<Quirk>([
  { listedAt: INSIDE },
  { holes: [{ from: BEFORE, to: INSIDE }] },
  { offGrid: [RANGE.from] },
  { brokenRange: [INSIDE] },
  { twice: [BEFORE, INSIDE] },
  { reachMs: 1_000 * HOUR },
  { emptyFirst: 1 },
  { lateMs: 1 },
])('not with the quirk %j', (quirk) => expect(knowsWith(quirk)).toBe(false));

test.each<Quirk>([
  { listedAt: RANGE.from },
  {
    holes: [
      { from: BEFORE, to: RANGE.from },
      { from: RANGE.to, to: RANGE.to + HOUR },
    ],
  },
  { offGrid: [BEFORE], brokenRange: [RANGE.to], twice: [RANGE.to] },
  { revisedAt: { at: 0, from: RANGE.from, to: RANGE.to } },
])('with the quirk %j, which leaves the range as it is', (quirk) => expect(knowsWith(quirk)).toBe(true));
