import type { Logger } from '../../../application/ports/logger';
import { EmbeddedPostgresError } from '../embedded-postgres-error';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded-postgres';

/** A server that ends more often than this within the period is not started again. */
const MAX_ENDS = 5;
const PERIOD_MS = 60_000;

export interface SupervisionDeps {
  readonly log: Logger;
  /** Called when the server has ended and is not started again. */
  readonly onLost: (error: EmbeddedPostgresError) => void;
}

/**
 * An embedded PostgreSQL that is restarted on the same port when it ends unexpectedly. Clients lose their connections
 * and can reconnect, as after a crash of any PostgreSQL.
 */
export class SupervisedPostgres {
  private ends: number[] = [];
  private restarting: Promise<void> = Promise.resolve();
  private stopped = false;

  private constructor(
    private readonly dataDir: string,
    private server: EmbeddedPostgres,
    private readonly deps: SupervisionDeps,
  ) {
    this.watch();
  }

  /** @throws EmbeddedPostgresError when the first start fails */
  static async start(dataDir: string, deps: SupervisionDeps): Promise<SupervisedPostgres> {
    return new SupervisedPostgres(dataDir, await startEmbeddedPostgres({ dataDir }), deps);
  }

  /** Does not change across restarts. */
  get connectionString(): string {
    return this.server.connectionString;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.restarting;
    await this.server.stop();
  }

  private watch(): void {
    void this.server.died.then(() => (this.restarting = this.restart()));
  }

  private async restart(): Promise<void> {
    // Releases the claim on the folder.
    await this.server.stop();
    let failure: EmbeddedPostgresError | null = null;
    // A failed start counts as another end.
    while (!this.stopped && this.mayStartAgain()) {
      this.deps.log.error({ dataDir: this.dataDir }, 'the embedded PostgreSQL ended unexpectedly, starting it again');
      try {
        const port = Number(new URL(this.connectionString).port);
        this.server = await startEmbeddedPostgres({ dataDir: this.dataDir, port });
        return this.watch();
      } catch (error) {
        failure = error as EmbeddedPostgresError;
      }
    }
    if (!this.stopped) this.deps.onLost(failure ?? this.endedTooOften());
  }

  private mayStartAgain(): boolean {
    this.ends = [...this.ends.filter((end) => end > Date.now() - PERIOD_MS), Date.now()];
    return this.ends.length <= MAX_ENDS;
  }

  private endedTooOften(): EmbeddedPostgresError {
    return new EmbeddedPostgresError(`the embedded PostgreSQL ended ${this.ends.length} times within a minute`);
  }
}
