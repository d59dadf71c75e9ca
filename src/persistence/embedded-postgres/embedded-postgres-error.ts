/** The embedded server cannot run. `message` is one line for the person who started the service; details are in `cause`. */
export class EmbeddedPostgresError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message.replace(/\s*\n\s*/g, ' '), options);
    this.name = 'EmbeddedPostgresError';
  }
}
