import type { BarInterval } from '../generated/graphql';
import { SECONDS } from '../data/gaps';
import type { Series } from './series-list';

export type Column = 'symbol' | 'source' | 'interval' | 'first' | 'last' | 'bars' | 'covered';

/** A column and a direction; null is the order of the service. */
export interface Order {
  readonly column: Column;
  readonly isDescending: boolean;
}

const KEYS: Readonly<Record<Column, (series: Series) => string | number>> = {
  symbol: ({ symbol }) => symbol,
  source: ({ source }) => source,
  interval: ({ interval }: { interval: BarInterval }) => SECONDS[interval],
  // Times of one format in UTC sort as text.
  first: ({ first }) => first ?? '',
  last: ({ last }) => last ?? '',
  bars: ({ bars }) => bars,
  covered: ({ coveredFraction }) => coveredFraction,
};

/** Sorts the loaded series; equal ones stay in the order of the service. */
export function inOrder(series: readonly Series[], order: Order | null): readonly Series[] {
  if (!order) return series;
  const key = KEYS[order.column];
  const sign = order.isDescending ? -1 : 1;
  return [...series].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    return left === right ? 0 : left < right ? -sign : sign;
  });
}

/** Reads an order from a word of the address: a column, with a minus in front if it descends. */
export function orderIn(word: string): Order | null {
  const column = word.replace(/^-/, '');
  return Object.hasOwn(KEYS, column) ? { column: column as Column, isDescending: word.startsWith('-') } : null;
}

/** Returns the word for the address once a column's header has been pressed: ascending, descending, the service's. */
export function wordAfterPress(order: Order | null, column: Column): string {
  if (order?.column !== column) return column;
  return order.isDescending ? '' : `-${column}`;
}
