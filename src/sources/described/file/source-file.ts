import { z } from 'zod';
import { BAR_INTERVALS, type BarInterval } from '../../../domain/bar';
import { SOURCE_FAILURES, type SourceFailureCode } from '../../../domain/source-failure';
import { expressionFault } from '../expression';
import { checkFile } from './file-rules';
import { patternFault } from '../pattern';
import { isTimeZone } from '../day-zone';

const words = (most: number) => z.string().min(1).max(most);
const fewer = (most: number) => (entries: object) => Object.keys(entries).length <= most;
const codes = Object.keys(SOURCE_FAILURES) as SourceFailureCode[];

const expression = words(1_000)
  .superRefine((text, context) => {
    const fault = expressionFault(text);
    if (fault !== null) context.addIssue(`is not an expression of JMESPath: ${fault}`);
  })
  .meta({ title: 'JMESPath', description: 'An expression of JMESPath. Numbers of an answer are texts in it.' });

const place = z
  .union([z.int().min(0).max(1_000), expression], { error: 'must be the index of a column, or an expression' })
  .describe('Where a value is in a row: the index of a column, or an expression of JMESPath.');

const fromEnvironment = z.strictObject({
  env: z.string().regex(/^[A-Za-z_]\w{0,127}$/, 'must be the name of an environment variable'),
  prefix: words(64).optional().describe('Stands before the value, such as "Bearer ".'),
});
const value = z
  .union([z.string().max(500), z.number(), fromEnvironment], {
    error: 'must be a text, a number, or { "env": the name of an environment variable }',
  })
  .describe('A text or a number, or the environment variable that holds it.');

const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]{1,64}$/;
const headers = z
  .record(z.string().regex(HEADER_NAME), value)
  .refine(fewer(20), 'has more than 20 headers')
  .describe('Headers of each request.');
const query = z.record(words(64), value).refine(fewer(30), 'has more than 30 parameters');

