import type { DataSource, EntityManager } from 'typeorm';
import type { Asker } from '../../application/ports/job-reader';
import { FairLimit } from '../../async/fair-limit';
import { orAborted } from '../../async/or-aborted';
import { withDeadline } from '../../async/with-deadline';
import { storeError } from '../database/database-errors';
import { onConnection } from '../database/on-connection';
import { poolOf } from '../database/data-source';

/** How long somebody who looks waits for the database, in milliseconds: for a place, and for the answer. */
const PATIENCE_MS = 5_000;

/**
 * The connections of those who look. Whoever asks for much waits behind those who ask for little, and what nobody waits
 * for any more is cancelled at the server.
 */
export class ReadPool {
  private readonly places: FairLimit;

  constructor(
    private readonly database: DataSource,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    this.places = new FairLimit(poolOf(database).options.max);
  }

  /** @throws StoreUnavailableError when nothing comes in time; the asker's reason when that one has gone */
  ask<T>({ name, signal: gone }: Asker, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return withDeadline(gone, this.patienceMs, async (signal) => {
      if (!(await this.places.enter(name, [signal]))) throw signal.reason;
      // The place is free when the connection is, which may be later than the asker's end.
      const answer = onConnection(this.database, signal, work).finally(() => this.places.leave(name));
      return orAborted(answer, signal);
    }).catch(storeError);
  }
}
