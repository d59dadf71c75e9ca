import { setTimeout as delay } from 'node:timers/promises';
import { expectSound } from '../checker/expect-sound';
import type { CommandAnswer, History } from '../checker/history';
import { scriptOf, type Step } from './script';

/**
 * CHAOS_SEED replays a run. CHAOS_RUNS is the number of runs (each with the next seed). No new run begins after
 * CHAOS_SECONDS.
 */
const firstSeed = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 1e9));
const runs = Number(process.env.CHAOS_RUNS ?? (process.env.CHAOS_SEED ? 1 : 10));
const budgetMs = Number(process.env.CHAOS_SECONDS ?? 86_400) * 1_000;

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
}

export interface Weather<D extends string> {
  /** Possible events, with their weights. */
  readonly deeds: Readonly<Record<D, number>>;
  /** Events that happen in every storm. */
  readonly certain: readonly D[];
  readonly open: () => Promise<Stormy<D>>;
}

/** Runs storms, each on a new world with the script of its seed. */
export async function weather<D extends string>(name: string, { deeds, certain, open }: Weather<D>): Promise<void> {
  const began = Date.now();
  const all: Happened[] = [];
  while (all.length < runs && Date.now() - began < budgetMs) {
    const seed = firstSeed + all.length;
    const happened = await storm(await open(), scriptOf(seed, deeds, certain)).catch((error: Error) => {
      throw new Error(`${name}: CHAOS_SEED=${seed} replays: ${error.message}`, { cause: error });
    });
    all.push(happened);
    process.stdout.write(`chaos, ${name}: seed ${seed} sound after ${told(happened)}\n`);
  }
  const total = all.reduce(added);
  process.stdout.write(`chaos, ${name}: ${all.length} runs from seed ${firstSeed}, ${told(total)}, all sound\n`);
  // A single run guarantees its kills and a completed job, but any of its commands may find the service down.
  expect(total.acknowledged).toBeGreaterThan(0);
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
function whatHappened({ commands, jobs }: History, kills: number): Happened {
  const answered = (kind: CommandAnswer['kind']) => commands.filter(({ answer }) => answer.kind === kind).length;
  const happened: Happened = {
    kills,
    acknowledged: answered('DONE'),
    refused: answered('REFUSED') + answered('NOT_DONE'),
    unanswered: answered('UNKNOWN'),
    completed: jobs.filter(({ state }) => state === 'COMPLETED').length,
  };
  if (kills === 0 || happened.completed === 0) throw new Error(`this does not count: ${told(happened)}`);
  return happened;
}

function added(one: Happened, other: Happened): Happened {
  const names = Object.keys(one) as (keyof Happened)[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as Happened;
}

function told({ kills, acknowledged, refused, unanswered, completed }: Happened): string {
  const commands = `${acknowledged} commands acknowledged, ${refused} refused, ${unanswered} unanswered`;
  return `${kills} kills, ${commands}, ${completed} jobs COMPLETED`;
}
