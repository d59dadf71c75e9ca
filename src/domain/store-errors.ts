/** The store is out of reach for the moment; what was asked may or may not have been done. Trying again is safe. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** The store was told to commit and has not answered: what was asked is done, or will be, or never. */
export class OutcomeUnknownError extends StoreUnavailableError {
  /** Resolves when nothing of it is under way any more, be it done or not. */
  readonly settled: Promise<void>;

  /** @param commit settles when the commit has been answered, or cannot be any more */
  constructor(commit: Promise<unknown>, options?: ErrorOptions) {
    super('the database has not answered a commit', options);
    const settled = () => undefined;
    this.settled = commit.then(settled, settled);
  }
}

/** The store is there and says no, and would say so again: a full disk, a missing right, a rule of the database. */
export class StoreRefusedError extends Error {
  override readonly name = 'StoreRefusedError';
}

/**
 * The database has a newer schema than this process knows, as in a rolling upgrade: what it asks does not fit any more,
 * which says nothing about the job. Only a restart with the new version helps.
 */
export class NodeOutdatedError extends Error {
  override readonly name = 'NodeOutdatedError';

  /** @param statement what did not fit: its name, or its beginning */
  constructor(
    readonly sqlState: string,
    readonly statement: string,
    options?: ErrorOptions,
  ) {
    super(`this node is older than the database (SQLSTATE ${sqlState})`, options);
  }
}
