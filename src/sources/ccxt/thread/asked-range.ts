/** Units in which exchanges write times, in milliseconds. */
const UNITS = [1, 1_000, 1e-3, 1e-6];
/** How far the start of a request may lie from the start of the question, in bars: some exchanges exclude it. */
const MARGIN = 2;

export interface AskedRange {
  readonly askedFrom: number | null;
  readonly askedTo: number | null;
}

/**
 * Finds the range that an exchange is asked for in the parameters of a request: ccxt asks for less than it was asked for
 * where it knows a limit of the exchange, and does not tell. Times are recognized by their values, near the question.
 * @param since start of the question, in milliseconds since the Unix epoch
 * @param spanMs length of the interval
 */
export function askedRange(parameters: unknown, since: number, limit: number, spanMs: number): AskedRange {
  const [earliest, latest] = [since - MARGIN * spanMs, since + 2 * limit * spanMs];
  const times = timesIn(parameters).filter((time) => time >= earliest && time <= latest);
  if (times.length === 0) return { askedFrom: null, askedTo: null };
  const [first, last] = [Math.min(...times), Math.max(...times)];
  if (first < last) return { askedFrom: first, askedTo: last };
  return first <= since + MARGIN * spanMs ? { askedFrom: first, askedTo: null } : { askedFrom: null, askedTo: last };
}

/** All times that the parameters, or what is in them, could mean. */
function timesIn(value: unknown): number[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(timesIn);
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value)) {
    const time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value.replace(' ', 'T')}Z`);
    return Number.isNaN(time) ? [] : [time];
  }
  const number = typeof value === 'string' && /^\d{9,19}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' ? UNITS.map((unit) => number * unit) : [];
}
