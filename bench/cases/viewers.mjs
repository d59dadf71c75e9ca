import pg from 'pg';
import { request } from 'undici';
import { parts } from '../support/parts.mjs';
import { SteadyExchange } from '../support/service/exchange.mjs';
import { table } from '../record/table.mjs';
import { digits, quantiles, whole } from '../support/report.mjs';
import { temporaryFolder } from '../support/server.mjs';
import { Service } from '../support/service/service.mjs';

const LATENCY_MS = 50;
const VIEWERS = 4;
const JOBS = 10;
const BARS = 1_000_000;
/** A page of the job list, each job with enough symbols and events to list. */
const LISTED_JOBS = 500;

/** The most expensive documents within the limits, each a different kind of work for the service and its database. */
export const DEAREST = {
  'a series of a million bars counted four times': `{ ${[1, 2, 3, 4].map((n) => `c${n}: ${bars('first: 0', 'totalCount')}`).join(' ')} }`,
  'two pages of 5,000 bars': `{ ${[1, 2].map((n) => `b${n}: ${bars('first: 5000', 'edges { cursor node { time open high low close volume } }')}`).join(' ')} }`,
  '500 jobs, each with symbols': `{ jobs(first: 500) { edges { node { id name state progress { done total rows } symbols(first: 8) { edges { node { symbol state rows } } } } } } }`,
  '500 jobs, each with its history': `{ jobs(first: 500) { edges { node { id name events(first: 9) { edges { cursor node { seq type at actor progress { done rows } } } } } } } }`,
};

function bars(args, fields) {
  return `bars(source: "simx", symbol: "LONG", interval: ONE_MINUTE, ${args}) { ${fields} }`;
}

/**
 * Measures the time from a pause to its answer while four viewers send the most expensive allowed documents at the
 * highest allowed rate: without and with viewers in turn, in one run. In milliseconds.
 */
export async function viewers({ samples, rounds, note }) {
  const folder = await temporaryFolder();
  const exchange = new SteadyExchange(LATENCY_MS);
  const operator = parts().createToken();
  const watching = Array.from({ length: VIEWERS }, () => parts().createToken());
  const entries = [
    `operator:operator:${operator.hash}`,
    ...watching.map(({ hash }, n) => `viewer-${n}:viewer:${hash}`),
  ];
  const service = await Service.start(folder.path, {
    SIMX_BASE_URL: await exchange.start(),
    API_TOKENS: entries.join(','),
    COST_PER_SECOND: '',
    // As in the image: otherwise GraphQL runs additional checks.
    NODE_ENV: 'production',
  });
  try {
    service.token = operator.token;
    note('viewers: filling the database');
    await fill(service.databaseUrl());
    const jobs = [];
    for (let n = 0; n < JOBS; n++) jobs.push(await service.startJob(`J${n}`, 10_000, 1));
    const found = { alone: [], watched: [] };
    const seen = new Map(Object.keys(DEAREST).map((name) => [name, { answered: 0, ms: 0, failed: 0, refused: 0 }]));
    for (let round = 0; round < rounds; round++) {
      note(`viewers: round ${round + 1} of ${rounds}, nobody looks`);
      await commandAll(service, jobs, samples, found.alone);
      note(`viewers: round ${round + 1} of ${rounds}, ${VIEWERS} look`);
      const stop = new AbortController();
      const looking = watching.map((token, n) => look(service, token.token, n, seen, stop.signal));
      await commandAll(service, jobs, samples, found.watched);
      stop.abort();
      await Promise.all(looking);
    }
    return {
      samples: samples * rounds,
      viewers: VIEWERS,
      alone: quantiles(found.alone),
      watched: quantiles(found.watched),
      documents: Object.fromEntries(seen),
    };
  } finally {
    await service.kill('SIGTERM');
    exchange.stop();
    await folder.remove();
  }
}

