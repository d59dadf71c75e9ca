import pg from 'pg';
import { SteadyExchange } from '../support/service/exchange.mjs';
import { table } from '../record/table.mjs';
import { digits, quantiles } from '../support/report.mjs';
import { temporaryFolder } from '../support/server.mjs';
import { Service } from '../support/service/service.mjs';

const LATENCY_MS = 50;
const SUBSCRIBERS_PER_JOB = 4;
/** Nothing sent before is still in transit after this long. */
const QUIET_MS = 20;

/**
 * Measures pause and resume through the API of a running service, in milliseconds: time to the answer (the pause is
 * durable by then), to the last symbol start, to the event at a subscriber, and from a resume to the next symbol start.
 */
export async function control({ samples, note }) {
  const [idle, busy] = [
    { jobs: 1, subscribers: 1 },
    { jobs: 50, subscribers: 50 * SUBSCRIBERS_PER_JOB },
  ];
  return [await measure({ ...idle, samples, note }), await measure({ ...busy, samples, note })];
}

async function measure({ jobs, subscribers, samples, note }) {
  const folder = await temporaryFolder();
  const exchange = new SteadyExchange(LATENCY_MS);
  const service = await Service.start(folder.path, { SIMX_BASE_URL: await exchange.start() });
  try {
    const watched = await startJobs(service, jobs, subscribers);
    const found = { answer: [], event: [], lastStart: [], resumed: [], lateness: [] };
    for (let n = 0; n < samples; n++) {
      note(`control, ${jobs} jobs: sample ${n + 1} of ${samples}`);
      await sample(service, exchange, watched[n % jobs], found);
    }
    const update = await bareUpdates(service.databaseUrl(), samples);
    return { jobs, subscribers, samples, ...summaries({ ...found, update }) };
  } finally {
    await service.kill('SIGTERM');
    exchange.stop();
    await folder.remove();
  }
}

async function startJobs(service, count, subscribers) {
  const watched = [];
  for (let n = 0; n < count; n++) {
    const prefix = `J${n}`;
    const job = { prefix, id: await service.startJob(prefix, 10_000, 1), onPaused: () => {} };
    for (let s = 0; s < subscribers / count; s++) {
      await service.subscribe(job.id, (seen) => s === 0 && seen.state === 'PAUSED' && job.onPaused());
    }
    watched.push(job);
  }
  return watched;
}

async function sample(service, exchange, job, found) {
  const isOfJob = ({ symbol }) => symbol.startsWith(`${job.prefix}-`);
  // Real commands arrive at a random moment of a symbol's fetch.
  await new Promise((resolve) => setTimeout(resolve, Math.random() * LATENCY_MS));
  const heard = new Promise((resolve) => (job.onPaused = () => resolve(performance.now())));
  const sent = performance.now();
  await service.ask(`mutation { pauseJob(input: { id: "${job.id}" }) { ... on CollectionJob { state } } }`);
  const answered = performance.now();
  found.answer.push(answered - sent);
  found.event.push((await heard) - sent);
  await new Promise((resolve) => setTimeout(resolve, LATENCY_MS + QUIET_MS));
  const last = exchange.requests.findLast(isOfJob);
  found.lastStart.push(Math.max(0, last.at - sent));
  // The answer and a request arrive over different sockets: their order is undefined when both are ready.
  found.lateness.push(last.at - answered);

  const next = exchange.next(isOfJob);
  const resumed = performance.now();
  const answer = service.ask(`mutation { resumeJob(input: { id: "${job.id}" }) { ... on CollectionJob { state } } }`);
  found.resumed.push((await next).at - resumed);
  await answer;
}

/** Measures one round trip and one commit without the service, under the same load. */
async function bareUpdates(connectionString, samples) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(
    'CREATE TABLE bench_update (id integer PRIMARY KEY, n integer); INSERT INTO bench_update VALUES (1, 0)',
  );
  const took = [];
  for (let n = 0; n < samples; n++) {
    const began = performance.now();
    await client.query('UPDATE bench_update SET n = n + 1 WHERE id = 1');
    took.push(performance.now() - began);
  }
  await client.end();
  return took;
}

function summaries(found) {
  const lists = Object.entries(found).filter(([, values]) => Array.isArray(values));
  return Object.fromEntries(lists.map(([name, values]) => [name, quantiles(values)]));
}

const MEASURES = {
  answer: 'pause sent → durable and answered',
  lastStart: 'pause sent → last symbol start',
  event: 'pause sent → event at a subscriber',
  resumed: 'resume sent → next symbol start',
  update: 'bare UPDATE, for comparison',
};

export function printControl(results) {
  const rows = results.flatMap((result) =>
    Object.entries(MEASURES).map(([name, what]) => {
      const { p50, p99, max } = result[name];
      return [what, `${result.jobs} jobs, ${result.subscribers} subscribers`, ...[p50, p99, max].map(digits(1))];
    }),
  );
  const latest = Math.max(...results.map(({ lateness }) => lateness.max));
  const late = latest > 0 ? `the latest was seen ${digits(1)(latest)} ms after it` : 'none was seen after it';
  const header = ['', 'load', 'p50', 'p99', 'max'];
  return table('control', `control: jobs of ${LATENCY_MS} ms symbols, ms`, header, rows, [
    'Only Sluice is measured here: the others are libraries without an API of their own.',
    `Symbol starts against the answer to the pause: ${late}.`,
  ]);
}
