import { z } from 'zod';
import { BAR_INTERVALS, type BarInterval } from '../../domain/bar';
import { SIMX_INTERVALS, SIMX_PAGE_SIZE } from './simx-api';

export interface BarsQuery {
  readonly symbol: string;
  readonly interval: BarInterval;
  /** Milliseconds since the Unix epoch, inclusive. */
  readonly from: number;
  /** Milliseconds since the Unix epoch, exclusive. */
  readonly to: number;
  readonly limit?: number;
}

const digits = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number);

const query = z
  .strictObject({
    symbol: z.string().min(1).max(64),
    interval: z.enum(Object.values(SIMX_INTERVALS)),
    from: digits,
    to: digits,
    limit: digits.pipe(z.number().min(1).max(SIMX_PAGE_SIZE)).optional(),
  })
  .refine(({ from, to }) => from < to, { message: 'from must be before to', path: ['from'] });

/** Parses the query of `GET /v1/bars`. @returns the query, or an error message */
export function readBarsQuery(raw: unknown): BarsQuery | string {
  const read = query.safeParse(raw);
  if (!read.success) return read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  const interval = BAR_INTERVALS.find((candidate) => SIMX_INTERVALS[candidate] === read.data.interval)!;
  return { ...read.data, interval };
}
