/** Characters of a message that are shown of each end: what is wrong stands at the end as often as at the beginning. */
const SHOWN = 240;

/** A message for a client: an offending value of megabytes within it is not sent back. */
export function shortened(message: string): string {
  if (message.length <= 2 * SHOWN) return message;
  return `${message.slice(0, SHOWN)} … ${message.slice(-SHOWN)}`;
}
