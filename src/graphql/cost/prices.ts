import { MAX_CONCURRENCY, MAX_SYMBOLS } from '../../application/control/draft-check';
import { clamped, MAX_FIRST, MAX_FIRST_BARS, MAX_POINTS, MIN_POINTS } from '../pagination';

/** The arguments of a field as its types have them, defaults included. */
export type FieldArgs = Readonly<Record<string, unknown>>;

/** What a field costs, in units of one field read from what is loaded already. Whatever is not listed costs one. */
export interface FieldPrice {
  /** Of the field itself, once. */
  readonly own?: number;
  /** How often at most what is selected beneath it is read; of a connection, what is selected beneath its `edges`. */
  readonly entries?: (args: FieldArgs) => number;
}

/**
 * A statement that finds what it wants by an index: to write it, its plan, its round trip, and what is made of its rows
 * take as long as a hundred fields, 0.2 to 0.4 ms.
 */
const STATEMENT = 100;
/** One that may have to look through all jobs, as a filter by name does. */
const ALL_JOBS = 200;
/** One that counts or gathers up to 100,000 rows of one job. */
const ROWS_OF_A_JOB = MAX_SYMBOLS / 100;
/** One that counts a series: millions of bars. */
const WHOLE_SERIES = 20_000;
/** A transaction that commits. How many there may be is bounded by their own rate. */
const COMMAND = 100;
/** Kinds of failures, and sources of a service: more than there are. */
const FEW = 16;

/**
 * What introspection lists: types, and what one of them has on an average, rounded up. In all that comes to what there is,
 * as each type is listed once; a test holds it against the schema.
 */
export const LISTED = { types: 80, fields: 4, args: 1, values: 1 } as const;

/** As many as are asked for, within what a page may have: the resolvers clamp by the same function. */
const page =
  (cap: number) =>
  ({ first, last }: FieldArgs) => {
    const wanted = [first, last].filter((count) => typeof count === 'number');
    return wanted.length ? clamped(Math.max(...wanted), 1, cap) : cap;
  };
const always = (count: number) => () => count;

/**
 * Every field that causes more than reading a value, by its coordinate in the schema. A list within a list multiplies:
 * 500 jobs with a page of events each are 500 statements and 25,000 events.
 */
export const PRICES: Readonly<Record<string, FieldPrice>> = {
  'Query.job': { own: STATEMENT },
  'Query.node': { own: STATEMENT },
  'Query.jobs': { own: ALL_JOBS, entries: page(MAX_FIRST) },
  'Query.bars': { own: STATEMENT, entries: page(MAX_FIRST_BARS) },
  'Query.source': { own: 1 },
  'Query.sources': { own: 1, entries: always(FEW) },

  'JobConnection.totalCount': { own: 2 * ALL_JOBS },
  'BarConnection.totalCount': { own: WHOLE_SERIES },
  // By the job's counters, unless they are to be those that failed with one code.
  'JobSymbolConnection.totalCount': { own: ROWS_OF_A_JOB / 2 },
  // By the job's counters, or of the few events that are milestones; of many jobs together.
  'JobEventConnection.totalCount': { own: STATEMENT / 10 },
  // The source's list is there as a whole.
  'SourceSymbolConnection.totalCount': { own: 1 },

  // A filter by state or code may pass many symbols by until the page is full.
  'CollectionJob.symbols': { own: 1.5 * STATEMENT, entries: page(MAX_FIRST) },
  'CollectionJob.events': { own: STATEMENT, entries: page(MAX_FIRST) },
  'CollectionJob.symbolAt': { own: STATEMENT },
  'CollectionJob.progressCurve': {
    own: STATEMENT,
    entries: ({ points }) => (typeof points === 'number' ? clamped(points, MIN_POINTS, MAX_POINTS) : MAX_POINTS),
  },
  'CollectionJob.symbolStates': { own: ROWS_OF_A_JOB },
  'CollectionJob.failures': { own: ROWS_OF_A_JOB / 2, entries: always(FEW) },
  // In memory, and as many as are worked on at once.
  'CollectionJob.inFlight': { own: 1, entries: always(MAX_CONCURRENCY) },
  // The source is asked once in minutes, for all.
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

  // What begins a subscription; what an event selects is priced beneath it.
  'Subscription.jobUpdated': { own: 10 },
  'Subscription.jobsUpdated': { own: 1 },
  'Subscription.jobEvents': { own: 10 },
};
