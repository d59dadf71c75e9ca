import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BAR_INTERVALS, type BarInterval } from '../src/domain/bar';
import { BINANCE_ARCHIVE } from '../src/sources/archive/binance-archive';
import type { ExchangeDescription } from '../src/sources/exchange/description';
import { EXCHANGES } from '../src/sources/exchanges';

/*
 * npm run sources     writes the table of sources into README.md, from their descriptions. A test fails while the two
 *                     differ.
 */
export const README = join(process.cwd(), 'README.md');
const MARKED = /(<!-- sources -->)[^]*(<!-- \/sources -->)/;

/** Returns the README with the table as the descriptions have it. */
export function withSourceTable(readme: string): string {
  return readme.replace(MARKED, (_all, begin: string, end: string) => `${begin}\n\n${table()}\n\n${end}`);
}

/** Padded as the formatter of the repository does it. */
function table(): string {
  const rows = EXCHANGES.map(rowOf);
  const widths = HEADER.map((title, column) => Math.max(...[title, ...rows.map((row) => row[column]!)].map(lengthOf)));
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!, fill)).join(' | ')} |`;
  return [
    line(HEADER),
    line(
      HEADER.map(() => ''),
      '-',
    ),
    ...rows.map((row) => line(row)),
  ].join('\n');
}

const lengthOf = (text: string) => text.length;

const HEADER = [
  'source',
  'what',
  'intervals',
  'history',
  'bars a request',
  'requests a minute',
  'beside OHLCV',
  'listing',
];

function rowOf({ name, description, bars, requestsPerMinute, symbols }: ExchangeDescription): string[] {
  return [
    `\`${name}\``,
    description,
    BAR_INTERVALS.filter((interval) => bars.intervals[interval])
      .map((interval) => SHORT[interval])
      .join(' '),
    bars.reach === undefined ? allOf(name) : `the last ${whole(bars.reach)} bars`,
    whole(bars.limit),
    whole(Math.floor(requestsPerMinute)),
    besides(bars.columns) || '–',
    'read' in symbols && symbols.tellsListing ? 'told' : 'found',
  ];
}

function allOf(name: string): string {
  return BINANCE_ARCHIVE.has(name) ? 'all, old bars from files' : 'all';
}

const SHORT: Readonly<Record<BarInterval, string>> = {
  ...{ ONE_MINUTE: '1m', THREE_MINUTES: '3m', FIVE_MINUTES: '5m', FIFTEEN_MINUTES: '15m', THIRTY_MINUTES: '30m' },
  ...{ ONE_HOUR: '1h', TWO_HOURS: '2h', FOUR_HOURS: '4h', SIX_HOURS: '6h', EIGHT_HOURS: '8h', TWELVE_HOURS: '12h' },
  ...{ ONE_DAY: '1d', ONE_WEEK: '1w', ONE_MONTH: '1M' },
};

function besides(columns: ExchangeDescription['bars']['columns']): string {
  const { quoteVolume, trades, takerVolume } = typeof columns === 'function' ? columns('') : columns;
  const values = { 'quote volume': quoteVolume, trades, 'taker volume': takerVolume };
  return Object.entries(values)
    .flatMap(([value, place]) => (place === undefined ? [] : value))
    .join(', ');
}

function whole(count: number): string {
  return count.toLocaleString('en');
}

if (require.main === module) {
  writeFileSync(README, withSourceTable(readFileSync(README, 'utf8')));
}
