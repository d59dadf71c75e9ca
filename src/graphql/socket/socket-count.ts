/** Counts the open sockets of each client address. */
export class SocketCount {
  private readonly open = new Map<string, number>();

  constructor(private readonly max: number) {}

  /** @returns false when the client has reached the limit */
  admit(address: string): boolean {
    const count = this.open.get(address) ?? 0;
    if (count >= this.max) return false;
    this.open.set(address, count + 1);
    return true;
  }

  leave(address: string): void {
    const count = this.open.get(address)! - 1;
    if (count > 0) this.open.set(address, count);
    else this.open.delete(address);
  }
}