const path = z
  .string()
  .max(500)
  .regex(/^\/[^\s?#%\\]*$/, 'must begin with / and have no query');
const TIME_FORMS = ['ms', 's', 'date-time', 'date'] as const;
const form = z
  .enum(TIME_FORMS)
  .describe('ms, s: since the Unix epoch; date-time: ISO 8601, in UTC unless it says otherwise; date: year-month-day');
const date = z.iso.date('must be a date such as 2016-01-04');

const intervalNames = Object.fromEntries(
  BAR_INTERVALS.map((interval) => [
    interval,
    z
      .string()
      .regex(/^[\w.~!$'()*+,;=:@/-]{1,64}$/, 'must be 1 to 64 characters of an address')
      .optional(),
  ]),
) as Record<BarInterval, z.ZodOptional<z.ZodString>>;

const row = z
  .strictObject({
    time: z.strictObject({ value: place, form }).describe('When the bar opens.'),
    open: place,
    high: place,
    low: place,
    close: place,
    volume: place.describe('In units of what is traded.'),
    quoteVolume: place.optional().describe('Volume in the currency of the price.'),
    trades: place.optional().describe('Number of trades.'),
    takerVolume: place.optional().describe('Part of the volume that takers bought.'),
  })
  .describe('Where the values of a bar are in a row.');

const bars = z.strictObject({
  path: path.describe('May contain {symbol}, {interval}, {from}, {to} and {limit}.'),
  query: query.optional().describe('Parameters of the request. Texts may contain what the path may contain.'),
  times: z
    .strictObject({
      form,
      end: z.enum(['INCLUSIVE', 'EXCLUSIVE']).describe('Whether a bar that opens at {to} is asked for as well.'),
    })
    .describe('How {from} and {to} are written.'),
  limit: z.int().min(1).max(50_000).describe('The largest number of rows that one request returns.'),
  intervals: z
    .strictObject(intervalNames)
    .refine((names) => Object.keys(names).length > 0, 'must have at least one interval')
    .describe('The intervals that the source has, with its names for them.'),
  rows: expression.describe('Finds the list of rows in an answer (JMESPath).'),
  row,
  order: z.enum(['ASCENDING', 'DESCENDING']).optional().describe('Default: ASCENDING.'),
  paging: z
    .enum(['WINDOWS', 'WINDOWS_OR_EMPTY', 'WINDOWS_OR_DAYS', 'FIRST_ROWS', 'SHORT_PAGE_IS_LAST'])
    .optional()
    .describe('How a range of more bars than a request returns is asked for. Default: WINDOWS.'),
  more: expression.optional().describe('Finds something in an answer that is not all of the range (JMESPath).'),
  strays: z
    .enum(['BEFORE', 'AFTER', 'BOTH'])
    .optional()
    .describe('Rows that the source sends although they lie outside of the range. Others are an error.'),
  reach: z.int().min(1).optional().describe('Number of bars that the source still serves, counted back from now.'),
  dayZone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'must be a time zone such as America/New_York')
    .optional()
    .describe('Time zone of the days of the source. Its daily bars are stored by their date. Default: UTC.'),
  finalAfterMinutes: z
    .number()
    .min(0)
    .max(7 * 24 * 60)
    .optional()
    .describe('Minutes from the end of a bar until the source changes it no more. Default: 0.'),
});

const symbolName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:/^=+@-]{0,63}$/u, 'must be 1 to 64 letters, digits or . _ : / ^ = + @ -');
const currency = words(64);
const listed = z.strictObject({ symbol: symbolName, base: currency.optional(), quote: currency.optional() });

const symbolsFrom = z.strictObject({
  path,
  query: query.optional(),
  rows: expression.describe('Finds the list of symbols in an answer (JMESPath).'),
  symbol: place,
  base: place.optional().describe('Where that is which is traded.'),
  quote: place.optional().describe('Where the currency of the price is.'),
  next: z
    .strictObject({ parameter: words(64), value: expression })
    .optional()
    .describe('The parameter that asks for the rest of the list, and where its value is. Nothing there: no rest.'),
});

const errors = z.strictObject({
  find: expression.optional().describe('Finds the error in a body of any status. Nothing there: no error.'),
  rules: z
    .array(
      z
        .strictObject({
          status: z.int().min(200).max(599).optional(),
          match: words(200)
            .superRefine((text, context) => {
              const fault = patternFault(text);
              if (fault !== null) context.addIssue(fault);
            })
            .optional()
            .describe('Regular expression on the error found, or on the body. Upper and lower case are the same.'),
          code: z.enum(codes),
          restSeconds: z.number().min(0).max(86_400).optional().describe('How long to leave the source alone.'),
        })
        .refine(({ status, match }) => status !== undefined || match !== undefined, 'must have a status or a match'),
    )
    .max(50)
    .optional()
    .describe('What errors mean; the first that applies. Default: by the status.'),
});

const file = z.strictObject({
  $schema: z.string().optional(),
  description: z
    .string()
    .regex(/^[^\p{Cc}]{1,200}$/u, 'must be 1 to 200 printable characters')
    .describe('One line for people.'),
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .max(500)
    .describe('Scheme, host and optionally a path before all paths.'),
  requestsPerMinute: z
    .number()
    .min(0.1)
    .max(1_000_000)
    .describe('Requests that the source allows in a minute. A fifth of them is left to others.'),
  headers: headers.optional(),
  query: query.optional().describe('Parameters of each request.'),
  bars,
  earliest: date.optional().describe('No symbol has a bar before this date. Default: 2010-01-01.'),
  symbols: z
    .array(z.union([symbolName, listed], { error: 'must be a symbol, or { symbol, base, quote }' }))
    .min(1)
    .max(10_000)
    .optional()
    .describe('The symbols of the source.'),
  symbolsFrom: symbolsFrom.optional().describe('Where the source lists its symbols.'),
  errors: errors.optional(),
});

/** What a file in SOURCES_DIR says. */
export const SOURCE_FILE = file
  .superRefine(checkFile)
  .meta({ title: 'A source of Sluice', description: 'A file in SOURCES_DIR. See docs/own-source.md.' });

export type SourceFile = z.infer<typeof file>;
export type Place = z.infer<typeof place>;
export type Value = z.infer<typeof value>;
export type TimeForm = (typeof TIME_FORMS)[number];
