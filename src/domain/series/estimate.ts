import { alignedUp, barsBetween, openingAfter, type BarInterval } from '../bar';
import { windowAt } from './coverage';
import { difference, type TimeRange, type TimeRanges } from './time-range';

/**
 * Disk space of a bar with all eight values, with its part of the key, in bytes. Measured with the table and its index
 * (docs/performance.md); a bar with the five values that every source has takes 124.
 */
const BYTES_PER_BAR = 141;

/** A page without a row is asked for twice, so that the source confirms it. */
const REQUESTS_PER_PAGE_AT_MOST = 2;

/** Symbols of which the same times are answered. */
export interface AnsweredAlike {
  readonly symbols: number;
  /** Times that would not be asked for. */
  readonly answered: TimeRanges;
}

/** What a collection would take. */
export interface Estimate {
  readonly symbols: number;
  readonly requests: number;
  readonly bars: number;
  readonly bytes: number;
  readonly seconds: number;
  /** 0 to 1. */
  readonly coveredFraction: number;
  /** Whether `requests` and `bars` are exact. Otherwise they are upper bounds. */
  readonly isExact: boolean;
}

/** Requests and bars of a collection. */
export type Extent = Pick<Estimate, 'requests' | 'bars' | 'isExact'>;

/** The window of a collection as of now. */
export interface EstimatedWindow extends TimeRange {
  /** Whether it is the same at any later time: all of its bars are closed. */
  readonly isClosed: boolean;
}

export function estimatedWindow(from: Date, to: Date, interval: BarInterval, now: number): EstimatedWindow {
  const window = windowAt(from.getTime(), to.getTime(), interval, now);
  return { from: window.from, to: window.to, isClosed: window.to >= alignedUp(to.getTime(), interval) };
}

/**
 * Returns the requests for one symbol and the bars that they bring, if the source has a bar for every time. As a worker
 * does, each request asks from the first time that is not answered on, for a page, whatever is answered within it.
 */
export function pagesOf(window: TimeRange, answered: TimeRanges, interval: BarInterval, barsPerPage: number) {
  let [pages, bars, asked] = [0, 0, -Infinity];
  for (const { from, to } of window.from < window.to ? difference([window], answered) : []) {
    bars += barsBetween(from, to, interval);
    const start = Math.max(from, asked);
    if (start >= to) continue;
    const more = Math.ceil(barsBetween(start, to, interval) / barsPerPage);
    pages += more;
    asked = openingAfter(start, interval, more * barsPerPage);
  }
  return { pages, bars };
}

/**
 * Returns the extent of a collection.
 * @param hasEveryBar whether the source certainly has a bar for every time of the window, for every symbol; called only
 *   if something would be asked for
 */
export function collectionExtent(
  window: EstimatedWindow,
  alike: readonly AnsweredAlike[],
  interval: BarInterval,
  barsPerPage: number,
  hasEveryBar: () => boolean,
): Extent {
  let [pages, bars] = [0, 0];
  for (const { symbols, answered } of alike) {
    const each = pagesOf(window, answered, interval, barsPerPage);
    pages += symbols * each.pages;
    bars += symbols * each.bars;
  }
  const isExact = window.isClosed && (pages === 0 || hasEveryBar());
  return { requests: isExact ? pages : pages * REQUESTS_PER_PAGE_AT_MOST, bars, isExact };
}

/** Returns the disk space of so many bars, in bytes. */
export function bytesOf(bars: number): number {
  return bars * BYTES_PER_BAR;
}
