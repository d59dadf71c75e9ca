import type { Pool } from 'pg';
import type { Lease, SymbolStep } from '../application/ports/collection-ledger';
import type { CollectionJob, JobProgress } from '../domain/collection-job';
import type { JobState } from '../domain/job-state';
import { queryPrepared } from './prepared';
import { storeSteps } from './step-sql';

/** What a store may find changed about a job, and what it has changed. */
export interface StoredJob {
  readonly state: JobState;
  readonly version: number;
  readonly reason: string | null;
  readonly pausedAt: Date | null;
  /** Never: what was just stored was in flight. */
  readonly drained: false;
  readonly progress: JobProgress;
}

interface StoredRow {
  state: JobState;
  version: number;
  reason: string | null;
  paused_at: Date | null;
  total: number;
  succeeded: number;
  empty: number;
  failed: number;
  rows: string;
  active_ms: string;
  symbols_per_second: number;
}

/**
 * Stores steps: bars, cursors and outcomes, counters, event, in one statement and so in one transaction and one round
 * trip. This is what a worker does most, so it goes past the ORM to the driver, which prepares it once a connection.
 */
export class StepStore {
  /** Runs that met a bar which was there already. */
  private readonly recollecting = new WeakSet<Lease>();

  constructor(private readonly pool: Pool) {}

  /** @returns null when the lease is not valid any more or the job's state forbids to store */
  async store(lease: Lease, job: CollectionJob, steps: readonly SymbolStep[]): Promise<StoredJob | null> {
    const [row] = await this.storeOnce(lease, job, inOrderOfKey(steps));
    return row ? storedJob(row) : null;
  }

  /**
   * Takes the bars for new until one is not, and from then on for known, for as long as the run lasts: a plain insert
   * costs half of one that is ready for conflicts.
   */
  private async storeOnce(lease: Lease, job: CollectionJob, steps: readonly SymbolStep[]): Promise<StoredRow[]> {
    if (!this.recollecting.has(lease)) {
      try {
        return await this.call(lease, job, steps, true);
      } catch (error) {
        if (!isKnownBar(error)) throw error;
        this.recollecting.add(lease);
      }
    }
    return this.call(lease, job, steps, false);
  }

  private call(
    lease: Lease,
    { source, interval }: CollectionJob,
    steps: readonly SymbolStep[],
    barsAreNew: boolean,
  ): Promise<StoredRow[]> {
    const { jobId, share, epoch } = lease;
    const values = [jobId, share, epoch, source, interval, ...stepColumns(steps), ...barColumns(steps)];
    return queryPrepared<StoredRow>(this.pool, barsAreNew ? STORE_NEW : STORE_ANY, values);
  }
}

const STORE_NEW = { name: 'store_new', text: storeSteps({ barsAreNew: true }) };
const STORE_ANY = { name: 'store_any', text: storeSteps({ barsAreNew: false }) };

/** Two jobs that store the same bars wait for each other instead of deadlocking. */
function inOrderOfKey(steps: readonly SymbolStep[]): readonly SymbolStep[] {
  return [...steps].sort((a, b) => (a.symbol < b.symbol ? -1 : Number(a.symbol > b.symbol)));
}

function stepColumns(steps: readonly SymbolStep[]): unknown[] {
  const failure = ({ outcome }: SymbolStep) => (outcome?.state === 'FAILED' ? outcome.error : null);
  return [
    plainArray(steps.map((step) => step.position)),
    steps.map((step) => step.symbol),
    plainArray(steps.map((step) => step.number)),
    steps.map((step) => step.cursorAfter),
    plainArray(steps.map((step) => step.attempts)),
    plainArray(steps.map((step) => step.bars.length)),
    plainArray(steps.map((step) => step.outcome?.state ?? 'PENDING')),
    plainArray(steps.map((step) => failure(step)?.code ?? 'NULL')),
    steps.map((step) => failure(step)?.message ?? null),
    plainArray(steps.map((step) => step.elapsedMs)),
  ];
}

function barColumns(steps: readonly SymbolStep[]): string[] {
  const bars = steps.flatMap((step) => step.bars);
  return [
    plainArray(steps.flatMap((step, index) => step.bars.map(() => index + 1))),
    plainArray(bars.map((bar) => bar.time / 1_000)),
    plainArray(bars.map((bar) => bar.open)),
    plainArray(bars.map((bar) => bar.high)),
    plainArray(bars.map((bar) => bar.low)),
    plainArray(bars.map((bar) => bar.close)),
    plainArray(bars.map((bar) => bar.volume)),
  ];
}

/** An array literal of what needs no quotes: numbers, checked decimals, our own words. Much cheaper than the driver's. */
function plainArray(values: readonly (string | number)[]): string {
  return `{${values.join()}}`;
}

/** Of a table that is partitioned PostgreSQL names the partition: bar_2024_01, or bar_default. */
function isKnownBar(error: unknown): boolean {
  const { code, table } = error as { code?: string; table?: string };
  return code === '23505' && table !== undefined && (table === 'bar' || table.startsWith('bar_'));
}

function storedJob(row: StoredRow): StoredJob {
  const { state, version, reason, paused_at, total, succeeded, empty, failed, symbols_per_second } = row;
  const [rows, activeMs] = [Number(row.rows), Number(row.active_ms)];
  const progress = { total, succeeded, empty, failed, rows, activeMs, symbolsPerSecond: symbols_per_second };
  return { state, version, reason, pausedAt: paused_at, drained: false, progress };
}
