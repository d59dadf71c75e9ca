import { useEffect, useMemo } from 'react';
import { BackOff } from './back-off';
import { Store, useStore } from './store';

/** Read no more than once in so many milliseconds. */
const EVERY_MS = 1_000;

/**
 * Something that is read again when it is told that it has changed: never twice at once, with a pause in between, and
 * with growing ones while it cannot be read.
 */
export class Refreshed<T> extends Store<T | null> {
  private isOpen = false;
  private isResting = false;
  private isDue = false;
  private readonly backOff = new BackOff();

  constructor(private readonly read: () => Promise<T>) {
    super(null);
  }

  /** @returns what ends it */
  open(): () => void {
    this.isOpen = true;
    return () => {
      this.isOpen = false;
    };
  }

  changed(): void {
    if (!this.isOpen) return;
    if (this.isResting) this.isDue = true;
    else void this.refresh();
  }

  private async refresh(): Promise<void> {
    this.isResting = true;
    this.isDue = false;
    const wait = await this.attempt();
    setTimeout(() => {
      this.isResting = false;
      if (this.isDue) this.changed();
    }, wait);
  }

  /** @returns how long to rest after it, in milliseconds */
  private async attempt(): Promise<number> {
    try {
      this.set(await this.read());
      this.backOff.succeeded();
      return EVERY_MS;
    } catch (error) {
      this.isDue = true;
      return Math.max(EVERY_MS, this.backOff.failed(error));
    }
  }
}

/**
 * What `read` gives, read again whenever `version` changes.
 * @param read must stay the same function while it reads the same
 * @returns null until it is known
 */
export function useRefreshed<T>(read: () => Promise<T>, version: number): T | null {
  const refreshed = useMemo(() => new Refreshed(read), [read]);
  useEffect(() => refreshed.open(), [refreshed]);
  useEffect(() => refreshed.changed(), [refreshed, version]);
  return useStore(refreshed);
}
