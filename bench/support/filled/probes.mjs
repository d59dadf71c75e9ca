import { COMMON } from './databases.mjs';
import { FIRST_BAR } from './fill-bars.mjs';

const JOB_SYMBOLS = 100;
const STORED_PAGES = 5;
const PAGE_MINUTES = 1_000;
const LIST_JOBS = 'edges { node { id name state verdict progress { done total rows } } }';
const BAR_FIELDS = 'edges { node { time open high low close volume } }';
const SERIES_FIELDS = 'edges { node { symbol bars first last coveredFraction } }';

/** Where pages are stored: behind the last bar of every series. */
const STORE_FROM = Date.UTC(2022, 0);

/**
 * What is timed. Each is called with a side, `{ service, series, random, jobs }`, and the number of the sample, and returns
 * milliseconds. `series` is the kind of series that the side has most of: of the full database, any of all.
 */
export const PROBES = {
  'start of a job of 100 symbols': startsJob,
  'a job of one symbol, 5 pages of 1,000 bars': storesPages,
  'pause of a running job': pauses,
  'jobs(first: 50)': asks(() => `{ jobs(first: 50) { ${LIST_JOBS} } }`),
  'jobs: totalCount': asks(() => '{ jobs(first: 1) { totalCount } }'),
  'bars(first: 1000)': asks(
    (side) => `{ bars(${keyOf(side)}, from: "${someTime(side)}", first: 1000) { ${BAR_FIELDS} } }`,
  ),
  'series(first: 50)': asks(() => `{ series(first: 50) { ${SERIES_FIELDS} } }`),
  'series: totalCount': asks(() => '{ series(first: 1) { totalCount } }'),
};

/** All of a series of both databases; of a longer one, as much. */
const GAP_MINUTES = COMMON.minutes;

/** For a schema that has it: the gaps of a series in a range. */
export const GAPS = {
  'gaps in 5,000 minutes': asks((side) => {
    const from = someTime(side, GAP_MINUTES);
    const to = new Date(Date.parse(from) + GAP_MINUTES * 60_000).toISOString();
    const gaps = `gaps(from: "${from}", to: "${to}", first: 100) { edges { node { from to bars reason } } }`;
    return `{ series(symbolContains: "${symbolOf(side)}", first: 1) { edges { node { ${gaps} } } } }`;
  }),
};

export async function hasGaps(service) {
  const { __type: type } = await service.ask('{ __type(name: "Series") { fields { name } } }');
  return type.fields.some(({ name }) => name === 'gaps');
}

function asks(documentOf) {
  return (side) => timed(() => side.service.ask(documentOf(side)));
}

/** The job is cancelled at once, not timed. */
async function startsJob({ service }) {
  let id;
  const ms = await timed(async () => (id = await service.startJob('N', JOB_SYMBOLS, 1)));
  await service.ask(`mutation { cancelJob(input: { id: "${id}" }) { __typename } }`);
  return ms;
}

/** From the request to the update that says COMPLETED; the source answers at once. No two have a window in common. */
async function storesPages(side) {
  side.stored = (side.stored ?? 0) + 1;
  const from = STORE_FROM + side.stored * STORED_PAGES * PAGE_MINUTES * 60_000;
  let leave;
  const ms = await timed(async () => {
    const id = await side.service.start({
      source: 'simx',
      symbols: [symbolOf(side)],
      interval: 'ONE_MINUTE',
      from: new Date(from).toISOString(),
      to: new Date(from + STORED_PAGES * PAGE_MINUTES * 60_000).toISOString(),
      concurrency: 1,
    });
    await new Promise((resolve, reject) => {
      const onJob = ({ state }) => state === 'COMPLETED' && resolve();
      side.service.subscribe(id, onJob).then((close) => (leave = close), reject);
    });
  });
  leave?.();
  return ms;
}

/** To the answer: the pause is durable, and no further symbol starts. */
async function pauses({ service, jobs }, sample) {
  const id = jobs[sample % jobs.length];
  const ms = await timed(() => service.pause(id));
  await service.resume(id);
  return ms;
}

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function keyOf(side) {
  return `source: "simx", symbol: "${symbolOf(side)}", interval: ONE_MINUTE`;
}

function symbolOf({ series, random }) {
  return `${series.prefix}-${Math.floor(random() * series.count)}`;
}

/** The start of a range that lies within the bars of the series. */
function someTime({ series, random }, minutes = PAGE_MINUTES) {
  const minute = Math.floor(random() * Math.max(1, series.minutes - minutes));
  return new Date(FIRST_BAR + minute * 60_000).toISOString();
}
