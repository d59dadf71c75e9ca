/** The embedded server cannot run. `message` is one line for the user who started the service; `cause` has details. */
export class EmbeddedPostgresError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message.replace(/\s*\n\s*/g, ' '), options);
    this.name = 'EmbeddedPostgresError';
  }
}
