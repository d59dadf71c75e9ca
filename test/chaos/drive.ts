import { setTimeout as delay } from 'node:timers/promises';
import { expectSound } from '../checker/expect-sound';
import type { CommandAnswer, History } from '../checker/history';
import { scriptOf, type Step } from './script';

/**
 * CHAOS_SEED replays a run, CHAOS_RUNS says how many (each with the next seed), CHAOS_SECONDS stops beginning new ones
 * after that time.
 */
const firstSeed = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 1e9));
const runs = Number(process.env.CHAOS_RUNS ?? (process.env.CHAOS_SEED ? 1 : 10));
const budgetMs = Number(process.env.CHAOS_SECONDS ?? 86_400) * 1_000;

interface Stormy<D extends string> {
  /** While there was something to do. */
  readonly kills: number;
  do(step: Step<D>): Promise<void>;
  calm(): Promise<void>;
  /** Ends the services. @returns what they left behind */
  finish(): Promise<History>;
  dispose(): Promise<void>;
}

/** What a storm was about. */
interface Happened {
  readonly kills: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly unanswered: number;
  readonly completed: number;
}

export interface Weather<D extends string> {
  /** What may happen, and how often. */
  readonly deeds: Readonly<Record<D, number>>;
  /** What happens in each storm. */
  readonly certain: readonly D[];
  readonly open: () => Promise<Stormy<D>>;
}

/** Sends worlds through storms, each by the script of its seed. */
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
  // A single run promises its kills and a completed job; any of its commands may meet a service that is down.
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

/** @throws when it was so little that the run shows nothing */
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
