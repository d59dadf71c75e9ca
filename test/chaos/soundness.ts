import type { Bar } from '../../src/domain/bar';
import { transitionBetween, type JobState } from '../../src/domain/job-state';
import { barsBetween } from '../../src/sources/simx/prices';
import type { SimxServer } from '../../src/sources/simx/simx-server';

export const SEED = 11;
export const WINDOW = { from: '2024-01-01T00:00:00.000Z', to: '2024-04-01T00:00:00.000Z' };

/** A command that the service has acknowledged: it must be in the history for ever. */
export interface Acknowledged {
  readonly id: string;
  readonly state: string;
  readonly version: number;
}

/** What was stored of a job when its cancel was acknowledged. */
export interface Frozen {
  readonly id: string;
  readonly rows: string;
  readonly bars: string;
}

/** What a job has stored, by its own count and in bars. */
export const STORED = `SELECT (SELECT "rows" FROM job_tally WHERE job_id = $1) AS "rows",
                              (SELECT count(*) FROM bar WHERE symbol = ANY($2)) AS bars`;

/** A world after the storm. */
export interface Weathered {
  readonly acknowledged: readonly Acknowledged[];
  readonly frozen: readonly Frozen[];
  readonly jobs: readonly { id: string; symbols: string[] }[];
  job(id: string): Promise<{ state: string; version: number }>;
  sql<T extends object>(query: string, values?: unknown[]): Promise<T[] | undefined>;
}

/** What must be so after the storm, whatever it was. */
export async function expectSound(world: Weathered): Promise<void> {
  for (const job of world.jobs) {
    await expectHistory(world, job.id);
    await expectBars(world, job);
  }
  for (const { id, rows, bars } of world.frozen) {
    const { symbols } = world.jobs.find((job) => job.id === id)!;
    expect(await world.sql(STORED, [id, symbols])).toEqual([{ rows, bars }]);
  }
}

interface Event {
  seq: number;
  from_state: JobState | null;
  to_state: JobState | null;
  done: number;
  rows: string;
}

/** Gapless, legal, explains the state, holds every acknowledged transition; progress never shrinks. */
async function expectHistory(world: Weathered, id: string): Promise<void> {
  const events = (await world.sql<Event>(
    'SELECT seq, from_state, to_state, succeeded + empty + failed AS done, "rows" FROM job_event WHERE job_id = $1 ORDER BY seq',
    [id],
  ))!;
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  const moves = events.filter(({ to_state }) => to_state !== null);
  moves.slice(1).forEach(({ from_state, to_state }, index) => {
    expect(from_state).toBe(moves[index]!.to_state);
    expect(transitionBetween(from_state!, to_state!)).toBeDefined();
  });
  const job = await world.job(id);
  expect(job).toEqual({ state: moves.at(-1)!.to_state, version: moves.length });
  for (const { version, state } of world.acknowledged.filter((known) => known.id === id)) {
    expect(moves[version - 1]?.to_state).toBe(state);
  }
  const counts = events.map(({ done, rows }) => done * 1e9 + Number(rows));
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
}

/** No bar missing, doubled or wrong: a finished symbol has all of them, any other the first so many of them. */
async function expectBars(world: Weathered, { id, symbols }: { id: string; symbols: string[] }): Promise<void> {
  const outcomes = (await world.sql<{ symbol: string; state: string; rows: string }>(
    'SELECT symbol, state, "rows" FROM job_symbol WHERE job_id = $1 ORDER BY position',
    [id],
  ))!;
  const { state } = await world.job(id);
  if (state === 'COMPLETED') expect(outcomes.map((outcome) => outcome.state)).toEqual(symbols.map(() => 'SUCCEEDED'));
  for (const outcome of outcomes) {
    const all = barsBetween(SEED, outcome.symbol, 'ONE_HOUR', Date.parse(WINDOW.from), Date.parse(WINDOW.to));
    const expected = outcome.state === 'SUCCEEDED' ? all : all.slice(0, Number(outcome.rows));
    expect(await storedBars(world, outcome.symbol)).toEqual(expected);
  }
}

async function storedBars(world: Weathered, symbol: string): Promise<Bar[]> {
  const bars = await world.sql<Omit<Bar, 'time'> & { time: Date }>(
    'SELECT time, open, high, low, close, volume FROM bar WHERE symbol = $1 ORDER BY time',
    [symbol],
  );
  return bars!.map((bar) => ({ ...bar, time: bar.time.getTime() }));
}

/** A worker asks for a page only once the one before is stored: whoever goes back asks for a stored page again. */
export function expectNoPageAgain(exchange: SimxServer): void {
  const latest = new Map<string, number>();
  for (const { symbol, from, status } of exchange.requests) {
    if (status !== 200) continue;
    expect(from).toBeGreaterThanOrEqual(latest.get(symbol) ?? 0);
    latest.set(symbol, from);
  }
}
