import type { Bar, BarInterval } from '../../src/domain/bar';
import type { EventRecord, JobRecord, LeaseRecord, SeriesRecord, Silence, StepRecord, SymbolRecord } from './history';
import { rangesOf, rangesSql, type RangeRows } from '../../src/persistence/series/coverage-sql';
import type { Sql } from './step-log';
import { groupBy } from './timeline';

/** Milliseconds since the Unix epoch with a fraction, which preserves the order of microsecond timestamps. */
const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::double precision`;
const COUNTERS = `json_build_object('succeeded', succeeded, 'empty', empty, 'failed', failed, 'rows', "rows")`;

/** Reads all jobs with their symbols, leases and events. */
export async function readJobs(sql: Sql): Promise<JobRecord[]> {
  const jobs = await sql<Omit<JobRecord, 'symbols' | 'leases' | 'events'>>(
    `SELECT id, state, version, interval, mode, ${ms('window_from')} AS "from", ${ms('window_to')} AS "to", ${COUNTERS} AS progress
       FROM collection_job JOIN job_progress ON job_id = id ORDER BY created_at`,
  );
  const symbols = await sql<SymbolRecord & { jobId: string }>(
    `SELECT job_id AS "jobId", symbol, position, state, steps, "rows"::double precision
       FROM job_symbol ORDER BY job_id, position`,
  );
  const leases = await sql<LeaseRecord & { jobId: string }>(
    'SELECT job_id AS "jobId", shard, run_id AS "runId", holder, finished FROM job_lease ORDER BY job_id, shard',
  );
  const events = await readEvents(sql);
  const [symbolsOf, leasesOf, eventsOf] = [groupBy(symbols, jobOf), groupBy(leases, jobOf), groupBy(events, jobOf)];
  const of = <T>(groups: Map<string, T[]>, id: string) => groups.get(id) ?? [];
  return jobs.map((job) => ({
    ...job,
    symbols: of(symbolsOf, job.id),
    leases: of(leasesOf, job.id),
    events: of(eventsOf, job.id),
  }));
}

function readEvents(sql: Sql): Promise<(EventRecord & { jobId: string })[]> {
  return sql(
    `SELECT job_id AS "jobId", seq, type, ${ms('event.at')} AS at, ${ms('noted.at')} AS "committingAt",
            from_state AS "fromState", to_state AS "toState", actor, reason, ${COUNTERS} AS counters
       FROM job_event event LEFT JOIN checker.commit noted USING (job_id, seq) ORDER BY job_id, seq`,
  );
}

/** @param nodeOf returns the node whose connection had this client port at the server, at a moment */
export async function readSteps(
  sql: Sql,
  nodeOf: (port: number | null, at: number) => number | null,
): Promise<StepRecord[]> {
  const rows = await sql<Omit<StepRecord, 'node'> & { port: number | null }>(
    `SELECT job_id AS "jobId", position, number, "rows"::double precision, state, ${ms('page_cursor')} AS "cursorAfter", ${ms('at')} AS at,
            last_event AS "lastEvent", shard, run_id AS "runId", holder, port
       FROM checker.step ORDER BY id`,
  );
  return rows.map(({ port, ...step }) => ({ ...step, node: nodeOf(port, step.at) }));
}

/** Twice the heartbeat interval, in milliseconds. */
const SILENT_MS = 500;

export function readSilences(sql: Sql): Promise<Silence[]> {
  return sql(
    `SELECT holder, ${ms('before')} AS "from", ${ms('at')} AS "until"
       FROM (SELECT holder, at, lag(at) OVER (PARTITION BY holder ORDER BY at) AS before FROM checker.beat) beat
      WHERE at - before > ${SILENT_MS} * interval '1 ms' ORDER BY at`,
  );
}

/** Reads each series as one text, because there are very many bars. */
export async function readSeries(sql: Sql): Promise<SeriesRecord[]> {
  const series = await sql<{ symbol: string; interval: BarInterval; covered: RangeRows; bars: string | null }>(
    `SELECT symbol, interval, ${rangesSql('covered')} AS covered,
            string_agg(CASE WHEN time IS NOT NULL THEN concat_ws(' ', ${ms('time')}, open, high, low, close, volume, quote_volume, trades, taker_volume) END,
                       E'\\n' ORDER BY time) AS bars
       FROM series LEFT JOIN bar ON series_id = id GROUP BY id ORDER BY symbol, interval`,
  );
  return series.map(({ covered, bars, ...named }) => ({
    ...named,
    covered: rangesOf(covered),
    bars: bars ? bars.split('\n').map(readBar) : [],
  }));
}

/** Every source that the checker looks at has all values. */
type Line = [string, string, string, string, string, string, string, string, string];

function readBar(line: string): Bar {
  const [time, open, high, low, close, volume, quoteVolume, trades, takerVolume] = line.split(' ') as Line;
  return {
    ...{ open, high, low, close, volume, quoteVolume, takerVolume },
    time: Number(time),
    trades: Number(trades),
  };
}

function jobOf({ jobId }: { jobId: string }): string {
  return jobId;
}
