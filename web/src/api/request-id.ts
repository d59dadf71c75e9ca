/** Creates the idempotency key of a command. Also works on pages without TLS, where `crypto.randomUUID` is missing. */
export function newRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Request ids of commands that start jobs. Consecutive equal inputs share one until the service accepts one: sending
 * again after a lost connection starts nothing twice.
 */
export class StartRequestIds {
  private last: { readonly text: string; readonly id: string } | null = null;

  for(input: object): string {
    const text = JSON.stringify(input);
    if (this.last?.text !== text) this.last = { text, id: newRequestId() };
    return this.last.id;
  }

  accepted(): void {
    this.last = null;
  }
}
