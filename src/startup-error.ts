/** An expected startup failure. Its one-line message is shown to the operator without a stack trace. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
