import { INTERVAL_MS } from '../../domain/bar';

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const DAY = INTERVAL_MS.ONE_DAY;
/** Between two changes of its clocks, a zone leaves weeks. */
const BLOCK = 16 * DAY;
/** Offsets that are remembered: more than those of all bars between 1970 and 2200. */
const MOST_KNOWN = 20_000;

/**
 * The days of a time zone. Here a day is a date, and stands for 00:00 UTC of it, in milliseconds since the Unix epoch:
 * the bar of a trading day in New York is stored under its date.
 */
export class DayZone {
  private readonly clock: Intl.DateTimeFormat;
  /** Offsets from UTC, by the times at which they were looked up: the ends of blocks, and of their parts. */
  private readonly offsets = new Map<number, number>();

  constructor(timeZone: string) {
    this.clock = new Intl.DateTimeFormat('sv', {
      ...{ timeZone, hourCycle: 'h23', calendar: 'gregory', numberingSystem: 'latn' },
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    });
  }

  /** Returns when a day begins in the zone: at midnight, but for a midnight that the clocks leave out. */
  startOf(day: number): number {
    const [before, after] = [day - this.offsetAt(day - DAY), day - this.offsetAt(day + DAY)];
    const first = Math.min(before, after);
    return this.dayAt(first) === day ? first : Math.max(before, after);
  }

  /** Returns the day that it is in the zone at a time. */
  dayAt(time: number): number {
    return Math.floor((time + this.offsetAt(time)) / DAY) * DAY;
  }

  /** How much later than the day in UTC a day of the zone ends, at most; 0 if it ends earlier. */
  get lagMs(): number {
    return Math.max(0, ...[0, 6].map((month) => -this.offsetAt(Date.UTC(2024, month))));
  }

  /** Looks up few times only: a look-up takes long, and an answer may have ten thousand rows. */
  private offsetAt(time: number): number {
    let from = Math.floor(time / BLOCK) * BLOCK;
    for (let length = BLOCK; length > DAY / 2; length /= 2) {
      if (time >= from + length) from += length;
      const offset = this.lookedUp(from);
      if (offset === this.lookedUp(from + length)) return offset;
    }
    return this.offsetNow(time);
  }

  private lookedUp(time: number): number {
    const known = this.offsets.get(time);
    if (known !== undefined) return known;
    if (this.offsets.size >= MOST_KNOWN) this.offsets.clear();
    const offset = this.offsetNow(time);
    this.offsets.set(time, offset);
    return offset;
  }

  /** The Swedish form is that of ISO 8601. */
  private offsetNow(time: number): number {
    const local = Date.parse(`${this.clock.format(time).replace(' ', 'T')}Z`);
    return local - Math.floor(time / 1_000) * 1_000;
  }
}
