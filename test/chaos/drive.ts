import { setTimeout as delay } from 'node:timers/promises';
import { expectSound } from '../checker/expect-sound';
import type { History } from '../checker/history';
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
  const sum = (of: keyof Happened) => all.reduce((total, happened) => total + happened[of], 0);
  const total = { kills: sum('kills'), acknowledged: sum('acknowledged'), completed: sum('completed') };
  process.stdout.write(`chaos, ${name}: ${all.length} runs from seed ${firstSeed}, ${told(total)}, all sound\n`);
  // A single run can promise its kills and a completed job; a command may always meet a service that is down.
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
  const acknowledged = commands.filter(({ answer }) => answer.kind === 'DONE').length;
  const completed = jobs.filter(({ state }) => state === 'COMPLETED').length;
  const happened = { kills, acknowledged, completed };
  if (kills === 0 || completed === 0) throw new Error(`this does not count: ${told(happened)}`);
  return happened;
}

function told({ kills, acknowledged, completed }: Happened): string {
  return `${kills} kills, ${acknowledged} commands acknowledged, ${completed} jobs COMPLETED`;
}
