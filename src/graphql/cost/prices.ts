import { MAX_CONCURRENCY, MAX_SYMBOLS } from '../../application/control/draft-check';
import { clamped, MAX_FIRST, MAX_FIRST_BARS, MAX_POINTS, MIN_POINTS } from '../paging/pagination';

/** Arguments of a field, coerced to their types, with defaults. */
export type FieldArgs = Readonly<Record<string, unknown>>;

/** Price of a field. The unit is one field read from data already in memory; a field that is not listed costs 1. */
export interface FieldPrice {
  /** Price of the field itself, charged once. */
  readonly own?: number | ((args: FieldArgs) => number);
  /** Maximum number of times its selection is read; for a connection, the selections of its `edges` and `nodes`. */
  readonly entries?: (args: FieldArgs) => number;
}

/**
 * A statement that uses an index. Building and planning it, the round trip and converting its rows take as long as 100
 * fields, 0.2 to 0.4 ms.
 */
const STATEMENT = 100;
/** A statement that may scan all jobs, as a filter by name does. */
const ALL_JOBS = 200;
/** A statement that counts or aggregates up to 100,000 rows of one job. */
const ROWS_OF_A_JOB = MAX_SYMBOLS / 100;
/** A statement that counts a series of millions of bars. */
const WHOLE_SERIES = 20_000;
/** Checking a symbol of an estimate, and looking for its series and what of it is answered. */
const SYMBOL_ESTIMATED = 0.2;
/** A transaction that commits. The number of commands has its own rate limit. */
const COMMAND = 100;
/** Upper bound of the number of failure codes, and of directives. */
const FEW = 16;
/** Number of sources: those of this service, those of ccxt that may be loaded, and a few of files. */
const SOURCES = 32;

/**
 * Sizes that introspection lists: the number of types, and averages per type, rounded up. Averages suffice because each
 * type is listed once. A test compares them with the schema.
 */
export const LISTED = { types: 100, fields: 4, args: 1, values: 1 } as const;

/** The page size requested, clamped to the cap. The resolvers clamp with the same function. */
const page =
  (cap: number) =>
  ({ first, last }: FieldArgs) => {
    const wanted = [first, last].filter((count) => typeof count === 'number');
    return wanted.length ? clamped(Math.max(...wanted), 1, cap) : cap;
  };
/** An input whose symbols cannot be counted costs the maximum. */
const estimate = ({ input }: FieldArgs) => {
  const { symbols } = (input ?? {}) as { readonly symbols?: unknown };
  return STATEMENT + SYMBOL_ESTIMATED * (Array.isArray(symbols) ? symbols.length : MAX_SYMBOLS);
};
const always = (count: number) => () => count;

/**
 * Prices by schema coordinate of every field that does more than read a value. Nested lists multiply: 500 jobs with a
 * page of events each are 500 statements and 25,000 events.
 */
export const PRICES: Readonly<Record<string, FieldPrice>> = {
  'Query.job': { own: STATEMENT },
  'Query.node': { own: STATEMENT },
  'Query.jobs': { own: ALL_JOBS, entries: page(MAX_FIRST) },
  'Query.bars': { own: STATEMENT, entries: page(MAX_FIRST_BARS) },
  'Query.series': { own: ALL_JOBS, entries: page(MAX_FIRST) },
  'Query.estimateCollection': { own: estimate },
  'Query.source': { own: 1 },
  'Query.sources': { own: 1, entries: always(SOURCES) },

  'JobConnection.totalCount': { own: 2 * ALL_JOBS },
  'BarConnection.totalCount': { own: WHOLE_SERIES },
  // Scans all series.
  'SeriesConnection.totalCount': { own: 2 * ALL_JOBS },
  'Series.covered': {
    own: 1,
    // At least 1, see `sane` in cost.ts.
    entries: ({ limit }) => (typeof limit === 'number' ? clamped(limit, 1, MAX_FIRST) : MAX_FIRST),
  },
  // Reads stretches that lack bars, many more than there are gaps in the worst case.
  'Series.gaps': { own: 5 * STATEMENT, entries: page(MAX_FIRST) },
  'Series.revisions': { own: STATEMENT, entries: page(MAX_FIRST) },
  'RevisionConnection.totalCount': { own: ALL_JOBS },
  // Known from the page, or from the job.
  'GapConnection.totalCount': { own: 1 },
  'JobGapConnection.totalCount': { own: 1 },
  'DifferenceConnection.totalCount': { own: 1 },
  // Adds up the covered ranges, which are in memory.
  'Series.coveredFraction': { own: 1 },
  // Counted by the job's counters, except with `errorCode` or `withGaps`.
  'JobSymbolConnection.totalCount': { own: ROWS_OF_A_JOB / 2 },
  // Counted by the job's counters or from the few milestone events, batched for many jobs.
  'JobEventConnection.totalCount': { own: STATEMENT / 10 },
  // The source's list is in memory.
  'SourceSymbolConnection.totalCount': { own: 1 },

  // A filter by state or code may skip many symbols before the page is full.
  'CollectionJob.symbols': { own: 1.5 * STATEMENT, entries: page(MAX_FIRST) },
  'CollectionJob.events': { own: STATEMENT, entries: page(MAX_FIRST) },
  // Reads the series of up to all of its symbols, and those that lack bars as `Series.gaps` does.
  'CollectionJob.gaps': { own: 4 * ROWS_OF_A_JOB, entries: page(MAX_FIRST) },
  'CollectionJob.differences': { own: STATEMENT, entries: page(MAX_FIRST) },
  'CollectionJob.symbolAt': { own: STATEMENT },
  'CollectionJob.progressCurve': {
    own: STATEMENT,
    entries: ({ points }) => (typeof points === 'number' ? clamped(points, MIN_POINTS, MAX_POINTS) : MAX_POINTS),
  },
  'CollectionJob.symbolStates': { own: ROWS_OF_A_JOB },
  'CollectionJob.failures': { own: ROWS_OF_A_JOB / 2, entries: always(FEW) },
  // In memory, and bounded by the concurrency.
  'CollectionJob.inFlight': { own: 1, entries: always(MAX_CONCURRENCY) },
  // The source lists its symbols once in several minutes, for all requests.
  'Source.symbols': { own: STATEMENT / 10, entries: page(MAX_FIRST) },

  '__Schema.types': { entries: always(LISTED.types) },
  '__Schema.directives': { entries: always(FEW) },
  '__Type.fields': { entries: always(LISTED.fields) },
  '__Type.inputFields': { entries: always(LISTED.fields) },
  '__Type.interfaces': { entries: always(LISTED.args) },
  '__Type.possibleTypes': { entries: always(LISTED.fields) },
  '__Type.enumValues': { entries: always(LISTED.values) },
  '__Field.args': { entries: always(LISTED.args) },
  '__Directive.args': { entries: always(LISTED.args) },

  'Mutation.startCollection': { own: COMMAND },
  'Mutation.pauseJob': { own: COMMAND },
  'Mutation.resumeJob': { own: COMMAND },
  'Mutation.cancelJob': { own: COMMAND },
  'Mutation.retryFailed': { own: COMMAND },
  'Mutation.repairGaps': { own: COMMAND },

  // Price of starting a subscription. The selection of an event is priced beneath it.
  'Subscription.jobUpdated': { own: 10 },
  'Subscription.jobsUpdated': { own: 1 },
  'Subscription.jobEvents': { own: 10 },
};
