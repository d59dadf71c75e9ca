import { setTimeout as delay } from 'node:timers/promises';
import type { Bar } from '../../src/domain/bar';
import { transitionBetween, type JobState } from '../../src/domain/job-state';
import { barsBetween } from '../../src/sources/simx/prices';
import { scriptOf } from './script';
import { SEED, STORED, WINDOW, World } from './world';

/**
 * A real service under a driver that knows what must come out. CHAOS_SEED replays a run, CHAOS_RUNS says how many
 * (each with the next seed), CHAOS_SECONDS stops beginning new ones after that time.
 */
const firstSeed = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 1e9));
const runs = Number(process.env.CHAOS_RUNS ?? (process.env.CHAOS_SEED ? 1 : 10));
const budgetMs = Number(process.env.CHAOS_SECONDS ?? 86_400) * 1_000;

test(`seeds from ${firstSeed} on`, async () => {
  const began = Date.now();
  let [done, kills] = [0, 0];
  for (; done < runs && Date.now() - began < budgetMs; done++) {
    const seed = firstSeed + done;
    try {
      const killed = await run(seed);
      kills += killed;
      process.stdout.write(`chaos: seed ${seed} sound after ${killed} kills\n`);
    } catch (error) {
      throw new Error(`CHAOS_SEED=${seed} replays: ${(error as Error).message}`, { cause: error });
    }
  }
  process.stdout.write(`chaos: ${done} runs from seed ${firstSeed}, ${kills} kills, all sound\n`);
  expect(done).toBeGreaterThan(0);
});

async function run(seed: number): Promise<number> {
  const world = await World.open();
  try {
    for (const step of scriptOf(seed)) {
      await delay(step.afterMs);
      await world.do(step);
    }
    await world.calm();
    await expectSound(world);
    return world.kills;
  } finally {
    await world.close();
  }
}

async function expectSound(world: World): Promise<void> {
  for (const job of world.jobs) {
    await expectHistory(world, job.id);
    await expectBars(world, job);
  }
  for (const { id, rows, bars } of world.frozen) {
    const { symbols } = world.jobs.find((job) => job.id === id)!;
    expect(await world.sql(STORED, [id, symbols])).toEqual([{ rows, bars }]);
  }
  expectNoPageAgain(world);
}

interface Event {
  seq: number;
  from_state: JobState | null;
  to_state: JobState | null;
  done: number;
  rows: string;
}

/** Gapless, legal, explains the state, holds every acknowledged transition; progress never shrinks. */
async function expectHistory(world: World, id: string): Promise<void> {
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
async function expectBars(world: World, { id, symbols }: { id: string; symbols: string[] }): Promise<void> {
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

async function storedBars(world: World, symbol: string): Promise<Bar[]> {
  const bars = await world.sql<Omit<Bar, 'time'> & { time: Date }>(
    'SELECT time, open, high, low, close, volume FROM bar WHERE symbol = $1 ORDER BY time',
    [symbol],
  );
  return bars!.map((bar) => ({ ...bar, time: bar.time.getTime() }));
}

/** A worker asks for a page only once the one before is stored: whoever goes back asks for a stored page again. */
function expectNoPageAgain(world: World): void {
  const latest = new Map<string, number>();
  for (const { symbol, from, status } of world.exchange.requests) {
    if (status !== 200) continue;
    expect(from).toBeGreaterThanOrEqual(latest.get(symbol) ?? 0);
    latest.set(symbol, from);
  }
}
