/** The store is temporarily out of reach. The operation may or may not have been done; a retry is safe. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** The store has not responded to a commit. The operation is done, will be done, or never will be. */
export class OutcomeUnknownError extends StoreUnavailableError {
  /** Resolves when the operation is no longer in flight, done or not. */
  readonly settled: Promise<void>;

  /** @param commit settles when the commit is answered or can no longer be */
  constructor(commit: Promise<unknown>, options?: ErrorOptions) {
    super('the database has not answered a commit', options);
    const settled = () => undefined;
    this.settled = commit.then(settled, settled);
  }
}

/** The store is reachable and refuses, and would refuse a retry: disk full, missing privilege, constraint violation. */
export class StoreRefusedError extends Error {
  override readonly name = 'StoreRefusedError';
}

/**
 * The database has a newer schema than this process, as in a rolling upgrade. This does not fail the job. Only a restart
 * with the new version helps.
 */
export class NodeOutdatedError extends Error {
  override readonly name = 'NodeOutdatedError';

  /** @param evidence what shows it, e.g. the SQLSTATE of a failed statement, for the message and the log */
  constructor(
    readonly evidence: string,
    options?: ErrorOptions,
  ) {
    super(`this node is older than the database (${evidence})`, options);
  }
}

/**
 * What a subscription has shown may not hold: the database has restarted or failed over, and may have lost commits. Or
 * this process no longer learns of updates.
 */
export class EventsLostError extends StoreUnavailableError {
  constructor() {
    super('updates may have been lost: subscribe again');
  }
}
