import { setTimeout as delay } from 'node:timers/promises';
import { scriptOf, type Step } from './script';

/**
 * CHAOS_SEED replays a run, CHAOS_RUNS says how many (each with the next seed), CHAOS_SECONDS stops beginning new ones
 * after that time.
 */
const firstSeed = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 1e9));
const runs = Number(process.env.CHAOS_RUNS ?? (process.env.CHAOS_SEED ? 1 : 10));
const budgetMs = Number(process.env.CHAOS_SECONDS ?? 86_400) * 1_000;

interface Stormy<D extends string> {
  readonly kills: number;
  do(step: Step<D>): Promise<void>;
  calm(): Promise<void>;
  close(): Promise<void>;
}

/** Sends worlds through storms, each by the script of its seed. @param part of the time there is */
export async function weather<D extends string, W extends Stormy<D>>(
  name: string,
  deeds: Readonly<Record<D, number>>,
  { open, check, part = 1 }: { open: () => Promise<W>; check: (world: W) => Promise<void>; part?: number },
): Promise<void> {
  const began = Date.now();
  let [done, kills] = [0, 0];
  for (; done < runs && Date.now() - began < budgetMs * part; done++) {
    const seed = firstSeed + done;
    const killed = await storm(await open(), scriptOf(seed, deeds), check).catch((error: Error) => {
      throw new Error(`${name}: CHAOS_SEED=${seed} replays: ${error.message}`, { cause: error });
    });
    kills += killed;
    process.stdout.write(`chaos, ${name}: seed ${seed} sound after ${killed} kills\n`);
  }
  process.stdout.write(`chaos, ${name}: ${done} runs from seed ${firstSeed}, ${kills} kills, all sound\n`);
  expect(done).toBeGreaterThan(0);
}

async function storm<D extends string, W extends Stormy<D>>(
  world: W,
  script: readonly Step<D>[],
  check: (world: W) => Promise<void>,
): Promise<number> {
  try {
    for (const step of script) {
      await delay(step.afterMs);
      await world.do(step);
    }
    await world.calm();
    await check(world);
    return world.kills;
  } finally {
    await world.close();
  }
}
