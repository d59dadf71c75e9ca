import { z } from 'zod';
import type { SeriesChoice } from '../../application/ports/bar-export';
import { BAR_INTERVALS, intervalsWithin, type BarInterval } from '../../domain/bar';
import { DateTimeScalar } from '../types/scalars';

const MAX_SYMBOLS = 1_000;
/** Of a name or a pattern. */
const MAX_LENGTH = 200;

/** What a request for a file asks for. */
export interface Wanted {
  readonly source: string;
  readonly symbols: SeriesChoice['symbols'];
  /** Whether one symbol was asked for by its name. */
  readonly isOne: boolean;
  readonly interval: BarInterval;
  /** Interval of the stored bars; null to choose. */
  readonly of: BarInterval | null;
  readonly from: Date | null;
  /** Exclusive. */
  readonly to: Date | null;
}

/** Reads the parameters of a request. @returns what it asks for, or its faults in one line */
export function wantedOf(asked: unknown): Wanted | string {
  const { symbol, symbols, match, ...others } = (asked ?? {}) as Readonly<Record<string, unknown>>;
  const read = WANTED.safeParse({ ...others, symbol: { symbol, symbols, match } });
  if (!read.success) return faultsOf(read.error);
  const { symbol: chosen, interval, of = null, from = null, to = null, source } = read.data;
  if (of && !intervalsWithin(interval).includes(of)) return `of must be one of ${intervalsWithin(interval).join(', ')}`;
  return { source, ...chosen, interval, of, from, to };
}

const text = z.string({ error: 'is missing' }).min(1, 'is missing').max(MAX_LENGTH, 'is too long');
const interval = z.enum(BAR_INTERVALS, { error: `must be one of ${BAR_INTERVALS.join(', ')}` });
const moment = z.string().transform((value, context): Date | null => {
  if (value === '') return null;
  try {
    return DateTimeScalar.parseValue(value);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `is no moment: ${(error as Error).message}` });
    return z.NEVER;
  }
});

/** A form sends the fields that are left empty as well. */
const isGiven = (value: unknown) => value !== undefined && value !== '';
/** Refusals name it in one line. */
const isName = (name: string) => name.length <= MAX_LENGTH && /^[^\s\p{C}]+$/u.test(name);
const list = z
  .string({ error: 'must be a list' })
  .max(MAX_SYMBOLS * (MAX_LENGTH + 1), 'is too long')
  .transform((value) => [...new Set(value.split(','))])
  .refine((names) => names.length <= MAX_SYMBOLS, `has more than ${MAX_SYMBOLS} entries`)
  .refine((names) => names.every(isName), 'has an entry that is no symbol');

/** Each way to name symbols. */
const WAYS = {
  symbol: text.transform((name) => ({ symbols: [name], isOne: true })),
  symbols: list.transform((symbols) => ({ symbols, isOne: false })),
  match: text
    .refine(isName, 'has characters that no symbol has')
    .transform((glob) => ({ symbols: { glob }, isOne: false })),
} as const;
type Way = keyof typeof WAYS;

const chosen = z.record(z.string(), z.unknown()).transform((given, context): Pick<Wanted, 'symbols' | 'isOne'> => {
  const ways = (Object.keys(WAYS) as Way[]).filter((way) => isGiven(given[way]));
  const way = ways[0] ?? 'symbol';
  const read = WAYS[way].safeParse(given[way]);
  if (ways.length < 2 && read.success) return read.data;
  const fault = ways.length < 2 ? read.error!.issues[0]!.message : 'cannot be combined with it';
  context.addIssue({ code: 'custom', message: fault, path: [ways[1] ?? way] });
  return z.NEVER;
});

const WANTED = z.object({
  source: text,
  symbol: chosen,
  interval,
  of: z.preprocess((value) => (isGiven(value) ? value : undefined), interval.optional()),
  from: moment.optional(),
  to: moment.optional(),
});

function faultsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${String(path.at(-1) ?? 'The request')} ${message}`).join('; ');
}
