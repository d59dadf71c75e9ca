import type { DataSource } from 'typeorm';
import type { Logger } from '../../application/ports/logger';
import { delay } from '../../async/delay';
import { sharedAbort } from '../../async/shared-abort';
import { statement } from '../database/statement';

/** Revisions per transaction. */
const BATCH = 1_000;
/** Time between two batches, and after the last of them, in milliseconds. */
const [PAUSE_MS, REST_MS] = [50, 3_600_000];

/** Deletes revisions that are too old, from the start of the service on, then every hour. Every node may do it. */
export class RevisionRetention {
  private readonly ending = sharedAbort();
  private running: Promise<void> = Promise.resolve();

  /** @param days age in days from which revisions are deleted */
  constructor(
    private readonly database: DataSource,
    private readonly days: number,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Resolves when no statement is in flight. */
  async close(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      const deleted = await this.deleteBatch();
      await delay(deleted === BATCH ? PAUSE_MS : REST_MS, [signal]);
    }
  }

  private async deleteBatch(): Promise<number> {
    try {
      const [deleted] = await DELETE(this.database.manager, { days: this.days, batch: BATCH });
      return deleted!;
    } catch (error) {
      this.log.warn({ err: error }, 'old revisions could not be deleted, trying again in an hour');
      return 0;
    }
  }
}

/** The oldest revisions have the smallest ids. Only so many of them are read, whether or not they are old enough. */
const DELETE = statement(
  'delete_revisions',
  { days: 'integer', batch: 'integer' },
  ({ days, batch }) => `
    WITH oldest AS (
      SELECT id, at FROM bar_revision ORDER BY id LIMIT ${batch} FOR UPDATE SKIP LOCKED
    ), deleted AS (
      DELETE FROM bar_revision
       WHERE id = ANY (ARRAY(SELECT id FROM oldest WHERE at < clock_timestamp() - ${days} * interval '1 day'))
      RETURNING 1
    )
    SELECT count(*)::integer AS n FROM deleted`,
  ({ n }: { n: number }) => n,
);
