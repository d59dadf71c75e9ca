import type { DecimalColumn, Digits } from '../../application/ports/bar-export';
import type { JobReader } from '../../application/ports/job-reader';
import { batchesOf, DownloadRefused, type Selection } from './selection';

/** Digits of a DECIMAL that fits in an INT64, and of the largest that Parquet's readers have. */
const NARROW = 18;
const WIDEST = 38;

/** Columns of one unit share a type, so that they can be compared and added up without a cast. */
const UNIT = {
  open: 'price',
  high: 'price',
  low: 'price',
  close: 'price',
  volume: 'amount',
  takerVolume: 'amount',
  quoteVolume: 'quote',
} as const satisfies Readonly<Record<DecimalColumn, string>>;

/** A DECIMAL(precision, scale). */
export interface DecimalType {
  readonly precision: typeof NARROW | typeof WIDEST;
  /** Digits behind the point. */
  readonly scale: number;
}
export type DecimalTypes = Readonly<Record<DecimalColumn, DecimalType>>;

/**
 * Finds types that hold every value of a selection exactly, with one scale for each unit. Trailing zeros do not count:
 * they are no part of the value, and without them fewer files are too wide.
 * @throws DownloadRefused when 38 digits are too few
 */
export async function decimalTypesOf(reader: JobReader, { series, window }: Selection): Promise<DecimalTypes> {
  const needed = { price: NONE, amount: NONE, quote: NONE };
  for (const one of series) {
    for await (const digits of batchesOf(window, (rest) => reader.exportDigits(one, rest))) {
      for (const column of Object.keys(UNIT) as DecimalColumn[]) {
        const both = larger(needed[UNIT[column]], digits[column]);
        if (both.whole + both.fraction > WIDEST) throw tooWide(one.symbol, column, both);
        needed[UNIT[column]] = both;
      }
    }
  }
  const types = Object.entries(UNIT).map(([column, unit]) => [column, typeFor(needed[unit])]);
  return Object.fromEntries(types) as DecimalTypes;
}

const NONE: Digits = { whole: 0, fraction: 0 };

function larger(a: Digits, b: Digits): Digits {
  return { whole: Math.max(a.whole, b.whole), fraction: Math.max(a.fraction, b.fraction) };
}

function typeFor({ whole, fraction }: Digits): DecimalType {
  return { precision: whole + fraction <= NARROW ? NARROW : WIDEST, scale: fraction };
}

function tooWide(symbol: string, column: DecimalColumn, { whole, fraction }: Digits): DownloadRefused {
  const columns = (Object.keys(UNIT) as DecimalColumn[]).filter((other) => UNIT[other] === UNIT[column]);
  const shared = columns.length > 1 ? ` (one scale for ${columns.join(', ')})` : '';
  return new DownloadRefused(
    422,
    `With ${column} of ${symbol}, a column needs ${whole} digits before the point and ${fraction} behind it${shared}: ` +
      `more than the ${WIDEST} of a Parquet DECIMAL. /bars.csv has no such limit; or ask for fewer symbols in one file.`,
  );
}

/**
 * Returns a value in units of the last digit of its type.
 * @throws when the value does not fit: never rounds
 */
export function unscaled(value: string, { precision, scale }: DecimalType): bigint {
  const point = value.indexOf('.');
  const [whole, fraction] = point < 0 ? [value, ''] : [value.slice(0, point), value.slice(point + 1)];
  const units = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  const isExact = fraction.length <= scale || /^0*$/.test(fraction.slice(scale));
  if (!isExact || units >= LIMIT[precision] || units <= -LIMIT[precision]) {
    throw new Error(
      `${value} does not fit in DECIMAL(${precision}, ${scale}): it was stored after the types were chosen`,
    );
  }
  return units;
}

const LIMIT = { [NARROW]: 10n ** BigInt(NARROW), [WIDEST]: 10n ** BigInt(WIDEST) } as const;
