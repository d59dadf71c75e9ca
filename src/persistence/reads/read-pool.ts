import type { DataSource, EntityManager } from 'typeorm';
import type { Asker } from '../../application/ports/job-reader';
import { FairLimit } from '../../async/fair-limit';
import { orAborted } from '../../async/or-aborted';
import { withDeadline } from '../../async/with-deadline';
import { storeError } from '../database/database-errors';
import { onConnection } from '../database/on-connection';
import { poolOf } from '../database/data-source';

/** Timeout of a read in milliseconds, including the wait for a place. */
const PATIENCE_MS = 5_000;

/**
 * The connections for reads. They are shared fairly: an asker with many reads queues behind those with few. A read that
 * is no longer awaited is cancelled at the server.
 */
export class ReadPool {
  private readonly places: FairLimit;

  constructor(
    private readonly database: DataSource,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    this.places = new FairLimit(poolOf(database).options.max);
  }

  /** @throws StoreUnavailableError on timeout; the reason of the asker's signal when that has aborted */
  ask<T>({ name, signal: gone }: Asker, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return withDeadline(gone, this.patienceMs, async (signal) => {
      if (!(await this.places.enter(name, [signal]))) throw signal.reason;
      // The place is released with the connection, which may be after the asker's signal has aborted.
      const answer = onConnection(this.database, signal, work).finally(() => this.places.leave(name));
      return orAborted(answer, signal);
    }).catch(storeError);
  }
}