const FILLING = [
  `WITH long AS (INSERT INTO series (source, symbol, interval) VALUES ('simx', 'LONG', 'ONE_MINUTE') RETURNING id)
   INSERT INTO bar (series_id, time, open, high, low, close, volume)
   SELECT id, timestamptz '2020-01-01' + n * interval '1 minute', 1, 2, 1, 2, 3 FROM long, generate_series(1, ${BARS}) n`,
  `INSERT INTO collection_job (id, name, source, interval, window_from, window_to, mode, concurrency, shards, total, version,
                               state, created_at, completed_at)
   SELECT gen_random_uuid(), 'listed', 'simx', 'ONE_DAY', '2024-01-01', '2024-01-02', 'MISSING', 1, 1, 1000, 2, 'CANCELLED',
          now(), now()
     FROM generate_series(1, ${LISTED_JOBS})`,
  'INSERT INTO job_lease (job_id, shard) SELECT id, 0 FROM collection_job',
  'INSERT INTO job_progress (job_id, total, claimed, last_event) SELECT id, 1000, 1000, 100 FROM collection_job',
  `INSERT INTO series (source, symbol, interval) SELECT 'simx', 'S' || n, 'ONE_DAY' FROM generate_series(0, 99) n`,
  `INSERT INTO job_symbol (job_id, position, symbol, series_id)
   SELECT job.id, row_number() OVER (PARTITION BY job.id) - 1, symbol, series.id
     FROM collection_job job, series WHERE series.interval = 'ONE_DAY'`,
  `INSERT INTO job_event (job_id, seq, type, at, actor, total, succeeded, empty, failed, "rows", active_ms, symbols_per_second)
   SELECT id, n, 'SYMBOLS_DONE', now(), 'system', 1000, n, 0, 0, n, n, 1 FROM collection_job, generate_series(1, 100) n`,
  'VACUUM ANALYZE',
];

export async function fill(connectionString) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const statement of FILLING) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function commandAll(service, jobs, samples, found) {
  for (let n = 0; n < samples; n++) {
    const id = jobs[n % jobs.length];
    const sent = performance.now();
    await service.ask(`mutation { pauseJob(input: { id: "${id}" }) { ... on CollectionJob { state } } }`);
    found.push(performance.now() - sent);
    await service.ask(`mutation { resumeJob(input: { id: "${id}" }) { ... on CollectionJob { state } } }`);
    // Real commands arrive at a random moment.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LATENCY_MS));
  }
}

/** Sends one document after another, waiting only as long as a 429 response demands, and at most one second. */
async function look(service, token, first, seen, stop) {
  const names = Object.keys(DEAREST);
  for (let n = first; !stop.aborted; n++) {
    const name = names[n % names.length];
    const counts = seen.get(name);
    const began = performance.now();
    const { status, retryAfterS, hasErrors } = await answerTo(service.address, DEAREST[name], token);
    if (status !== 429) {
      counts[status !== 200 || hasErrors ? 'failed' : 'answered']++;
      counts.ms += performance.now() - began;
      continue;
    }
    counts.refused++;
    n--;
    await new Promise((resolve) => setTimeout(resolve, Math.min(retryAfterS * 1_000, 1_000)));
  }
}

/** Does not parse the answer, which would block the measuring process. */
async function answerTo(address, query, token) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const {
    statusCode,
    headers: given,
    body,
  } = await request(address, { method: 'POST', headers, body: JSON.stringify({ query }) });
  let last = '';
  for await (const chunk of body) last = String(chunk.subarray(-2_000));
  return { status: statusCode, retryAfterS: Number(given['retry-after'] ?? 0), hasErrors: last.includes('"errors":') };
}

export function printViewers({ alone, watched, documents, samples, viewers: count }) {
  const rows = Object.entries({ 'nobody looks': alone, [`${count} viewers look`]: watched }).map(
    ([load, { p50, p99, max }]) => [load, ...[p50, p99, max].map(digits(1))],
  );
  const asked = Object.entries(documents).map(([name, { answered, ms, failed, refused }]) => [
    name,
    whole(answered),
    digits(0)(ms / Math.max(1, answered + failed)),
    whole(failed),
    whole(refused),
  ]);
  const control = table(
    'viewers',
    `viewers: pause sent → durable and answered, ${JOBS} jobs, ${samples} samples each`,
    ['ms', 'p50', 'p99', 'max'],
    rows,
  );
  const header = ['', 'answered', 'ms each', 'took too long', 'told to wait'];
  return [control, table('viewers.documents', 'viewers: what they asked meanwhile', header, asked)];
}
