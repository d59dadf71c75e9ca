import { runOnce } from '../support/duel.mjs';
import { digits, median, table, whole } from '../support/report.mjs';
import { BenchServer } from '../support/server.mjs';
import { startRedis } from '../support/redis.mjs';

const LIMITS = { symbols: 'plain-coalescing', bars: 'plain-unnest' };

/**
 * Runs all contenders in turns on the same task, `rounds` times, each run in its own database on one server.
 * @returns rows of medians: rate, ratio to Sluice, WAL bytes and CPU microseconds per item (bars: per bar)
 */
export async function compare(kind, contenders, variants, { rounds, note }) {
  const server = await BenchServer.start();
  const redis = contenders.includes('bullmq-redis') ? await startRedis() : null;
  const results = [];
  try {
    for (const variant of variants) {
      const runs = new Map(contenders.map((name) => [name, []]));
      for (let round = 0; round < rounds; round++) {
        for (const name of contenders) {
          if (name === 'bullmq-redis' && !redis) continue;
          note(`${kind} ${describe(variant)}, round ${round + 1}: ${name}`);
          runs.get(name).push(await runOnce(server, name, taskOf(kind, name, variant, redis?.port)));
        }
      }
      results.push(...contenders.map((name) => summary(kind, name, variant, runs.get(name))));
    }
  } finally {
    await redis?.stop();
    await server.stop();
  }
  return withRatios(results);
}

/** Factor of the item count: slow contenders get fewer items, fast ones more, so that each runs at least a second. */
const SHARES = {
  sluice: 5,
  dbos: 0.1,
  'pg-boss': 0.1,
  'pg-boss-batch': 0.4,
  'graphile-worker': 0.2,
  'bullmq-postgres': 0.2,
  'bullmq-redis': 0.3,
};

function itemsOf(contender, { items, barsPerPage }) {
  if (barsPerPage) return items;
  return Math.min(Math.max(50, Math.round(items * (SHARES[contender] ?? 1))), MAX_SYMBOLS);
}

/** Upper bound of the symbols of one job. */
const MAX_SYMBOLS = 100_000;

function taskOf(kind, contender, variant, redisPort) {
  return { case: kind, ...variant, items: itemsOf(contender, variant), redisPort };
}

function summary(kind, contender, variant, runs) {
  const sound = runs.filter((run) => !run.error);
  const base = { contender, ...variant };
  if (sound.length === 0) return { ...base, error: runs[0]?.error ?? 'not on this machine' };
  const units = itemsOf(contender, variant) * (kind === 'bars' ? variant.barsPerPage : 1);
  return {
    ...base,
    perSecond: median(sound.map(({ seconds }) => units / seconds)),
    walBytes: median(sound.map(({ walBytes }) => walBytes / units)),
    cpuMicroseconds: median(sound.map(({ cpuSeconds }) => (cpuSeconds * 1e6) / units)),
  };
}

/** Adds ratios within one variant: how many times as fast Sluice is. */
function withRatios(results) {
  return results.map((result) => {
    const sluice = results.find((other) => other.contender === 'sluice' && sameVariant(other, result));
    return { ...result, sluiceRatio: sluice.perSecond / result.perSecond };
  });
}

function sameVariant(a, b) {
  return a.concurrency === b.concurrency && a.barsPerPage === b.barsPerPage;
}

function describe({ concurrency, barsPerPage }) {
  return barsPerPage ? `${barsPerPage} bars a page, ${concurrency} at once` : `${concurrency} at once`;
}

/** Remarks needed to interpret the figures of a contender. */
const NOTES = {
  dbos: 'a step each, in one workflow',
  'pg-boss': 'newer than 10 needs Node 22',
  'pg-boss-batch': 'newer than 10 needs Node 22',
  'graphile-worker': 'newer than 0.17 needs Node 22',
  'graphile-worker-batch': 'completions written later, in batches',
  'bullmq-redis': 'appendfsync always',
  'plain-copy': 'cannot resolve conflicts',
};

export function print(kind, results) {
  const unit = kind === 'bars' ? 'bars' : 'symbols';
  const rows = results.map((result) =>
    result.error
      ? [result.contender, describe(result), '–', '–', '–', '–', result.error.slice(0, 60)]
      : [
          result.contender,
          describe(result),
          whole(result.perSecond),
          digits(2)(result.sluiceRatio),
          whole(result.walBytes),
          digits(1)(result.cpuMicroseconds),
          NOTES[result.contender] ?? '',
        ],
  );
  const header = ['contender', 'load', `${unit}/s`, 'sluice ×', 'WAL B each', 'CPU µs each', ''];
  return table(`durable ${unit}, medians (limit: ${LIMITS[kind]})`, header, rows);
}
