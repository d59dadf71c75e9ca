/** Characters kept at each end of a message: the cause may be at either end. */
const SHOWN = 240;

/** Shortens an error message, so that an invalid value of megabytes is not sent back to the client. */
export function shortened(message: string): string {
  if (message.length <= 2 * SHOWN) return message;
  return `${message.slice(0, SHOWN)} … ${message.slice(-SHOWN)}`;
}
