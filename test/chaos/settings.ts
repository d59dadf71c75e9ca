import { SimxServer } from '../../src/sources/simx/simx-server';
import { knownSimx, type KnownExchange } from '../checker/known-exchange';

const SEED = 11;
const WINDOW = { from: '2024-01-01T00:00:00.000Z', to: '2024-04-01T00:00:00.000Z' };
const SYMBOLS_PER_JOB = 40;

/** Rest that the exchange asks for, in seconds: longer than it takes to inform all nodes. */
export const REST_SECONDS = 3;

/**
 * Rate limit configured at the service. Low enough for jobs to outlast most storms and for the budget to matter. The
 * exchange itself allows more, so that it never refuses but only records requests.
 */
const REQUESTS_PER_SECOND = 80;

/** Environment of a service in a storm. */
export const STORM_ENV = {
  SIMX_RATE_PER_SECOND: String(REQUESTS_PER_SECOND),
  SHUTDOWN_GRACE_MS: '300',
  SOURCE_TIMEOUT_MS: '1000',
};

export interface StormExchange {
  readonly server: SimxServer;
  readonly known: KnownExchange;
}

export async function startExchange(latencyMs: number): Promise<StormExchange> {
  const server = new SimxServer({ seed: SEED, latencyMs, ratePerSecond: 100_000, burst: 100_000 });
  const { baseUrl } = await server.start();
  return { server, known: knownSimx(server, baseUrl, SEED) };
}

/** Returns the draft of a job. The jobs of a storm have no symbol in common. */
export function draftOf(index: number, concurrency: number) {
  const symbols = Array.from(
    { length: SYMBOLS_PER_JOB },
    (_, n) => `SIM-${String(index * SYMBOLS_PER_JOB + n + 1).padStart(3, '0')}`,
  );
  return { symbols, interval: 'ONE_HOUR', concurrency, ...WINDOW };
}
