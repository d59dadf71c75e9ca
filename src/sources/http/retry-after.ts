import { MAX_REST_MS } from '../../domain/source-failure';

const DELTA_SECONDS = /^\d{1,15}$/;
const HTTP_DATE = /^(Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?,? .*\d\d:\d\d:\d\d/;

/**
 * Reads a Retry-After header (RFC 9110, 10.2.3): delta seconds, or an HTTP-date in any of its three forms.
 * @param now milliseconds since the Unix epoch
 * @returns milliseconds from now, within [0, MAX_REST_MS]; undefined if the header is missing or malformed
 */
export function readRetryAfter(header: string | string[] | undefined, now: number): number | undefined {
  const value = (Array.isArray(header) ? header[0] : header)?.trim();
  if (value === undefined) return undefined;
  if (DELTA_SECONDS.test(value)) return boundRetryAfter(Number(value) * 1000);
  const date = readHttpDate(value);
  return date === undefined ? undefined : boundRetryAfter(date - now);
}

export function boundRetryAfter(ms: number): number {
  return Math.min(Math.max(ms, 0), MAX_REST_MS);
}

/** Parses an HTTP-date (RFC 9110, 5.6.7). @returns milliseconds since the Unix epoch; undefined if malformed */
export function readHttpDate(value: string): number | undefined {
  if (!HTTP_DATE.test(value)) return undefined;
  // An HTTP-date is always UTC. The asctime form has no zone, so Date.parse would read it as local time.
  const date = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : date;
}
