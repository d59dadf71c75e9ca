import { useEffect, useMemo } from 'react';
import { BackOff } from './back-off';
import { Store, useStore } from './store';

/** Minimum time between two reads, in milliseconds. */
const EVERY_MS = 1_000;

/**
 * A value that is read again after each change: one read at a time, a pause after each, and a growing backoff while
 * reads fail.
 */
export class Refreshed<T> extends Store<T | null> {
  private isOpen = false;
  private isResting = false;
  private isDue = false;
  private readonly backOff = new BackOff();

  constructor(private readonly read: () => Promise<T>) {
    super(null);
  }

  /** @returns a function that ends it */
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

  /** @returns how long to pause after it, in milliseconds */
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
 * Returns the result of `read`, read again whenever `version` changes.
 * @param read must keep its identity while it reads the same value
 * @returns null until the first read succeeds
 */
export function useRefreshed<T>(read: () => Promise<T>, version: number): T | null {
  const refreshed = useMemo(() => new Refreshed(read), [read]);
  useEffect(() => refreshed.open(), [refreshed]);
  useEffect(() => refreshed.changed(), [refreshed, version]);
  return useStore(refreshed);
}
