/* eslint-disable */
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A point in time as an RFC 3339 string in UTC, with millisecond precision: 2026-01-31T23:59:59.000Z. */
  DateTime: { input: string; output: string; }
  /** An exact decimal number as a string, digit for digit as the source sent it. Never a float. */
  Decimal: { input: string; output: string; }
  /** An integer that may exceed 32 bits. Exact up to 2^53 - 1. */
  SafeInt: { input: number; output: number; }
};

/** One stored bar: the trades of one interval that starts at `time`. */
export type Bar = {
  __typename: 'Bar';
  /** Price of the last trade. */
  close: Scalars['Decimal']['output'];
  /** Highest price of the bar. */
  high: Scalars['Decimal']['output'];
  /** Lowest price of the bar. */
  low: Scalars['Decimal']['output'];
  /** Price of the first trade. */
  open: Scalars['Decimal']['output'];
  /** Volume traded, in the currency of the price. Null where the source does not tell. */
  quoteVolume?: Maybe<Scalars['Decimal']['output']>;
  /** Part of `volume` that takers bought. Null where the source does not tell. */
  takerVolume?: Maybe<Scalars['Decimal']['output']>;
  /** Time at which the bar opens. */
  time: Scalars['DateTime']['output'];
  /** Number of trades. Null where the source does not tell. */
  trades?: Maybe<Scalars['SafeInt']['output']>;
  /** Volume traded, in units of the instrument. */
  volume: Scalars['Decimal']['output'];
};

/** A page of bars, as defined by the Relay cursor specification. */
export type BarConnection = {
  __typename: 'BarConnection';
  /** The entries of this page. */
  edges: Array<BarEdge>;
  /** The entries of this page, without their cursors. */
  nodes: Array<Bar>;
  /** Position of this page in the list. */
  pageInfo: PageInfo;
  /** Number of entries on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One entry of a page of bars, with its cursor. */
export type BarEdge = {
  __typename: 'BarEdge';
  /** Cursor of this entry: pass it as `after` to continue after this entry. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: Bar;
};

/** Time span of one bar. */
export type BarInterval =
  /** 8 hours. */
  | 'EIGHT_HOURS'
  /** 15 minutes. */
  | 'FIFTEEN_MINUTES'
  /** 5 minutes. */
  | 'FIVE_MINUTES'
  /** 4 hours. */
  | 'FOUR_HOURS'
  /** 1 day, from midnight UTC. */
  | 'ONE_DAY'
  /** 1 hour. */
  | 'ONE_HOUR'
  /** 1 minute. */
  | 'ONE_MINUTE'
  /** 1 calendar month, UTC. */
  | 'ONE_MONTH'
  /** 1 week, from Monday, midnight UTC. */
  | 'ONE_WEEK'
  /** 6 hours. */
  | 'SIX_HOURS'
  /** 30 minutes. */
  | 'THIRTY_MINUTES'
  /** 3 minutes. */
  | 'THREE_MINUTES'
  /** 12 hours. */
  | 'TWELVE_HOURS'
  /** 2 hours. */
  | 'TWO_HOURS';

/** The job to cancel. */
export type CancelJobInput = {
  /** Fails with VersionConflictError unless the job has this version. Null skips the check. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Id of the job. */
  id: Scalars['ID']['input'];
  /** Reason, up to 1000 characters, recorded in the job's history. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** Idempotency key, 1 to 200 printable characters, scoped to the principal. A repeated request does not run again: it returns the result of the first, with the job as it was then (its lists as they are now). */
  requestId?: InputMaybe<Scalars['String']['input']>;
};

/** The job, now CANCELLED, or the reason for the refusal. */
export type CancelJobResult = CollectionJob | InvalidJobStateError | JobNotFoundError | VersionConflictError;

/** What a job asks of the source. */
export type CollectMode =
  /** What has not been answered yet, by whichever job. Bars that are there are not asked for again. */
  | 'MISSING'
  /** The whole time window. Bars that differ are replaced, and what they were is kept: see `Series.revisions`. Bars that the source no longer has stay: see `CollectionJob.differences`. */
  | 'REFRESH'
  /** What is covered of the time window, to compare it with what is stored: see `CollectionJob.differences`. No bar is stored, and nothing is proved. */
  | 'VERIFY';

/** A job that collects bars for a list of symbols from one source. It can be paused, resumed and cancelled. */
export type CollectionJob = Node & {
  __typename: 'CollectionJob';
  /** Actions that the job allows in its current state. */
  allowedActions: Array<JobAction>;
  /** Bars in the time windows of symbols with an outcome that were stored already, and were not asked for again. */
  barsAlreadyThere: Scalars['SafeInt']['output'];
  /** Time at which the job ended. Set in every terminal state, null before. */
  completedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Maximum number of symbols requested from the source at once. More may be in flight: symbols whose bars are being written to disk. */
  concurrency: Scalars['Int']['output'];
  /** Time at which the job was created. */
  createdAt: Scalars['DateTime']['output'];
  /** Bars that a VERIFY job has found to differ between the database and the source; of a REFRESH job, stored bars that the source no longer has. By symbol in list order and time. */
  differences: DifferenceConnection;
  /** History of the job, oldest event first. */
  events: JobEventConnection;
  /** Number of failed symbols per error code, most frequent first. */
  failures: Array<FailureCount>;
  /** Start of the time window, inclusive: bars that open at or after this time are collected. Null: each symbol from its listing. */
  from?: Maybe<Scalars['DateTime']['output']>;
  /** Gaps in the time windows of its symbols as they are now, whichever job has filled others, by symbol in list order and time. Times so recent that the source may publish late are no gap. */
  gaps: JobGapConnection;
  /** Identifier, unique among all nodes and never reused. */
  id: Scalars['ID']['output'];
  /** Symbols that are being collected at this moment. */
  inFlight: Array<JobSymbol>;
  /** Interval of the bars that are collected. */
  interval: BarInterval;
  /** What the job asks of the source. */
  mode: CollectMode;
  /** Display name given when the job was created. Null when none was given. */
  name?: Maybe<Scalars['String']['output']>;
  /** Time at which the job was paused. Null unless PAUSED. */
  pausedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Progress of the job. */
  progress: JobProgress;
  /** Evenly spaced sample of the history that includes the first and the last event, for drawing a progress chart. */
  progressCurve: Array<JobEvent>;
  /** Reason given with the last transition. Null when none was given. */
  reason?: Maybe<Scalars['String']['output']>;
  /** Stored bars that the job has replaced, because the source had others. See `Series.revisions`. */
  revised: Scalars['SafeInt']['output'];
  /** True when no symbol is in flight. A PAUSED job is settled once it has drained. */
  settled: Scalars['Boolean']['output'];
  /** The source that the bars are collected from. */
  source: Source;
  /** Time at which a worker first started the job. Null before that. */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Current state of the job. */
  state: JobState;
  /** The symbol at this position of the list. Null when the position is outside the list. */
  symbolAt?: Maybe<JobSymbol>;
  /** States of all symbols in list order, one letter each: P (PENDING), A (ACTIVE), S (SUCCEEDED), E (EMPTY), F (FAILED). */
  symbolStates: Scalars['String']['output'];
  /** Symbols of the job, in the order they were given. */
  symbols: JobSymbolConnection;
  /** Number of symbols with an outcome that miss bars: see `JobSymbol.missing`. */
  symbolsWithGaps: Scalars['Int']['output'];
  /** End of the time window, exclusive: bars that open before this time are collected. */
  to: Scalars['DateTime']['output'];
  /** What the job has proved. Decided when it completes, and frozen then. Null unless COMPLETED. */
  verdict?: Maybe<Verdict>;
  /** Control version: increases by 1 with every transition, unaffected by progress. See `expectedVersion`. */
  version: Scalars['Int']['output'];
};


/** A job that collects bars for a list of symbols from one source. It can be paused, resumed and cancelled. */
export type CollectionJobDifferencesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A job that collects bars for a list of symbols from one source. It can be paused, resumed and cancelled. */
export type CollectionJobEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  milestones?: Scalars['Boolean']['input'];
};


/** A job that collects bars for a list of symbols from one source. It can be paused, resumed and cancelled. */
export type CollectionJobGapsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  reasons?: Array<GapReason>;
};


/** A job that collects bars for a list of symbols from one source. It can be paused, resumed and cancelled. */
export type CollectionJobProgressCurveArgs = {
  points?: Scalars['Int']['input'];
};


/** A job that collects bars for a list of symbols from one source. It can be paused, resumed and cancelled. */
export type CollectionJobSymbolAtArgs = {
  position: Scalars['Int']['input'];
};


/** A job that collects bars for a list of symbols from one source. It can be paused, resumed and cancelled. */
export type CollectionJobSymbolsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  errorCode?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  states?: InputMaybe<Array<SymbolState>>;
  withGaps?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A bar that is not the same in the database and at the source, as a job has found it. */
