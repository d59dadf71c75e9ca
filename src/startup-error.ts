/** One clear line for whoever starts the service. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
