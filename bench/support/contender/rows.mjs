import pg from 'pg';

/**
 * The bars of one page; every price has eight decimals, like those of a real exchange.
 * @param revision other values of the same bars
 */
export function barsOf(item, count, revision = 0) {
  const price = (100 + (item % 900) / 8 + revision / 1e8).toFixed(8);
  const first = Date.UTC(2024, 0);
  return Array.from({ length: count }, (_, n) => ({
    time: first + n * 60_000,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: '12.50000000',
    quoteVolume: null,
    trades: null,
    takerVolume: null,
  }));
}

/**
 * Case `symbols`: the outcome of one symbol is one row. Sluice writes it into job_symbol; every other contender into a
 * table of the same columns, types and key.
 */
export const OUTCOME_TABLE = `
  CREATE TABLE bench_outcome (
    job_id uuid NOT NULL, position integer NOT NULL, symbol text NOT NULL, state symbol_state NOT NULL,
    page_cursor timestamptz(3), attempts integer NOT NULL, "rows" bigint NOT NULL, error_code source_failure, error_message text,
    started_at timestamptz(3), finished_at timestamptz(3), steps integer NOT NULL,
    PRIMARY KEY (job_id, position))`;

const JOB = '00000000-0000-4000-8000-000000000000';

const OUTCOMES = `
  INSERT INTO bench_outcome (job_id, position, symbol, state, attempts, "rows", started_at, finished_at, steps)
  SELECT '${JOB}', position, 'BENCH-' || position, 'EMPTY', 1, 0, clock_timestamp(), clock_timestamp(), 1
    FROM unnest($1::integer[]) AS item (position)
      ON CONFLICT (job_id, position) DO UPDATE
     SET state = excluded.state, attempts = excluded.attempts, "rows" = excluded."rows",
         finished_at = excluded.finished_at, steps = excluded.steps`;

const OUTCOME = OUTCOMES.replace('unnest($1::integer[])', '(SELECT $1::integer)');

const BARS = `
  INSERT INTO bar (series_id, time, open, high, low, close, volume)
  SELECT item, to_timestamp(time), open, high, low, close, volume
    FROM unnest($1::integer[], $2::double precision[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[],
                $7::numeric[])
         AS given (item, time, open, high, low, close, volume)
      ON CONFLICT (series_id, time) DO UPDATE
     SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
         volume = excluded.volume`;

/** The same, but leaves a row that would not change as it is. */
const CHANGED_BARS = `${BARS}
   WHERE (bar.open, bar.high, bar.low, bar.close, bar.volume)
         IS DISTINCT FROM (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume)`;

/** The page of an item in the batch that is running. */
export function pageOf({ barsPerPage, rows, pass }, item) {
  return barsOf(item, barsPerPage, rows === 'revised' ? pass : 0);
}

/** More than this at once are slower on any server. */
const MAX_CONNECTIONS = 64;

export function connectionsFor(concurrency) {
  return Math.min(Math.max(concurrency, 2), MAX_CONNECTIONS);
}

/** Writes rows for every contender but Sluice: statements prepared once per connection, arrays as ready literals. */
export class Rows {
  constructor(task) {
    this.task = task;
    this.pool = new pg.Pool({ connectionString: task.databaseUrl, max: connectionsFor(task.concurrency) });
    this.pool.on('error', () => undefined);
  }

  /** Stores what the items produced in one statement: one transaction unless `client` has one open. */
  store(items, client = this.pool) {
    if (this.task.case === 'bars') {
      const text = this.task.skipsUnchanged ? CHANGED_BARS : BARS;
      return client.query({ name: 'bars', text, values: this.barColumns(items) });
    }
    if (items.length === 1) return client.query({ name: 'outcome', text: OUTCOME, values: items });
    return client.query({ name: 'outcomes', text: OUTCOMES, values: [literal(items)] });
  }

  pages(items) {
    return items.map((item) => ({ item, bars: pageOf(this.task, item) }));
  }

  barColumns(items) {
    const pages = this.pages(items);
    const owners = pages.flatMap(({ item, bars }) => bars.map(() => item));
    const all = pages.flatMap(({ bars }) => bars);
    const columns = ['open', 'high', 'low', 'close', 'volume'].map((name) => literal(all.map((bar) => bar[name])));
    return [literal(owners), literal(all.map(({ time }) => time / 1_000)), ...columns];
  }

  close() {
    return this.pool.end();
  }
}

function literal(values) {
  return `{${values.join()}}`;
}