export type Difference = {
  __typename: 'Difference';
  /** The bar of the source. Null: it no longer has it. */
  offered?: Maybe<Bar>;
  /** The bar that is stored. Null: the source has one more. */
  stored?: Maybe<Bar>;
  /** The instrument, as named by the source. */
  symbol: Scalars['String']['output'];
  /** Time at which the bar opens. */
  time: Scalars['DateTime']['output'];
};

/** A page of differences of a job, as defined by the Relay cursor specification. */
export type DifferenceConnection = {
  __typename: 'DifferenceConnection';
  /** The entries of this page. */
  edges: Array<DifferenceEdge>;
  /** The entries of this page, without their cursors. */
  nodes: Array<Difference>;
  /** Position of this page in the list. */
  pageInfo: PageInfo;
  /** Number of differences found. The list has the first 10000. */
  totalCount: Scalars['Int']['output'];
};

/** One entry of a page of differences of a job, with its cursor. */
export type DifferenceEdge = {
  __typename: 'DifferenceEdge';
  /** Cursor of this entry: pass it as `after` to continue after this entry. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: Difference;
};

/** An expected refusal of a command, returned as data. */
export type Error = {
  /** Human-readable description of the error. */
  message: Scalars['String']['output'];
};

/** What a collection would take if it started now and were alone. Failed requests, which are sent again, and bars that close later are not included. */
export type Estimate = {
  __typename: 'Estimate';
  /** Bars to store: one for each opening time of the time windows that the job would ask for. With MISSING those that have no answer yet, with REFRESH all. With VERIFY bars to compare: those that are covered. */
  bars: Scalars['SafeInt']['output'];
  /** Disk space of so many bars with their index, in bytes. It is an average, measured: 141 a bar. With REFRESH, bars that are stored already are included. With VERIFY 0. */
  bytes: Scalars['SafeInt']['output'];
  /** Part of the time windows of all symbols that is covered already, 0 to 1, also where REFRESH would ask again. 0 if they hold no closed bar. */
  coveredFraction: Scalars['Float']['output'];
  /** Whether `requests` and `bars` are exact: all bars of the time window are closed, and nothing is left to ask for or the source is known to have every bar. Otherwise they are upper bounds. */
  isExact: Scalars['Boolean']['output'];
  /** Requests to the source. Where it is not known whether the source has a bar for every time, two for each page: a page without a bar is asked for twice. Old bars that come from an archive of files take fewer. */
  requests: Scalars['SafeInt']['output'];
  /** Seconds that the source needs to allow so many requests at its full budget, after the rest that it may have asked for. Other jobs on the source, latency, `concurrency` and `MAX_IN_FLIGHT` prolong it. */
  seconds: Scalars['Float']['output'];
  /** Number of symbols. */
  symbols: Scalars['Int']['output'];
};

/** The estimate, or the error in the input. */
export type EstimateCollectionResult = Estimate | InvalidInputError;

/** Number of symbols of a job that failed with one error code. */
export type FailureCount = {
  __typename: 'FailureCount';
  /** The error code, as in `SymbolFailure.code`. */
  code: Scalars['String']['output'];
  /** Number of symbols that failed with this code. */
  count: Scalars['Int']['output'];
};

/** Opening times in a row that have no bar, all for the same reason. */
export type Gap = {
  __typename: 'Gap';
  /** Number of bars that are missing. */
  bars: Scalars['Int']['output'];
  /** First opening time without a bar. */
  from: Scalars['DateTime']['output'];
  /** Why they are missing. */
  reason: GapReason;
  /** End, exclusive. */
  to: Scalars['DateTime']['output'];
};

/** A page of gaps of a series, as defined by the Relay cursor specification. */
export type GapConnection = {
  __typename: 'GapConnection';
  /** The entries of this page. */
  edges: Array<GapEdge>;
  /** The entries of this page, without their cursors. */
  nodes: Array<Gap>;
  /** Position of this page in the list. */
  pageInfo: PageInfo;
  /** Number of entries on all pages together. Null unless this page has all of them. */
  totalCount?: Maybe<Scalars['Int']['output']>;
};

/** One entry of a page of gaps of a series, with its cursor. */
export type GapEdge = {
  __typename: 'GapEdge';
  /** Cursor of this entry: pass it as `after` to continue after this entry. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: Gap;
};

/** Why a time has no bar. */
export type GapReason =
  /** The source has answered that it has none, and the time lies before the first bar of the series. */
  | 'BEFORE_LISTING'
  /** No valid answer of the source has said yet what is there. */
  | 'NOT_COLLECTED'
  /** The source does not serve times as old as this. */
  | 'OUT_OF_REACH'
  /** The source sent something that is no bar, such as a high below the low. It was kept aside. */
  | 'QUARANTINED'
  /** The source has answered that it has none. */
  | 'SOURCE_HAS_NONE';

/** How symbols in flight are treated when a job is paused. */
export type InFlight =
  /** They are aborted and return to PENDING. Stored pages are kept, and no attempt is counted. */
  | 'ABORT'
  /** They finish, and their results are kept. */
  | 'FINISH';

/** The input violates a rule, or its requestId was used before for another request. */
export type InvalidInputError = Error & {
  __typename: 'InvalidInputError';
  /** Human-readable description of the error. */
  message: Scalars['String']['output'];
  /** Path to the invalid value, starting with the name of the argument: ["input", "symbols", "3"]. */
  path: Array<Scalars['String']['output']>;
};

/** The current state of the job does not allow the action. */
export type InvalidJobStateError = Error & {
  __typename: 'InvalidJobStateError';
  /** Actions that the job allows in its current state. */
  allowedActions: Array<JobAction>;
  /** The action that was refused. */
  attempted: JobAction;
  /** The job in its current state. */
  job: CollectionJob;
  /** Human-readable description of the error. */
  message: Scalars['String']['output'];
};

/** Action that can be requested of a job. */
export type JobAction =
  /** cancelJob: PENDING, RUNNING or PAUSED → CANCELLED. */
  | 'CANCEL'
  /** pauseJob: RUNNING → PAUSED. */
  | 'PAUSE'
  /** resumeJob: PAUSED → RUNNING. */
  | 'RESUME'
  /** retryFailed: a new job for the FAILED symbols of a terminal one. */
  | 'RETRY_FAILED';

/** A page of jobs, as defined by the Relay cursor specification. */
export type JobConnection = {
  __typename: 'JobConnection';
  /** The entries of this page. */
  edges: Array<JobEdge>;
  /** The entries of this page, without their cursors. */
  nodes: Array<CollectionJob>;
  /** Position of this page in the list. */
  pageInfo: PageInfo;
  /** Number of entries on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One entry of a page of jobs, with its cursor. */
export type JobEdge = {
  __typename: 'JobEdge';
  /** Cursor of this entry: pass it as `after` to continue after this entry. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: CollectionJob;
};

/** One entry of a job's history. The history is complete, ordered, and never rewritten. */
export type JobEvent = {
  __typename: 'JobEvent';
  /** Name of the principal that caused the event, or "system". */
  actor: Scalars['String']['output'];
  /** Time of the event, by the database's clock. */
  at: Scalars['DateTime']['output'];
  /** Cursor of this event: pass it as `after` to continue after this event. */
  cursor: Scalars['String']['output'];
  /** State before the transition. Null when the event is not a transition. */
  fromState?: Maybe<JobState>;
  /** Progress of the job as of this event, inclusive. */
  progress: JobProgress;
  /** Reason given with the command, or the cause of the failure. Null when there is none. */
  reason?: Maybe<Scalars['String']['output']>;
  /** Sequence number within the job: 1, 2, 3 … without gaps. */
  seq: Scalars['Int']['output'];
  /** State after the transition, or the initial state on CREATED. Null on other events. */
  toState?: Maybe<JobState>;
  /** Type of the event: CREATED, STARTED, PAUSED, DRAINED, RESUMED, SYMBOLS_DONE, RECOVERED, COMPLETED, FAILED or CANCELLED. Further types may be added. */
  type: Scalars['String']['output'];
  /** What the job has proved. On COMPLETED only. */
  verdict?: Maybe<Verdict>;
};

/** A page of the events of a job, as defined by the Relay cursor specification. */
export type JobEventConnection = {
  __typename: 'JobEventConnection';
  /** The entries of this page. */
  edges: Array<JobEventEdge>;
  /** The entries of this page, without their cursors. */
  nodes: Array<JobEvent>;
  /** Position of this page in the list. */
  pageInfo: PageInfo;
  /** Number of entries on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One entry of a page of the events of a job, with its cursor. */
export type JobEventEdge = {
  __typename: 'JobEventEdge';
  /** Cursor of this entry: pass it as `after` to continue after this entry. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: JobEvent;
};

/** Selects jobs. A job must satisfy every condition given; a null condition is ignored. */
export type JobFilter = {
  /** True: the job has at least one FAILED symbol so far. False: it has none. The result may change until the job has ended. */
  hasFailures?: InputMaybe<Scalars['Boolean']['input']>;
  /** The name of the job contains this string, ignoring case. An empty string is ignored. */
  nameContains?: InputMaybe<Scalars['String']['input']>;
  /** True: the job is FAILED, or COMPLETED with a verdict other than COMPLETE. False: it is neither. The result may change until the job has ended. */
  needsAttention?: InputMaybe<Scalars['Boolean']['input']>;
  /** The job collects from the source with this name. */
  source?: InputMaybe<Scalars['String']['input']>;
  /** The job is in one of these states. */
  states?: InputMaybe<Array<JobState>>;
  /** The job is COMPLETED with one of these verdicts. */
  verdicts?: InputMaybe<Array<Verdict>>;
};

/** A gap in what a job asks for. */
export type JobGap = {
  __typename: 'JobGap';
  /** Number of bars that are missing. */
  bars: Scalars['Int']['output'];
  /** First opening time without a bar. */
  from: Scalars['DateTime']['output'];
  /** Zero-based position of the symbol in the list of the job. */
  position: Scalars['Int']['output'];
  /** Why they are missing. */
  reason: GapReason;
  /** Id of the series that lacks the bars. */
  series: Scalars['ID']['output'];
  /** The instrument, as named by the source. */
  symbol: Scalars['String']['output'];
  /** End, exclusive. */
  to: Scalars['DateTime']['output'];
};

/** A page of gaps of a job, as defined by the Relay cursor specification. */
export type JobGapConnection = {
  __typename: 'JobGapConnection';
  /** The entries of this page. */
  edges: Array<JobGapEdge>;
  /** The entries of this page, without their cursors. */
  nodes: Array<JobGap>;
  /** Position of this page in the list. */
  pageInfo: PageInfo;
  /** Number of entries on all pages together. Null unless this page has all of them. */
  totalCount?: Maybe<Scalars['Int']['output']>;
};

/** One entry of a page of gaps of a job, with its cursor. */
export type JobGapEdge = {
  __typename: 'JobGapEdge';
  /** Cursor of this entry: pass it as `after` to continue after this entry. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: JobGap;
};

/** No job has this id. */
export type JobNotFoundError = Error & {
  __typename: 'JobNotFoundError';
  /** The id given with the command. */
  id: Scalars['ID']['output'];
  /** Human-readable description of the error. */
  message: Scalars['String']['output'];
};

/** Progress of a job. */
export type JobProgress = {
  __typename: 'JobProgress';
  /** Time spent RUNNING, in seconds. */
  activeSeconds: Scalars['Float']['output'];
  /** Number of symbols with an outcome: succeeded + empty + failed. */
  done: Scalars['Int']['output'];
  /** Number of symbols without bars in the time window. */
  empty: Scalars['Int']['output'];
  /** Estimated active time until the job is done at the current rate, in seconds. Null when unknown; constant while PAUSED. */
  etaSeconds?: Maybe<Scalars['Float']['output']>;
  /** Number of symbols that failed. */
  failed: Scalars['Int']['output'];
  /** Fraction of symbols done: done / total, from 0 to 1. */
  fraction: Scalars['Float']['output'];
  /** Number of bars stored by this job. */
  rows: Scalars['SafeInt']['output'];
  /** Number of symbols whose bars are all stored. */
  succeeded: Scalars['Int']['output'];
  /** Symbols done per second of active time, measured over the last 5 to 10 seconds of it. */
  symbolsPerSecond: Scalars['Float']['output'];
  /** Number of symbols of the job. */
  total: Scalars['Int']['output'];
};

/** Lifecycle state of a job. */
export type JobState =
  /** Terminal: cancelled on request; nothing more is stored for it. */
  | 'CANCELLED'
  /** Terminal: every symbol has an outcome. */
  | 'COMPLETED'
  /** Terminal: the job itself could not continue; symbols it did not reach stay PENDING. */
  | 'FAILED'
  /** No further symbol starts. Symbols in flight may still be draining: see `settled`. */
  | 'PAUSED'
  /** Created; its worker has not started yet. */
  | 'PENDING'
  /** A worker collects its symbols. */
  | 'RUNNING';

/** A symbol of a job, with its state and result. */
export type JobSymbol = {
  __typename: 'JobSymbol';
  /** Number of attempts to collect the symbol, including the current one: 1 without errors, plus 1 for each retry. */
  attempts: Scalars['Int']['output'];
  /** Cause of the failure. Null unless FAILED. */
  error?: Maybe<SymbolFailure>;
  /** Time at which the outcome was stored. Null before that. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Number of bars of the time window that are gaps, other than those that the source does not have. Set with the outcome, 0 before. Times so recent that the source may publish late do not count. */
  missing: Scalars['Int']['output'];
  /** Zero-based position in the list of symbols that the job was created with. */
  position: Scalars['Int']['output'];
  /** Number of bars of this symbol stored by this job. */
  rows: Scalars['SafeInt']['output'];
  /** Time at which a worker first started the symbol. Null before that. */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Current state of the symbol. */
  state: SymbolState;
  /** The instrument, as named by the source. */
  symbol: Scalars['String']['output'];
};

/** A page of the symbols of a job, as defined by the Relay cursor specification. */
export type JobSymbolConnection = {
  __typename: 'JobSymbolConnection';
  /** The entries of this page. */
  edges: Array<JobSymbolEdge>;
  /** The entries of this page, without their cursors. */
  nodes: Array<JobSymbol>;
  /** Position of this page in the list. */
  pageInfo: PageInfo;
  /** Number of entries on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One entry of a page of the symbols of a job, with its cursor. */
export type JobSymbolEdge = {
  __typename: 'JobSymbolEdge';
  /** Cursor of this entry: pass it as `after` to continue after this entry. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: JobSymbol;
};

/** Commands on jobs. Each returns the resulting job or a typed refusal. */
export type Mutation = {
  __typename: 'Mutation';
  /** Cancels a job: PENDING, RUNNING or PAUSED → CANCELLED. Requests in flight are aborted; bars stored before are kept. Requires the role OPERATOR or ADMIN; fails with FORBIDDEN otherwise, and with BAD_USER_INPUT on invalid input. */
  cancelJob: CancelJobResult;
  /** Pauses a job: RUNNING → PAUSED. Once it returns, no further symbol starts; `settled` tells whether the job has drained. Requires the role OPERATOR or ADMIN; fails with FORBIDDEN otherwise, and with BAD_USER_INPUT on invalid input. */
  pauseJob: PauseJobResult;
  /** Creates and starts one job that asks for the gaps of many series: those that a job has left, or those of a selection. Each series is asked from its first to its last gap. Requires the role OPERATOR or ADMIN; fails with FORBIDDEN otherwise. */
  repairGaps: StartCollectionResult;
  /** Resumes a job from the exact point where it stopped: PAUSED → RUNNING, then directly COMPLETED when no symbol is left to collect. Requires the role OPERATOR or ADMIN; fails with FORBIDDEN otherwise, and with BAD_USER_INPUT on invalid input. */
  resumeJob: ResumeJobResult;
  /** Creates and starts a new job for the FAILED symbols of a job in a terminal state. The old job is not changed. Requires the role OPERATOR or ADMIN; fails with FORBIDDEN otherwise. */
  retryFailed: RetryFailedResult;
  /** Creates a job and starts it. Requires the role OPERATOR or ADMIN; fails with FORBIDDEN otherwise. */
  startCollection: StartCollectionResult;
};


/** Commands on jobs. Each returns the resulting job or a typed refusal. */
export type MutationCancelJobArgs = {
  input: CancelJobInput;
};


/** Commands on jobs. Each returns the resulting job or a typed refusal. */
export type MutationPauseJobArgs = {
  input: PauseJobInput;
};


/** Commands on jobs. Each returns the resulting job or a typed refusal. */
export type MutationRepairGapsArgs = {
  input: RepairGapsInput;
};


/** Commands on jobs. Each returns the resulting job or a typed refusal. */
export type MutationResumeJobArgs = {
  input: ResumeJobInput;
};


/** Commands on jobs. Each returns the resulting job or a typed refusal. */
export type MutationRetryFailedArgs = {
  input: RetryFailedInput;
};


/** Commands on jobs. Each returns the resulting job or a typed refusal. */
export type MutationStartCollectionArgs = {
  input: StartCollectionInput;
};

/** An object that can be fetched by its id. */
export type Node = {
  /** Identifier, unique among all nodes and never reused. */
  id: Scalars['ID']['output'];
};

/** Position of a page in its list, as defined by the Relay cursor specification. */
export type PageInfo = {
  __typename: 'PageInfo';
  /** Cursor of the last edge: pass it as `after` to read the next page. Null when the page is empty. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** True when entries follow this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** True when entries precede this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first edge. Null when the page is empty. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** The job to pause, and how to treat its symbols in flight. */
export type PauseJobInput = {
  /** Fails with VersionConflictError unless the job has this version. Null skips the check. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Id of the job. */
  id: Scalars['ID']['input'];
  /** How symbols in flight are treated. Null means FINISH. */
  inFlight?: InputMaybe<InFlight>;
  /** Reason, up to 1000 characters, recorded in the job's history. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** Idempotency key, 1 to 200 printable characters, scoped to the principal. A repeated request does not run again: it returns the result of the first, with the job as it was then (its lists as they are now). */
  requestId?: InputMaybe<Scalars['String']['input']>;
};

/** The job, now PAUSED, or the reason for the refusal. */
export type PauseJobResult = CollectionJob | InvalidJobStateError | JobNotFoundError | VersionConflictError;

/** Reads jobs, sources and stored bars. */
export type Query = {
  __typename: 'Query';
  /** Stored bars of one symbol from all jobs, ascending by time. `after` and `before` bound the list; `first` takes entries from its beginning, `last` from its end. With neither, returns the 500 entries next to the given cursor. */
  bars: BarConnection;
  /** What `startCollection` with this input would take. Creates no job, and asks the source for nothing but its list of symbols. `requestId` is ignored. */
  estimateCollection: EstimateCollectionResult;
  /** The job with this id. Null when there is none. */
  job?: Maybe<CollectionJob>;
  /** Jobs, newest first. */
  jobs: JobConnection;
  /** The node with this id. Null when there is none. */
  node?: Maybe<Node>;
  /** Stored series, sorted by source, symbol and interval. */
  series: SeriesConnection;
  /** The source with this name. Null when there is none. */
  source?: Maybe<Source>;
  /** All data sources configured in this service, and those that were loaded since its start. */
  sources: Array<Source>;
  /** The principal identified by the credential of the request. */
  viewer: Viewer;
};


/** Reads jobs, sources and stored bars. */
export type QueryBarsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  interval: BarInterval;
  last?: InputMaybe<Scalars['Int']['input']>;
  source: Scalars['String']['input'];
  symbol: Scalars['String']['input'];
  to?: InputMaybe<Scalars['DateTime']['input']>;
};


/** Reads jobs, sources and stored bars. */
export type QueryEstimateCollectionArgs = {
  input: StartCollectionInput;
};


/** Reads jobs, sources and stored bars. */
export type QueryJobArgs = {
  id: Scalars['ID']['input'];
};


/** Reads jobs, sources and stored bars. */
export type QueryJobsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<JobFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** Reads jobs, sources and stored bars. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** Reads jobs, sources and stored bars. */
export type QuerySeriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  interval?: InputMaybe<BarInterval>;
  source?: InputMaybe<Scalars['String']['input']>;
  symbolContains?: InputMaybe<Scalars['String']['input']>;
};


/** Reads jobs, sources and stored bars. */
export type QuerySourceArgs = {
  name: Scalars['String']['input'];
};

/** Selects series: exactly one of `job`, `series`, or `source` together with `interval`. */
export type RepairGapsInput = {
  /** All series of `source` and this interval. */
  interval?: InputMaybe<BarInterval>;
  /** The symbols of this job, which must have ended, in its time window. */
  job?: InputMaybe<Scalars['ID']['input']>;
  /** Reason, up to 1000 characters, recorded in the new job's history. Null: one that names the selection. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** The gaps that are asked for: NOT_COLLECTED, QUARANTINED, OUT_OF_REACH. The source has proved not to have the others. Null means NOT_COLLECTED and QUARANTINED. */
  reasons?: InputMaybe<Array<GapReason>>;
  /** Idempotency key, 1 to 200 printable characters, scoped to the principal. The same requestId with the same input returns the same job; with other input, InvalidInputError. */
  requestId?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100,000 ids of series, all of one source and interval, each over its whole extent. */
  series?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** All series of this source and `interval`. */
  source?: InputMaybe<Scalars['String']['input']>;
};

/** The job to resume. */
export type ResumeJobInput = {
  /** Fails with VersionConflictError unless the job has this version. Null skips the check. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Id of the job. */
  id: Scalars['ID']['input'];
  /** Reason, up to 1000 characters, recorded in the job's history. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** Idempotency key, 1 to 200 printable characters, scoped to the principal. A repeated request does not run again: it returns the result of the first, with the job as it was then (its lists as they are now). */
  requestId?: InputMaybe<Scalars['String']['input']>;
};

/** The job, now RUNNING (COMPLETED when no symbol was left to collect), or the reason for the refusal. */
export type ResumeJobResult = CollectionJob | InvalidJobStateError | JobNotFoundError | VersionConflictError;

/** The job whose FAILED symbols are collected again. */
export type RetryFailedInput = {
  /** Id of a job in a terminal state that has FAILED symbols. */
  id: Scalars['ID']['input'];
  /** Reason, up to 1000 characters, recorded in the new job's history. Null: a reason that names the old job. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** Idempotency key, 1 to 200 printable characters, scoped to the principal. A repeated request creates no second job: it returns the job of the first, in its current state. Use with other input returns InvalidInputError. */
  requestId?: InputMaybe<Scalars['String']['input']>;
};

/** The new job, or the reason for the refusal. */
export type RetryFailedResult = CollectionJob | InvalidInputError | InvalidJobStateError | JobNotFoundError;

/** A stored bar that was replaced by another one. */
export type Revision = {
  __typename: 'Revision';
  /** The bar that replaced it. */
  after: Bar;
  /** Time of the replacement. */
  at: Scalars['DateTime']['output'];
  /** The bar as it was. */
  before: Bar;
  /** Id of the job that replaced it. */
  job?: Maybe<Scalars['ID']['output']>;
  /** Time at which the bar opens. */
  time: Scalars['DateTime']['output'];
};

/** A page of revisions of a series, as defined by the Relay cursor specification. */
export type RevisionConnection = {
  __typename: 'RevisionConnection';
  /** The entries of this page. */
  edges: Array<RevisionEdge>;
  /** The entries of this page, without their cursors. */
  nodes: Array<Revision>;
  /** Position of this page in the list. */
  pageInfo: PageInfo;
  /** Number of entries on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One entry of a page of revisions of a series, with its cursor. */
export type RevisionEdge = {
  __typename: 'RevisionEdge';
  /** Cursor of this entry: pass it as `after` to continue after this entry. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: Revision;
};

/** Permissions of a principal. */
export type Role =
  /** May do everything, including introspection of a production service. */
  | 'ADMIN'
  /** May read and command jobs. */
  | 'OPERATOR'
  /** May read. */
  | 'VIEWER';

/** The stored bars of one symbol of a source at one interval, from all jobs, and what is proved about them. */
export type Series = Node & {
  __typename: 'Series';
  /** Number of bars stored. */
  bars: Scalars['SafeInt']['output'];
  /** Times of which valid answers of the source have proved what is there and what is not, in order. A covered time without a bar has none at the source. */
  covered: Array<TimeRange>;
  /** Covered part of a time window, 0 to 1. */
  coveredFraction: Scalars['Float']['output'];
  /** Opening time of the first bar. Null when no bar is stored. */
  first?: Maybe<Scalars['DateTime']['output']>;
  /** Opening times without a bar, in order. Times whose bar has not closed yet are no gap. Reading it costs by the gaps, not by the bars. */
  gaps: GapConnection;
  /** Identifier, unique among all nodes and never reused. */
  id: Scalars['ID']['output'];
  /** Interval of the bars. */
  interval: BarInterval;
  /** Opening time of the last bar. Null when no bar is stored. */
  last?: Maybe<Scalars['DateTime']['output']>;
  /** Bars that were replaced by others, the latest replacement first. Kept for `REVISION_DAYS`. */
  revisions: RevisionConnection;
  /** Name of the source. */
  source: Scalars['String']['output'];
  /** The instrument, as named by the source. */
  symbol: Scalars['String']['output'];
  /** Time at which a page of the source was last stored. */
  updatedAt: Scalars['DateTime']['output'];
};


/** The stored bars of one symbol of a source at one interval, from all jobs, and what is proved about them. */
export type SeriesCoveredArgs = {
  limit?: Scalars['Int']['input'];
};


/** The stored bars of one symbol of a source at one interval, from all jobs, and what is proved about them. */
export type SeriesCoveredFractionArgs = {
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};


/** The stored bars of one symbol of a source at one interval, from all jobs, and what is proved about them. */
export type SeriesGapsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};


/** The stored bars of one symbol of a source at one interval, from all jobs, and what is proved about them. */
export type SeriesRevisionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of series, as defined by the Relay cursor specification. */
export type SeriesConnection = {
  __typename: 'SeriesConnection';
  /** The entries of this page. */
  edges: Array<SeriesEdge>;
  /** The entries of this page, without their cursors. */
  nodes: Array<Series>;
  /** Position of this page in the list. */
  pageInfo: PageInfo;
  /** Number of entries on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One entry of a page of series, with its cursor. */
export type SeriesEdge = {
  __typename: 'SeriesEdge';
  /** Cursor of this entry: pass it as `after` to continue after this entry. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: Series;
};

/** A data source that bars are collected from. */
export type Source = Node & {
  __typename: 'Source';
  /** How much of the source's rate limit is used. Null when it has none, or is not configured. */
  budget?: Maybe<SourceBudget>;
  /** Human-readable description of the source. */
  description: Scalars['String']['output'];
  /** Identifier, unique among all nodes and never reused. */
  id: Scalars['ID']['output'];
  /** Bar intervals that the source offers. */
  intervals: Array<BarInterval>;
  /** Whether it can be asked: false when the service lacks what the source needs, such as a key. */
  isConfigured: Scalars['Boolean']['output'];
  /** Whether the source is simulated or an actual exchange. */
  kind: SourceKind;
  /** The largest number of bars that one request returns. Null when the source is not configured. */
  limit?: Maybe<Scalars['Int']['output']>;
  /** Name of the source: the value of `source` in `startCollection` and `bars`. */
  name: Scalars['String']['output'];
  /** Number of bars of each interval that the source still serves, counted back from now. Null when it serves all, or when that is not known. */
  reach?: Maybe<Scalars['Int']['output']>;
  /** When the rest ends that the source has asked for. Null when it has asked for none. */
  restingUntil?: Maybe<Scalars['DateTime']['output']>;
  /** Symbols that the source lists, sorted. Fails with a code of `SymbolFailure.code` when the source cannot list them. */
  symbols: SourceSymbolConnection;
};


/** A data source that bars are collected from. */
export type SourceSymbolsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  quote?: InputMaybe<Scalars['String']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<SymbolStatus>;
};

/** How much of a source's rate limit is used. */
export type SourceBudget = {
  __typename: 'SourceBudget';
  /** Requests that all nodes together may send in a minute. Less than usual after the source has refused some; it grows back within a minute. */
  requestsPerMinute: Scalars['Float']['output'];
  /** Requests that this node has sent in the last minute. */
  usedLastMinute: Scalars['Int']['output'];
};

/** Whether the bars of a source are simulated or real. */
export type SourceKind =
  /** An actual exchange. */
  | 'REAL'
  /** Computed: fictional symbols, with prices that are a pure function of seed, symbol and time. */
  | 'SIMULATED';

/** A symbol that a source lists. */
export type SourceSymbol = {
  __typename: 'SourceSymbol';
  /** What is traded. Null when the source does not tell. */
  base?: Maybe<Scalars['String']['output']>;
  /** When trading began. Null when the source does not tell. */
  listedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Currency of the price. Null when the source does not tell. */
  quote?: Maybe<Scalars['String']['output']>;
  /** Whether it is traded now. */
  status: SymbolStatus;
  /** The instrument, as named by the source. */
  symbol: Scalars['String']['output'];
};

/** A page of the symbols of a source, as defined by the Relay cursor specification. */
export type SourceSymbolConnection = {
  __typename: 'SourceSymbolConnection';
  /** The entries of this page. */
  edges: Array<SourceSymbolEdge>;
  /** The entries of this page, without their cursors. */
  nodes: Array<SourceSymbol>;
  /** Position of this page in the list. */
  pageInfo: PageInfo;
  /** Number of entries on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One entry of a page of the symbols of a source, with its cursor. */
export type SourceSymbolEdge = {
  __typename: 'SourceSymbolEdge';
  /** Cursor of this entry: pass it as `after` to continue after this entry. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: SourceSymbol;
};

/** Settings of the job to create. */
export type StartCollectionInput = {
  /** Number of symbols requested from the source at once, 1 to 64. Null means 4. */
  concurrency?: InputMaybe<Scalars['Int']['input']>;
  /** Start of the time window, inclusive. Must not be in the future. Null: each symbol from its listing, which is found with a few requests. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Bar interval. Must be one of the intervals of the source. */
  interval: BarInterval;
  /** What is asked of the source. Null means MISSING. */
  mode?: InputMaybe<CollectMode>;
  /** Display name of the job, 1 to 200 printable characters. Optional. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Idempotency key, 1 to 200 printable characters, scoped to the principal. The same requestId with the same input returns the same job; with other input, InvalidInputError. */
  requestId?: InputMaybe<Scalars['String']['input']>;
  /** Selects symbols from the list of the source. The list of the job is made when it is created, and does not change. InvalidInputError if the source has not listed its symbols and does not answer within two seconds. */
  select?: InputMaybe<SymbolSelection>;
  /** Name of a source listed by `sources`. */
  source: Scalars['String']['input'];
  /** 1 to 100,000 symbols without duplicates, collected in this order. Give either these or `select`. */
  symbols?: InputMaybe<Array<Scalars['String']['input']>>;
  /** End of the time window, exclusive. May be in the future: bars that have closed when the turn of their symbol comes are collected. Null: the moment of the request. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The new job, or the error in the input. */
export type StartCollectionResult = CollectionJob | InvalidInputError;

/** Live updates of jobs, over WebSocket (graphql-transport-ws). */
export type Subscription = {
  __typename: 'Subscription';
  /** Sends the job's history after the cursor, then new events live, without gaps or repeats. Completes after the terminal event. Fails with NOT_FOUND when no job has this id, and with BAD_USER_INPUT when `after` is not a cursor of this job's events. */
  jobEvents: JobEvent;
  /** Sends the current job, then every transition immediately and progress at most 4 times per second. Completes after the terminal state. Fails with NOT_FOUND when no job has this id. */
  jobUpdated: CollectionJob;
  /** Sends every change of every job from now on: transitions immediately, progress at most 4 times per second per job. */
  jobsUpdated: CollectionJob;
};


/** Live updates of jobs, over WebSocket (graphql-transport-ws). */
export type SubscriptionJobEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  id: Scalars['ID']['input'];
};


/** Live updates of jobs, over WebSocket (graphql-transport-ws). */
export type SubscriptionJobUpdatedArgs = {
  id: Scalars['ID']['input'];
};


/** Live updates of jobs, over WebSocket (graphql-transport-ws). */
export type SubscriptionJobsUpdatedArgs = {
  filter?: InputMaybe<JobFilter>;
};

/** Reason why a symbol failed. */
export type SymbolFailure = {
  __typename: 'SymbolFailure';
  /** Error code: BAD_SYMBOL, RATE_LIMITED, BANNED, AUTH, SOURCE_DOWN, BAD_RESPONSE, TIMEOUT or HISTORY_UNAVAILABLE. */
  code: Scalars['String']['output'];
  /** Human-readable description of what the source did. */
  message: Scalars['String']['output'];
};

/** Which symbols of a source to collect. Every condition must hold. */
export type SymbolSelection = {
  /** Patterns, up to 20, of which a symbol matches none. */
  exclude?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only the first so many, by name. Null: all. */
  limit?: InputMaybe<Scalars['Int']['input']>;
  /** Patterns, 1 to 20 of up to 64 characters, of which a symbol matches one: `*` stands for any characters, `?` for one. Null: every symbol matches. */
  match?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only symbols with this currency of the price. Null: with any. */
  quote?: InputMaybe<Scalars['String']['input']>;
  /** Only symbols in this status. Null: in any. */
  status?: InputMaybe<SymbolStatus>;
};

/** State of a symbol of a job. */
export type SymbolState =
  /** A worker is collecting it now. */
  | 'ACTIVE'
  /** The source has confirmed with two valid, empty responses that it has no bars in the time window. */
  | 'EMPTY'
  /** Collection failed: see `error`. */
  | 'FAILED'
  /** Has no outcome yet; some of its pages may be stored already. */
  | 'PENDING'
  /** Nothing is left to ask for, and the time window holds a bar, whichever job has collected it. */
  | 'SUCCEEDED';

/** Whether a symbol is traded at its source. */
export type SymbolStatus =
  /** It is not traded any more. */
  | 'DELISTED'
  /** It is not traded now. Some sources do not tell whether it will be again. */
  | 'HALTED'
  /** It is traded. */
  | 'TRADING';

/** A half-open range of time. */
export type TimeRange = {
  __typename: 'TimeRange';
  /** Start, inclusive. */
  from: Scalars['DateTime']['output'];
  /** End, exclusive. */
  to: Scalars['DateTime']['output'];
};

/** What a COMPLETED job has proved. The last value that applies. */
export type Verdict =
  /** Every symbol has all the bars that the source has. */
  | 'COMPLETE'
  /** No time window holds a bar. */
  | 'NOTHING_COLLECTED'
  /** Symbols FAILED. */
  | 'WITH_FAILURES'
  /** Symbols miss bars other than those that the source does not have: see `symbolsWithGaps`. */
  | 'WITH_GAPS';

/** The job has changed since the expected version. */
export type VersionConflictError = Error & {
  __typename: 'VersionConflictError';
  /** The `expectedVersion` given with the command. */
  expectedVersion: Scalars['Int']['output'];
  /** The job in its current state. */
  job: CollectionJob;
  /** Human-readable description of the error. */
  message: Scalars['String']['output'];
};

/** The authenticated principal that sends the request. */
export type Viewer = {
  __typename: 'Viewer';
  /** Name of the principal, recorded as `actor` of the events it causes. */
  name: Scalars['String']['output'];
  /** Role of the principal. */
  role: Role;
};

export type JobViewFragment = { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } };

export type JobStampFragment = { __typename: 'CollectionJob', state: JobState, version: number, settled: boolean, progress: { __typename: 'JobProgress', done: number, rows: number } };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', name: string, role: Role } };

export type SourcesQueryVariables = Exact<{ [key: string]: never; }>;


export type SourcesQuery = { __typename: 'Query', sources: Array<{ __typename: 'Source', name: string, kind: SourceKind, description: string, intervals: Array<BarInterval>, isConfigured: boolean, reach?: number | null, restingUntil?: string | null, budget?: { __typename: 'SourceBudget', requestsPerMinute: number } | null }> };

export type SourceSymbolsQueryVariables = Exact<{
  source: Scalars['String']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type SourceSymbolsQuery = { __typename: 'Query', source?: { __typename: 'Source', name: string, symbols: { __typename: 'SourceSymbolConnection', totalCount: number, edges: Array<{ __typename: 'SourceSymbolEdge', node: { __typename: 'SourceSymbol', symbol: string } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } } | null };

export type SeriesRevisionsQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type SeriesRevisionsQuery = { __typename: 'Query', node?:
    | { __typename: 'CollectionJob' }
    | { __typename: 'Series', id: string, revisions: { __typename: 'RevisionConnection', totalCount: number, nodes: Array<{ __typename: 'Revision', time: string, at: string, job?: string | null, before: { __typename: 'Bar', open: string, high: string, low: string, close: string, volume: string, quoteVolume?: string | null, trades?: number | null, takerVolume?: string | null }, after: { __typename: 'Bar', open: string, high: string, low: string, close: string, volume: string, quoteVolume?: string | null, trades?: number | null, takerVolume?: string | null } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } }
    | { __typename: 'Source' }
   | null };

export type DifferenceCountQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type DifferenceCountQuery = { __typename: 'Query', job?: { __typename: 'CollectionJob', id: string, differences: { __typename: 'DifferenceConnection', totalCount: number } } | null };

export type JobDifferencesQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type JobDifferencesQuery = { __typename: 'Query', job?: { __typename: 'CollectionJob', id: string, differences: { __typename: 'DifferenceConnection', nodes: Array<{ __typename: 'Difference', symbol: string, time: string, stored?: { __typename: 'Bar', open: string, high: string, low: string, close: string, volume: string, quoteVolume?: string | null, trades?: number | null, takerVolume?: string | null } | null, offered?: { __typename: 'Bar', open: string, high: string, low: string, close: string, volume: string, quoteVolume?: string | null, trades?: number | null, takerVolume?: string | null } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } } | null };

export type ValuesFragment = { __typename: 'Bar', open: string, high: string, low: string, close: string, volume: string, quoteVolume?: string | null, trades?: number | null, takerVolume?: string | null };

type Refusal_InvalidInputError_Fragment = { __typename: 'InvalidInputError', message: string };

type Refusal_InvalidJobStateError_Fragment = { __typename: 'InvalidJobStateError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } };

type Refusal_JobNotFoundError_Fragment = { __typename: 'JobNotFoundError', message: string };

type Refusal_VersionConflictError_Fragment = { __typename: 'VersionConflictError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } };

export type RefusalFragment =
  | Refusal_InvalidInputError_Fragment
  | Refusal_InvalidJobStateError_Fragment
  | Refusal_JobNotFoundError_Fragment
  | Refusal_VersionConflictError_Fragment
;

export type PauseJobMutationVariables = Exact<{
  input: PauseJobInput;
}>;


export type PauseJobMutation = { __typename: 'Mutation', outcome:
    | { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } }
    | { __typename: 'InvalidJobStateError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }
    | { __typename: 'JobNotFoundError', message: string }
    | { __typename: 'VersionConflictError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }
   };

export type ResumeJobMutationVariables = Exact<{
  input: ResumeJobInput;
}>;


export type ResumeJobMutation = { __typename: 'Mutation', outcome:
    | { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } }
    | { __typename: 'InvalidJobStateError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }
    | { __typename: 'JobNotFoundError', message: string }
    | { __typename: 'VersionConflictError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }
   };

export type CancelJobMutationVariables = Exact<{
  input: CancelJobInput;
}>;


export type CancelJobMutation = { __typename: 'Mutation', outcome:
    | { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } }
    | { __typename: 'InvalidJobStateError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }
    | { __typename: 'JobNotFoundError', message: string }
    | { __typename: 'VersionConflictError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }
   };

export type RetryFailedMutationVariables = Exact<{
  input: RetryFailedInput;
}>;


export type RetryFailedMutation = { __typename: 'Mutation', outcome:
    | { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'InvalidJobStateError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }
    | { __typename: 'JobNotFoundError', message: string }
   };

export type RepairGapsMutationVariables = Exact<{
  input: RepairGapsInput;
}>;


export type RepairGapsMutation = { __typename: 'Mutation', outcome:
    | { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } }
    | { __typename: 'InvalidInputError', message: string }
   };

export type BarsQueryVariables = Exact<{
  source: Scalars['String']['input'];
  symbol: Scalars['String']['input'];
  interval: BarInterval;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  last: Scalars['Int']['input'];
  before?: InputMaybe<Scalars['String']['input']>;
  isCounted: Scalars['Boolean']['input'];
}>;


export type BarsQuery = { __typename: 'Query', bars: { __typename: 'BarConnection', totalCount?: number, edges: Array<{ __typename: 'BarEdge', node: { __typename: 'Bar', time: string, open: string, high: string, low: string, close: string, volume: string } }>, pageInfo: { __typename: 'PageInfo', hasPreviousPage: boolean, startCursor?: string | null } } };

export type SeriesIdsQueryVariables = Exact<{
  source: Scalars['String']['input'];
  symbol: Scalars['String']['input'];
  interval: BarInterval;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type SeriesIdsQuery = { __typename: 'Query', series: { __typename: 'SeriesConnection', nodes: Array<{ __typename: 'Series', id: string, symbol: string }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } };

export type SeriesGapsQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type SeriesGapsQuery = { __typename: 'Query', node?:
    | { __typename: 'CollectionJob' }
    | { __typename: 'Series', id: string, gaps: { __typename: 'GapConnection', nodes: Array<{ __typename: 'Gap', from: string, to: string, bars: number, reason: GapReason }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } }
    | { __typename: 'Source' }
   | null };

export type JobGapsQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type JobGapsQuery = { __typename: 'Query', job?: { __typename: 'CollectionJob', id: string, gaps: { __typename: 'JobGapConnection', nodes: Array<{ __typename: 'JobGap', symbol: string, from: string, to: string, bars: number, reason: GapReason }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } } | null };

export type SeriesPageQueryVariables = Exact<{
  source?: InputMaybe<Scalars['String']['input']>;
  symbolContains?: InputMaybe<Scalars['String']['input']>;
  interval?: InputMaybe<BarInterval>;
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type SeriesPageQuery = { __typename: 'Query', series: { __typename: 'SeriesConnection', totalCount: number, nodes: Array<{ __typename: 'Series', id: string, source: string, symbol: string, interval: BarInterval, bars: number, first?: string | null, last?: string | null, coveredFraction: number, covered: Array<{ __typename: 'TimeRange', from: string, to: string }> }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } };

export type SeriesViewFragment = { __typename: 'Series', id: string, source: string, symbol: string, interval: BarInterval, bars: number, first?: string | null, last?: string | null, coveredFraction: number, covered: Array<{ __typename: 'TimeRange', from: string, to: string }> };

export type JobCurveQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type JobCurveQuery = { __typename: 'Query', job?: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, progressCurve: Array<{ __typename: 'JobEvent', seq: number, cursor: string, at: string, progress: { __typename: 'JobProgress', done: number, rows: number, activeSeconds: number } }>, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } | null };

export type JobMilestonesQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type JobMilestonesQuery = { __typename: 'Query', job?: { __typename: 'CollectionJob', id: string, events: { __typename: 'JobEventConnection', edges: Array<{ __typename: 'JobEventEdge', node: { __typename: 'JobEvent', seq: number, type: string, at: string, fromState?: JobState | null, toState?: JobState | null, actor: string, reason?: string | null, progress: { __typename: 'JobProgress', done: number, total: number, failed: number } } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } } | null };

export type CurvePointFragment = { __typename: 'JobEvent', seq: number, cursor: string, at: string, progress: { __typename: 'JobProgress', done: number, rows: number, activeSeconds: number } };

export type MilestoneFragment = { __typename: 'JobEvent', seq: number, type: string, at: string, fromState?: JobState | null, toState?: JobState | null, actor: string, reason?: string | null, progress: { __typename: 'JobProgress', done: number, total: number, failed: number } };

export type SymbolStatesQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type SymbolStatesQuery = { __typename: 'Query', job?: { __typename: 'CollectionJob', id: string, symbolStates: string } | null };

export type SymbolAtQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  position: Scalars['Int']['input'];
}>;


export type SymbolAtQuery = { __typename: 'Query', job?: { __typename: 'CollectionJob', id: string, symbolAt?: { __typename: 'JobSymbol', position: number, symbol: string, state: SymbolState, rows: number, missing: number, attempts: number, startedAt?: string | null, finishedAt?: string | null, error?: { __typename: 'SymbolFailure', code: string, message: string } | null } | null } | null };

export type SymbolViewFragment = { __typename: 'JobSymbol', position: number, symbol: string, state: SymbolState, rows: number, missing: number, attempts: number, startedAt?: string | null, finishedAt?: string | null, error?: { __typename: 'SymbolFailure', code: string, message: string } | null };

export type FailuresQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type FailuresQuery = { __typename: 'Query', job?: { __typename: 'CollectionJob', id: string, failures: Array<{ __typename: 'FailureCount', code: string, count: number }> } | null };

export type FoundSymbolsQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  states?: InputMaybe<Array<SymbolState> | SymbolState>;
  errorCode?: InputMaybe<Scalars['String']['input']>;
  withGaps?: InputMaybe<Scalars['Boolean']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type FoundSymbolsQuery = { __typename: 'Query', job?: { __typename: 'CollectionJob', id: string, symbols: { __typename: 'JobSymbolConnection', nodes: Array<{ __typename: 'JobSymbol', position: number, symbol: string, state: SymbolState, rows: number, missing: number, attempts: number, startedAt?: string | null, finishedAt?: string | null, error?: { __typename: 'SymbolFailure', code: string, message: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } } | null };

export type HeldSymbolFragment = { __typename: 'JobSymbol', symbol: string, position: number, attempts: number, rows: number, startedAt?: string | null };

export type JobUpdatedSubscriptionVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type JobUpdatedSubscription = { __typename: 'Subscription', jobUpdated: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, inFlight: Array<{ __typename: 'JobSymbol', symbol: string, position: number, attempts: number, rows: number, startedAt?: string | null }>, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } };

export type JobEventsSubscriptionVariables = Exact<{
  id: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type JobEventsSubscription = { __typename: 'Subscription', jobEvents: { __typename: 'JobEvent', seq: number, cursor: string, at: string, type: string, fromState?: JobState | null, toState?: JobState | null, actor: string, reason?: string | null, progress: { __typename: 'JobProgress', done: number, rows: number, activeSeconds: number, total: number, failed: number } } };

export type JobsPageQueryVariables = Exact<{
  filter?: InputMaybe<JobFilter>;
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type JobsPageQuery = { __typename: 'Query', jobs: { __typename: 'JobConnection', totalCount: number, edges: Array<{ __typename: 'JobEdge', node: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } };

export type JobsUpdatedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type JobsUpdatedSubscription = { __typename: 'Subscription', jobsUpdated: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } };

export type StartCollectionMutationVariables = Exact<{
  input: StartCollectionInput;
}>;


export type StartCollectionMutation = { __typename: 'Mutation', outcome:
    | { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from?: string | null, to: string, mode: CollectMode, concurrency: number, verdict?: Verdict | null, symbolsWithGaps: number, barsAlreadyThere: number, revised: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } }
    | { __typename: 'InvalidInputError', message: string, path: Array<string> }
   };

export type EstimateQueryVariables = Exact<{
  input: StartCollectionInput;
}>;


export type EstimateQuery = { __typename: 'Query', estimate:
    | { __typename: 'Estimate', symbols: number, requests: number, bars: number, bytes: number, seconds: number, coveredFraction: number, isExact: boolean }
    | { __typename: 'InvalidInputError', message: string }
   };

export const JobStampFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobStamp"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}}]}}]}}]} as unknown as DocumentNode<JobStampFragment, unknown>;
export const ValuesFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Values"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Bar"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"open"}},{"kind":"Field","name":{"kind":"Name","value":"high"}},{"kind":"Field","name":{"kind":"Name","value":"low"}},{"kind":"Field","name":{"kind":"Name","value":"close"}},{"kind":"Field","name":{"kind":"Name","value":"volume"}},{"kind":"Field","name":{"kind":"Name","value":"quoteVolume"}},{"kind":"Field","name":{"kind":"Name","value":"trades"}},{"kind":"Field","name":{"kind":"Name","value":"takerVolume"}}]}}]} as unknown as DocumentNode<ValuesFragment, unknown>;
export const JobViewFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsWithGaps"}},{"kind":"Field","name":{"kind":"Name","value":"barsAlreadyThere"}},{"kind":"Field","name":{"kind":"Name","value":"revised"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<JobViewFragment, unknown>;
export const RefusalFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidJobStateError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsWithGaps"}},{"kind":"Field","name":{"kind":"Name","value":"barsAlreadyThere"}},{"kind":"Field","name":{"kind":"Name","value":"revised"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<RefusalFragment, unknown>;
export const SeriesViewFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SeriesView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Series"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"symbol"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"bars"}},{"kind":"Field","name":{"kind":"Name","value":"first"}},{"kind":"Field","name":{"kind":"Name","value":"last"}},{"kind":"Field","name":{"kind":"Name","value":"coveredFraction"}},{"kind":"Field","name":{"kind":"Name","value":"covered"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}}]}}]} as unknown as DocumentNode<SeriesViewFragment, unknown>;
export const CurvePointFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CurvePoint"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<CurvePointFragment, unknown>;
export const MilestoneFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Milestone"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"fromState"}},{"kind":"Field","name":{"kind":"Name","value":"toState"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}}]}}]} as unknown as DocumentNode<MilestoneFragment, unknown>;
export const SymbolViewFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SymbolView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobSymbol"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"symbol"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<SymbolViewFragment, unknown>;
export const HeldSymbolFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"HeldSymbol"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobSymbol"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"symbol"}},{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}}]}}]} as unknown as DocumentNode<HeldSymbolFragment, unknown>;
export const WhoAmIDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAmI"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}}]}}]} as unknown as DocumentNode<WhoAmIQuery, WhoAmIQueryVariables>;
export const SourcesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"intervals"}},{"kind":"Field","name":{"kind":"Name","value":"isConfigured"}},{"kind":"Field","name":{"kind":"Name","value":"reach"}},{"kind":"Field","name":{"kind":"Name","value":"restingUntil"}},{"kind":"Field","name":{"kind":"Name","value":"budget"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestsPerMinute"}}]}}]}}]}}]} as unknown as DocumentNode<SourcesQuery, SourcesQueryVariables>;
export const SourceSymbolsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SourceSymbols"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"source"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"source"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"symbols"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"500"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"status"},"value":{"kind":"EnumValue","value":"TRADING"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"symbol"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SourceSymbolsQuery, SourceSymbolsQueryVariables>;
export const SeriesRevisionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SeriesRevisions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Series"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"revisions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"25"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"time"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"job"}},{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Values"}}]}},{"kind":"Field","name":{"kind":"Name","value":"after"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Values"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Values"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Bar"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"open"}},{"kind":"Field","name":{"kind":"Name","value":"high"}},{"kind":"Field","name":{"kind":"Name","value":"low"}},{"kind":"Field","name":{"kind":"Name","value":"close"}},{"kind":"Field","name":{"kind":"Name","value":"volume"}},{"kind":"Field","name":{"kind":"Name","value":"quoteVolume"}},{"kind":"Field","name":{"kind":"Name","value":"trades"}},{"kind":"Field","name":{"kind":"Name","value":"takerVolume"}}]}}]} as unknown as DocumentNode<SeriesRevisionsQuery, SeriesRevisionsQueryVariables>;
export const DifferenceCountDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DifferenceCount"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"differences"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}}]}}]} as unknown as DocumentNode<DifferenceCountQuery, DifferenceCountQueryVariables>;
export const JobDifferencesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"JobDifferences"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"differences"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"symbol"}},{"kind":"Field","name":{"kind":"Name","value":"time"}},{"kind":"Field","name":{"kind":"Name","value":"stored"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Values"}}]}},{"kind":"Field","name":{"kind":"Name","value":"offered"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Values"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Values"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Bar"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"open"}},{"kind":"Field","name":{"kind":"Name","value":"high"}},{"kind":"Field","name":{"kind":"Name","value":"low"}},{"kind":"Field","name":{"kind":"Name","value":"close"}},{"kind":"Field","name":{"kind":"Name","value":"volume"}},{"kind":"Field","name":{"kind":"Name","value":"quoteVolume"}},{"kind":"Field","name":{"kind":"Name","value":"trades"}},{"kind":"Field","name":{"kind":"Name","value":"takerVolume"}}]}}]} as unknown as DocumentNode<JobDifferencesQuery, JobDifferencesQueryVariables>;
export const PauseJobDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PauseJob"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PauseJobInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"pauseJob"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsWithGaps"}},{"kind":"Field","name":{"kind":"Name","value":"barsAlreadyThere"}},{"kind":"Field","name":{"kind":"Name","value":"revised"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidJobStateError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}}]}}]} as unknown as DocumentNode<PauseJobMutation, PauseJobMutationVariables>;
export const ResumeJobDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResumeJob"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResumeJobInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"resumeJob"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsWithGaps"}},{"kind":"Field","name":{"kind":"Name","value":"barsAlreadyThere"}},{"kind":"Field","name":{"kind":"Name","value":"revised"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidJobStateError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}}]}}]} as unknown as DocumentNode<ResumeJobMutation, ResumeJobMutationVariables>;
export const CancelJobDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelJob"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelJobInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"cancelJob"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsWithGaps"}},{"kind":"Field","name":{"kind":"Name","value":"barsAlreadyThere"}},{"kind":"Field","name":{"kind":"Name","value":"revised"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidJobStateError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}}]}}]} as unknown as DocumentNode<CancelJobMutation, CancelJobMutationVariables>;
export const RetryFailedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RetryFailed"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RetryFailedInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"retryFailed"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsWithGaps"}},{"kind":"Field","name":{"kind":"Name","value":"barsAlreadyThere"}},{"kind":"Field","name":{"kind":"Name","value":"revised"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidJobStateError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}}]}}]} as unknown as DocumentNode<RetryFailedMutation, RetryFailedMutationVariables>;
export const RepairGapsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RepairGaps"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RepairGapsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"repairGaps"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsWithGaps"}},{"kind":"Field","name":{"kind":"Name","value":"barsAlreadyThere"}},{"kind":"Field","name":{"kind":"Name","value":"revised"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<RepairGapsMutation, RepairGapsMutationVariables>;
export const BarsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Bars"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"source"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"symbol"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"interval"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"BarInterval"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"isCounted"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bars"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"source"},"value":{"kind":"Variable","name":{"kind":"Name","value":"source"}}},{"kind":"Argument","name":{"kind":"Name","value":"symbol"},"value":{"kind":"Variable","name":{"kind":"Name","value":"symbol"}}},{"kind":"Argument","name":{"kind":"Name","value":"interval"},"value":{"kind":"Variable","name":{"kind":"Name","value":"interval"}}},{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"isCounted"}}}]}]},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"time"}},{"kind":"Field","name":{"kind":"Name","value":"open"}},{"kind":"Field","name":{"kind":"Name","value":"high"}},{"kind":"Field","name":{"kind":"Name","value":"low"}},{"kind":"Field","name":{"kind":"Name","value":"close"}},{"kind":"Field","name":{"kind":"Name","value":"volume"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}}]}}]}}]}}]} as unknown as DocumentNode<BarsQuery, BarsQueryVariables>;
export const SeriesIdsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SeriesIds"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"source"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"symbol"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"interval"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"BarInterval"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"series"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"source"},"value":{"kind":"Variable","name":{"kind":"Name","value":"source"}}},{"kind":"Argument","name":{"kind":"Name","value":"symbolContains"},"value":{"kind":"Variable","name":{"kind":"Name","value":"symbol"}}},{"kind":"Argument","name":{"kind":"Name","value":"interval"},"value":{"kind":"Variable","name":{"kind":"Name","value":"interval"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"500"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"symbol"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<SeriesIdsQuery, SeriesIdsQueryVariables>;
export const SeriesGapsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SeriesGaps"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Series"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"gaps"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"bars"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<SeriesGapsQuery, SeriesGapsQueryVariables>;
export const JobGapsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"JobGaps"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"gaps"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"symbol"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"bars"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<JobGapsQuery, JobGapsQueryVariables>;
export const SeriesPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SeriesPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"source"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"symbolContains"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"interval"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"BarInterval"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"series"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"source"},"value":{"kind":"Variable","name":{"kind":"Name","value":"source"}}},{"kind":"Argument","name":{"kind":"Name","value":"symbolContains"},"value":{"kind":"Variable","name":{"kind":"Name","value":"symbolContains"}}},{"kind":"Argument","name":{"kind":"Name","value":"interval"},"value":{"kind":"Variable","name":{"kind":"Name","value":"interval"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SeriesView"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SeriesView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Series"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"symbol"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"bars"}},{"kind":"Field","name":{"kind":"Name","value":"first"}},{"kind":"Field","name":{"kind":"Name","value":"last"}},{"kind":"Field","name":{"kind":"Name","value":"coveredFraction"}},{"kind":"Field","name":{"kind":"Name","value":"covered"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}}]}}]} as unknown as DocumentNode<SeriesPageQuery, SeriesPageQueryVariables>;
export const JobCurveDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"JobCurve"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}},{"kind":"Field","name":{"kind":"Name","value":"progressCurve"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"points"},"value":{"kind":"IntValue","value":"200"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CurvePoint"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsWithGaps"}},{"kind":"Field","name":{"kind":"Name","value":"barsAlreadyThere"}},{"kind":"Field","name":{"kind":"Name","value":"revised"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CurvePoint"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<JobCurveQuery, JobCurveQueryVariables>;
export const JobMilestonesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"JobMilestones"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"events"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"500"}},{"kind":"Argument","name":{"kind":"Name","value":"milestones"},"value":{"kind":"BooleanValue","value":true}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Milestone"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Milestone"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"fromState"}},{"kind":"Field","name":{"kind":"Name","value":"toState"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}}]}}]} as unknown as DocumentNode<JobMilestonesQuery, JobMilestonesQueryVariables>;
export const SymbolStatesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SymbolStates"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"symbolStates"}}]}}]}}]} as unknown as DocumentNode<SymbolStatesQuery, SymbolStatesQueryVariables>;
export const SymbolAtDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SymbolAt"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"position"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"symbolAt"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"position"},"value":{"kind":"Variable","name":{"kind":"Name","value":"position"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SymbolView"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SymbolView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobSymbol"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"symbol"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<SymbolAtQuery, SymbolAtQueryVariables>;
export const FailuresDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Failures"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"failures"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}}]} as unknown as DocumentNode<FailuresQuery, FailuresQueryVariables>;
export const FoundSymbolsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FoundSymbols"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"states"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SymbolState"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"errorCode"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"withGaps"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"symbols"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"states"},"value":{"kind":"Variable","name":{"kind":"Name","value":"states"}}},{"kind":"Argument","name":{"kind":"Name","value":"errorCode"},"value":{"kind":"Variable","name":{"kind":"Name","value":"errorCode"}}},{"kind":"Argument","name":{"kind":"Name","value":"withGaps"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withGaps"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SymbolView"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SymbolView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobSymbol"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"symbol"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<FoundSymbolsQuery, FoundSymbolsQueryVariables>;
export const JobUpdatedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"JobUpdated"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jobUpdated"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}},{"kind":"Field","name":{"kind":"Name","value":"inFlight"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"HeldSymbol"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsWithGaps"}},{"kind":"Field","name":{"kind":"Name","value":"barsAlreadyThere"}},{"kind":"Field","name":{"kind":"Name","value":"revised"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"HeldSymbol"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobSymbol"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"symbol"}},{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}}]}}]} as unknown as DocumentNode<JobUpdatedSubscription, JobUpdatedSubscriptionVariables>;
export const JobEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"JobEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jobEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CurvePoint"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Milestone"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CurvePoint"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Milestone"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"fromState"}},{"kind":"Field","name":{"kind":"Name","value":"toState"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}}]}}]} as unknown as DocumentNode<JobEventsSubscription, JobEventsSubscriptionVariables>;
export const JobsPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"JobsPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"JobFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jobs"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsWithGaps"}},{"kind":"Field","name":{"kind":"Name","value":"barsAlreadyThere"}},{"kind":"Field","name":{"kind":"Name","value":"revised"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<JobsPageQuery, JobsPageQueryVariables>;
export const JobsUpdatedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"JobsUpdated"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jobsUpdated"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsWithGaps"}},{"kind":"Field","name":{"kind":"Name","value":"barsAlreadyThere"}},{"kind":"Field","name":{"kind":"Name","value":"revised"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<JobsUpdatedSubscription, JobsUpdatedSubscriptionVariables>;
export const StartCollectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartCollection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartCollectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"startCollection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsWithGaps"}},{"kind":"Field","name":{"kind":"Name","value":"barsAlreadyThere"}},{"kind":"Field","name":{"kind":"Name","value":"revised"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<StartCollectionMutation, StartCollectionMutationVariables>;
export const EstimateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Estimate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartCollectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"estimate"},"name":{"kind":"Name","value":"estimateCollection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Estimate"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"symbols"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"bars"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"seconds"}},{"kind":"Field","name":{"kind":"Name","value":"coveredFraction"}},{"kind":"Field","name":{"kind":"Name","value":"isExact"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<EstimateQuery, EstimateQueryVariables>;