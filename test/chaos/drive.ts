import { setTimeout as delay } from 'node:timers/promises';
import { countLostCommands } from '../checker/commands';
import { expectSound } from '../checker/expect-sound';
import type { CommandAnswer, History } from '../checker/history';
import { scriptOf, type Step } from './script';

/**
 * CHAOS_SEED replays a run. CHAOS_RUNS is the number of runs of each kind of storm (each with the next seed).
 * CHAOS_SECONDS is the time for all kinds together: no kind begins a new run after its share, and each has one run.
 */
const { CHAOS_SEED, CHAOS_RUNS, CHAOS_SECONDS } = process.env;
const firstSeed = Number(CHAOS_SEED ?? Math.floor(Math.random() * 1e9));
const runs = Number(CHAOS_RUNS ?? (CHAOS_SEED ? 1 : CHAOS_SECONDS ? Infinity : 10));
const budgetMs = Number(CHAOS_SECONDS ?? 86_400) * 1_000;

interface Stormy<D extends string> {
  /** Number of SIGKILLs sent. */
  readonly kills: number;
  do(step: Step<D>): Promise<void>;
  calm(): Promise<void>;
  /** @returns the history of the run */
  finish(): Promise<History>;
  dispose(): Promise<void>;
}

/** Summary of a storm. */
interface Happened {
  readonly kills: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly unanswered: number;
  readonly completed: number;
  /** Number of acknowledged commands that the database lost. */
  readonly lost: number;
}

export interface Weather<D extends string> {
  /** Possible events, with their weights. */
  readonly deeds: Readonly<Partial<Record<D, number>>>;
  /** Events that happen in every storm. */
  readonly certain: readonly D[];
  readonly open: () => Promise<Stormy<D>>;
}

/** The kinds of storms of this file, and the runs of each. A kind without a total has failed, or was not run. */
const kinds: { readonly name: string; runs: number; total: Happened | null }[] = [];
let beganAt: number | null = null;

/** Declares the test that runs one kind of storms, each on a new world with the script of its seed. */
export function storms<D extends string>(name: string, weather: Weather<D>): void {
  const place = kinds.push({ name, runs: 0, total: null }) - 1;
  test(name, async () => {
    const total = await runAll(name, weather, place);
    kinds[place]!.total = total;
    // A single run guarantees its kills and a completed job, but any of its commands may find the service down.
    expect(total.acknowledged).toBeGreaterThan(0);
  });
}

async function runAll<D extends string>(name: string, weather: Weather<D>, place: number): Promise<Happened> {
  const deadline = endOfShare(place);
  const all: Happened[] = [];
  do {
    const seed = firstSeed + all.length;
    const happened = await storm(await weather.open(), scriptOf(seed, weather.deeds, weather.certain)).catch(
      (error: Error) => {
        throw new Error(`${name}: CHAOS_SEED=${seed} replays: ${error.message}`, { cause: error });
      },
    );
    kinds[place]!.runs = all.push(happened);
    process.stdout.write(`chaos, ${name}: seed ${seed} sound after ${told(happened)}\n`);
  } while (all.length < runs && Date.now() < deadline);
  return all.reduce(added);
}

/** The kinds that are left share the time that is left. */
function endOfShare(place: number): number {
  const now = Date.now();
  beganAt ??= now;
  return now + (beganAt + budgetMs - now) / (kinds.length - place);
}

/** Prints the totals of each kind, and of all. */
export function tellTotals(): void {
  const tell = (name: string, count: number, total: Happened) =>
    process.stdout.write(`chaos, ${name}: ${count} runs from seed ${firstSeed}, ${told(total)}, all sound\n`);
  const sound = kinds.flatMap(({ name, runs: count, total }) => (total ? [{ name, count, total }] : []));
  for (const { name, count, total } of sound) tell(name, count, total);
  const count = sound.reduce((sum, each) => sum + each.count, 0);
  if (sound.length > 1) tell(`${sound.length} kinds`, count, sound.map(({ total }) => total).reduce(added));
}

async function storm<D extends string>(world: Stormy<D>, script: readonly Step<D>[]): Promise<Happened> {
  try {
    for (const step of script) {
      await delay(step.afterMs);
      await world.do(step);
    }
    await world.calm();
    const history = await world.finish();
    expectSound(history);
    return whatHappened(history, world.kills);
  } finally {
    await world.dispose();
  }
}

/** @throws Error if nothing was killed or completed: the run then proves nothing */
function whatHappened(history: History, kills: number): Happened {
  const { commands, jobs } = history;
  const answered = (kind: CommandAnswer['kind']) => commands.filter(({ answer }) => answer.kind === kind).length;
  const happened: Happened = {
    kills,
    acknowledged: answered('DONE'),
    refused: answered('REFUSED') + answered('NOT_DONE'),
    unanswered: answered('UNKNOWN'),
    completed: jobs.filter(({ state }) => state === 'COMPLETED').length,
    lost: countLostCommands(history),
  };
  if (kills === 0 || happened.completed === 0) throw new Error(`this does not count: ${told(happened)}`);
  return happened;
}

function added(one: Happened, other: Happened): Happened {
  const names = Object.keys(one) as (keyof Happened)[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as Happened;
}

function told({ kills, acknowledged, lost, refused, unanswered, completed }: Happened): string {
  const commands = `${acknowledged} commands acknowledged (${lost} lost), ${refused} refused, ${unanswered} unanswered`;
  return `${kills} kills, ${commands}, ${completed} jobs COMPLETED`;
}
