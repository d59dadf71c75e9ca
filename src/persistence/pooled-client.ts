import { Client, type ClientConfig } from 'pg';

/**
 * A connection that is cut tells so by an `error` event. While somebody has it
 * from a pool nobody listens, and an event that nobody listens to would end the process. Whoever uses it is told anyway.
 */
export class PooledClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
