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
  /** A moment, as RFC 3339 text in UTC: 2026-01-31T23:59:59.000Z. Exact to the millisecond. */
  DateTime: { input: string; output: string; }
  /** An exact decimal number as a string, digit for digit as the source sent it; never a float. */
  Decimal: { input: string; output: string; }
  /** An integer beyond 32 bits, exact up to 2^53 - 1. */
  SafeInt: { input: number; output: number; }
};

/** One stored bar: what was traded between its time and the next. */
export type Bar = {
  __typename: 'Bar';
  /** Last price. */
  close: Scalars['Decimal']['output'];
  /** Highest price. */
  high: Scalars['Decimal']['output'];
  /** Lowest price. */
  low: Scalars['Decimal']['output'];
  /** First price. */
  open: Scalars['Decimal']['output'];
  /** When it opens. */
  time: Scalars['DateTime']['output'];
  /** Amount traded, in units of the instrument. */
  volume: Scalars['Decimal']['output'];
};

/** A page of bars, by the Relay cursor specification. */
export type BarConnection = {
  __typename: 'BarConnection';
  /** The entries of this page. */
  edges: Array<BarEdge>;
  /** Where this page lies. */
  pageInfo: PageInfo;
  /** Entries on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of bars, with its cursor. */
export type BarEdge = {
  __typename: 'BarEdge';
  /** What `after` takes to go on behind it. */
  cursor: Scalars['String']['output'];
  /** The entry itself. */
  node: Bar;
};

/** How long one bar spans. */
export type BarInterval =
  /** 15 minutes. */
  | 'FIFTEEN_MINUTES'
  /** 5 minutes. */
  | 'FIVE_MINUTES'
  /** 1 day, from midnight UTC. */
  | 'ONE_DAY'
  /** 1 hour. */
  | 'ONE_HOUR'
  /** 1 minute. */
  | 'ONE_MINUTE';

/** Which job to cancel. */
export type CancelJobInput = {
  /** Refuse with VersionConflictError unless the job still has this version. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The job. */
  id: Scalars['ID']['input'];
  /** Why, up to 1000 characters; kept in the job's history. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** Names this request, up to 200 characters: its repetition is no second attempt, but gets the answer of the first, with the job as it stood then (its lists as they are by now). */
  requestId?: InputMaybe<Scalars['String']['input']>;
};

/** The job, CANCELLED, or why it is not. */
export type CancelJobResult = CollectionJob | InvalidJobStateError | JobNotFoundError | VersionConflictError;

/** Collects bars of a list of symbols from one source; can be paused, resumed and cancelled. */
export type CollectionJob = Node & {
  __typename: 'CollectionJob';
  /** What can be asked of it as it is. */
  allowedActions: Array<JobAction>;
  /** When it ended; set in every terminal state. */
  completedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Symbols that the source is asked about at once. More may be in flight: those on their way to the disk. */
  concurrency: Scalars['Int']['output'];
  /** When it was created. */
  createdAt: Scalars['DateTime']['output'];
  /** Its history, oldest first. */
  events: JobEventConnection;
  /** How its symbols failed, most frequent first. */
  failures: Array<FailureCount>;
  /** Bars that open at this moment or later are collected. */
  from: Scalars['DateTime']['output'];
  /** Unique among all nodes, and forever. */
  id: Scalars['ID']['output'];
  /** Symbols that are being worked on at this moment. */
  inFlight: Array<JobSymbol>;
  /** How long one bar spans. */
  interval: BarInterval;
  /** As given at its start. */
  name?: Maybe<Scalars['String']['output']>;
  /** When it was paused; set while PAUSED. */
  pausedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How far it is. */
  progress: JobProgress;
  /** Its history thinned out evenly, with the first and the last entry: enough to draw how it went. */
  progressCurve: Array<JobEvent>;
  /** Given with the last transition. */
  reason?: Maybe<Scalars['String']['output']>;
  /** True when nothing is in flight: a PAUSED job that has drained. */
  settled: Scalars['Boolean']['output'];
  /** Where its bars come from. */
  source: Source;
  /** When its worker first started. */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where it is in its life. */
  state: JobState;
  /** Its symbol at this place of its list; null when there is none. */
  symbolAt?: Maybe<JobSymbol>;
  /** The states of all its symbols, a letter each in the order of its list: Pending, Active, Succeeded, Empty, Failed. */
  symbolStates: Scalars['String']['output'];
  /** Its symbols, in the order they were given. */
  symbols: JobSymbolConnection;
  /** Bars that open before this moment are collected. */
  to: Scalars['DateTime']['output'];
  /** Control version: grows by one with every transition, untouched by progress. */
  version: Scalars['Int']['output'];
};


/** Collects bars of a list of symbols from one source; can be paused, resumed and cancelled. */
export type CollectionJobEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  milestones?: Scalars['Boolean']['input'];
};


/** Collects bars of a list of symbols from one source; can be paused, resumed and cancelled. */
export type CollectionJobProgressCurveArgs = {
  points?: Scalars['Int']['input'];
};


/** Collects bars of a list of symbols from one source; can be paused, resumed and cancelled. */
export type CollectionJobSymbolAtArgs = {
  position: Scalars['Int']['input'];
};


/** Collects bars of a list of symbols from one source; can be paused, resumed and cancelled. */
export type CollectionJobSymbolsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  errorCode?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  states?: InputMaybe<Array<SymbolState>>;
};

/** An expected refusal, returned as data. */
export type Error = {
  /** For a person to read. */
  message: Scalars['String']['output'];
};

/** How many symbols of a job failed in one way. */
export type FailureCount = {
  __typename: 'FailureCount';
  /** The `code` of their errors. */
  code: Scalars['String']['output'];
  /** How many. */
  count: Scalars['Int']['output'];
};

/** What becomes of the symbols in flight when a job is paused. */
export type InFlight =
  /** They are aborted and wait again, with their stored pages and without an attempt spent. */
  | 'ABORT'
  /** They finish, and their results are kept. */
  | 'FINISH';

/** What was asked makes no sense as asked. */
export type InvalidInputError = Error & {
  __typename: 'InvalidInputError';
  /** For a person to read. */
  message: Scalars['String']['output'];
  /** Leads to the offending value, from the argument on. */
  path: Array<Scalars['String']['output']>;
};

/** The job's state does not allow what was asked. */
export type InvalidJobStateError = Error & {
  __typename: 'InvalidJobStateError';
  /** What the state does allow. */
  allowedActions: Array<JobAction>;
  /** What was asked. */
  attempted: JobAction;
  /** The job as it is. */
  job: CollectionJob;
  /** For a person to read. */
  message: Scalars['String']['output'];
};

/** What can be asked of a job. */
export type JobAction =
  /** cancelJob: PENDING, RUNNING or PAUSED → CANCELLED. */
  | 'CANCEL'
  /** pauseJob: RUNNING → PAUSED. */
  | 'PAUSE'
  /** resumeJob: PAUSED → RUNNING. */
  | 'RESUME'
  /** retryFailed: a new job for the FAILED symbols of a terminal one. */
  | 'RETRY_FAILED';

/** A page of jobs, by the Relay cursor specification. */
export type JobConnection = {
  __typename: 'JobConnection';
  /** The entries of this page. */
  edges: Array<JobEdge>;
  /** Where this page lies. */
  pageInfo: PageInfo;
  /** Entries on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of jobs, with its cursor. */
export type JobEdge = {
  __typename: 'JobEdge';
  /** What `after` takes to go on behind it. */
  cursor: Scalars['String']['output'];
  /** The entry itself. */
  node: CollectionJob;
};

/** One entry of a job's history, which is complete, in order, and never rewritten. */
export type JobEvent = {
  __typename: 'JobEvent';
  /** Who or what caused it: a principal, or "system". */
  actor: Scalars['String']['output'];
  /** When, by the database's clock. */
  at: Scalars['DateTime']['output'];
  /** What `after` takes to go on behind this event. */
  cursor: Scalars['String']['output'];
  /** The state that was left; set on transitions. */
  fromState?: Maybe<JobState>;
  /** How far the job was, this event included. */
  progress: JobProgress;
  /** Why, as given with the command, or by what failed. */
  reason?: Maybe<Scalars['String']['output']>;
  /** Per job: 1, 2, 3 … without a gap. */
  seq: Scalars['Int']['output'];
  /** The state that was entered; set on transitions. */
  toState?: Maybe<JobState>;
  /** CREATED, STARTED, PAUSED, DRAINED, RESUMED, SYMBOLS_DONE, RECOVERED, COMPLETED, FAILED or CANCELLED. More may come. */
  type: Scalars['String']['output'];
};

/** A page of the events of a job, by the Relay cursor specification. */
export type JobEventConnection = {
  __typename: 'JobEventConnection';
  /** The entries of this page. */
  edges: Array<JobEventEdge>;
  /** Where this page lies. */
  pageInfo: PageInfo;
  /** Entries on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the events of a job, with its cursor. */
export type JobEventEdge = {
  __typename: 'JobEventEdge';
  /** What `after` takes to go on behind it. */
  cursor: Scalars['String']['output'];
  /** The entry itself. */
  node: JobEvent;
};

/** Which jobs; every condition that is given must hold. */
export type JobFilter = {
  /** True: with at least one FAILED symbol so far; false: without any. A job that has not ended may change sides. */
  hasFailures?: InputMaybe<Scalars['Boolean']['input']>;
  /** With this in their name, upper and lower case alike; an empty text is no condition. */
  nameContains?: InputMaybe<Scalars['String']['input']>;
  /** From this source. */
  source?: InputMaybe<Scalars['String']['input']>;
  /** In any of these states. */
  states?: InputMaybe<Array<JobState>>;
};

/** There is no such job. */
export type JobNotFoundError = Error & {
  __typename: 'JobNotFoundError';
  /** The id that was asked for. */
  id: Scalars['ID']['output'];
  /** For a person to read. */
  message: Scalars['String']['output'];
};

/** How far a job is. */
export type JobProgress = {
  __typename: 'JobProgress';
  /** Seconds spent RUNNING. */
  activeSeconds: Scalars['Float']['output'];
  /** Symbols with an outcome: succeeded + empty + failed. */
  done: Scalars['Int']['output'];
  /** Symbols that have no bars in the window. */
  empty: Scalars['Int']['output'];
  /** Seconds of active time still needed at the present rate. Null when unknown; frozen while PAUSED. */
  etaSeconds?: Maybe<Scalars['Float']['output']>;
  /** Symbols that were given up. */
  failed: Scalars['Int']['output'];
  /** done / total, from 0 to 1. */
  fraction: Scalars['Float']['output'];
  /** Bars stored by this job. */
  rows: Scalars['SafeInt']['output'];
  /** Symbols whose bars are all stored. */
  succeeded: Scalars['Int']['output'];
  /** Symbols done per second of active time, over its last 5 to 10 seconds. */
  symbolsPerSecond: Scalars['Float']['output'];
  /** Symbols of the job. */
  total: Scalars['Int']['output'];
};

/** Where a job is in its life. */
export type JobState =
  /** Terminal: given up on request; nothing of it is stored any more. */
  | 'CANCELLED'
  /** Terminal: every symbol has its outcome. */
  | 'COMPLETED'
  /** Terminal: the job itself could not go on; symbols it did not reach stay PENDING. */
  | 'FAILED'
  /** No further symbol starts. Symbols in flight may still be draining: see `settled`. */
  | 'PAUSED'
  /** Created; its worker has not started yet. */
  | 'PENDING'
  /** Its worker collects. */
  | 'RUNNING';

/** One symbol of a job. */
export type JobSymbol = {
  __typename: 'JobSymbol';
  /** Tries of the source so far, the present one included: 1 when all went well, one more for each retry. */
  attempts: Scalars['Int']['output'];
  /** Set when FAILED. */
  error?: Maybe<SymbolFailure>;
  /** When its outcome was stored. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Its place in the list that the job was started with, from 0. */
  position: Scalars['Int']['output'];
  /** Bars stored for it by this job. */
  rows: Scalars['SafeInt']['output'];
  /** When a worker began on it. */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where it stands. */
  state: SymbolState;
  /** The instrument, as the source names it. */
  symbol: Scalars['String']['output'];
};

/** A page of the symbols of a job, by the Relay cursor specification. */
export type JobSymbolConnection = {
  __typename: 'JobSymbolConnection';
  /** The entries of this page. */
  edges: Array<JobSymbolEdge>;
  /** Where this page lies. */
  pageInfo: PageInfo;
  /** Entries on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the symbols of a job, with its cursor. */
export type JobSymbolEdge = {
  __typename: 'JobSymbolEdge';
  /** What `after` takes to go on behind it. */
  cursor: Scalars['String']['output'];
  /** The entry itself. */
  node: JobSymbol;
};

/** Commands to jobs. Each answers with the job as it is then, or with a typed refusal. */
export type Mutation = {
  __typename: 'Mutation';
  /** PENDING, RUNNING or PAUSED → CANCELLED. Requests in flight are aborted; bars that were stored before stay. */
  cancelJob: CancelJobResult;
  /** RUNNING → PAUSED. When it answers, no further symbol starts; `settled` says whether it has drained. */
  pauseJob: PauseJobResult;
  /** PAUSED → RUNNING, from the exact point; straight to COMPLETED when nothing is left to do. */
  resumeJob: ResumeJobResult;
  /** Starts a new job for the FAILED symbols of one that has ended; the old one stays as it is. */
  retryFailed: RetryFailedResult;
  /** Creates a job and starts it. */
  startCollection: StartCollectionResult;
};


/** Commands to jobs. Each answers with the job as it is then, or with a typed refusal. */
export type MutationCancelJobArgs = {
  input: CancelJobInput;
};


/** Commands to jobs. Each answers with the job as it is then, or with a typed refusal. */
export type MutationPauseJobArgs = {
  input: PauseJobInput;
};


/** Commands to jobs. Each answers with the job as it is then, or with a typed refusal. */
export type MutationResumeJobArgs = {
  input: ResumeJobInput;
};


/** Commands to jobs. Each answers with the job as it is then, or with a typed refusal. */
export type MutationRetryFailedArgs = {
  input: RetryFailedInput;
};


/** Commands to jobs. Each answers with the job as it is then, or with a typed refusal. */
export type MutationStartCollectionArgs = {
  input: StartCollectionInput;
};

/** What can be fetched again by its id. */
export type Node = {
  /** Unique among all nodes, and forever. */
  id: Scalars['ID']['output'];
};

/** Where a page lies in its list, by the Relay cursor specification. */
export type PageInfo = {
  __typename: 'PageInfo';
  /** Cursor of the last edge: the `after` of the next page. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether more follow. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether some came before. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first edge; null when there is none. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** Which job to pause, and how. */
export type PauseJobInput = {
  /** Refuse with VersionConflictError unless the job still has this version. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The job. */
  id: Scalars['ID']['input'];
  /** What becomes of the symbols in flight. */
  inFlight?: InputMaybe<InFlight>;
  /** Why, up to 1000 characters; kept in the job's history. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** Names this request, up to 200 characters: its repetition is no second attempt, but gets the answer of the first, with the job as it stood then (its lists as they are by now). */
  requestId?: InputMaybe<Scalars['String']['input']>;
};

/** The job, PAUSED, or why it is not. */
export type PauseJobResult = CollectionJob | InvalidJobStateError | JobNotFoundError | VersionConflictError;

/** What there is: jobs, sources and the bars that are stored. */
export type Query = {
  __typename: 'Query';
  /** Stored bars of one symbol, ascending by time, whichever job stored them. `after` and `before` bound them; of these `first` takes from the beginning, `last` from the end. */
  bars: BarConnection;
  /** The job with this id; null when there is none. */
  job?: Maybe<CollectionJob>;
  /** Jobs, newest first. */
  jobs: JobConnection;
  /** The node with this id; null when there is none. */
  node?: Maybe<Node>;
  /** The source with this name; null when there is none. */
  source?: Maybe<Source>;
  /** All sources of this service. */
  sources: Array<Source>;
  /** Who asks, by the credential that came with the request. */
  viewer: Viewer;
};


/** What there is: jobs, sources and the bars that are stored. */
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


/** What there is: jobs, sources and the bars that are stored. */
export type QueryJobArgs = {
  id: Scalars['ID']['input'];
};


/** What there is: jobs, sources and the bars that are stored. */
export type QueryJobsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<JobFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What there is: jobs, sources and the bars that are stored. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** What there is: jobs, sources and the bars that are stored. */
export type QuerySourceArgs = {
  name: Scalars['String']['input'];
};

/** Which job to resume. */
export type ResumeJobInput = {
  /** Refuse with VersionConflictError unless the job still has this version. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The job. */
  id: Scalars['ID']['input'];
  /** Why, up to 1000 characters; kept in the job's history. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** Names this request, up to 200 characters: its repetition is no second attempt, but gets the answer of the first, with the job as it stood then (its lists as they are by now). */
  requestId?: InputMaybe<Scalars['String']['input']>;
};

/** The job, RUNNING again (COMPLETED when nothing was left to do), or why it is not. */
export type ResumeJobResult = CollectionJob | InvalidJobStateError | JobNotFoundError | VersionConflictError;

/** Whose failed symbols to collect again. */
export type RetryFailedInput = {
  /** A job that has ended with FAILED symbols. */
  id: Scalars['ID']['input'];
  /** Why, up to 1000 characters; kept in the new job's history. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** Names this request, up to 200 characters: its repetition is no second attempt, but gets the answer of the first, with the job as it stood then (its lists as they are by now). */
  requestId?: InputMaybe<Scalars['String']['input']>;
};

/** The new job, or why there is none. */
export type RetryFailedResult = CollectionJob | InvalidInputError | InvalidJobStateError | JobNotFoundError;

/** What a principal may do. */
export type Role =
  /** All of it, and introspect a production service. */
  | 'ADMIN'
  /** Look, and command jobs. */
  | 'OPERATOR'
  /** Look. */
  | 'VIEWER';

/** Where bars come from. */
export type Source = {
  __typename: 'Source';
  /** What it is, for a person to read. */
  description: Scalars['String']['output'];
  /** The intervals it has bars of. */
  intervals: Array<BarInterval>;
  /** Whether it is simulated. */
  kind: SourceKind;
  /** What `startCollection` and `bars` take as source. */
  name: Scalars['String']['output'];
  /** The symbols it offers, sorted. */
  symbols: SourceSymbolConnection;
};


/** Where bars come from. */
export type SourceSymbolsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** Whether the bars of a source are of this world. */
export type SourceKind =
  /** An actual exchange. */
  | 'REAL'
  /** Computed: fictional symbols, prices that are a pure function of seed, symbol and time. */
  | 'SIMULATED';

/** A symbol that a source offers. */
export type SourceSymbol = {
  __typename: 'SourceSymbol';
  /** The instrument, as the source names it. */
  symbol: Scalars['String']['output'];
};

/** A page of the symbols of a source, by the Relay cursor specification. */
export type SourceSymbolConnection = {
  __typename: 'SourceSymbolConnection';
  /** The entries of this page. */
  edges: Array<SourceSymbolEdge>;
  /** Where this page lies. */
  pageInfo: PageInfo;
  /** Entries on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the symbols of a source, with its cursor. */
export type SourceSymbolEdge = {
  __typename: 'SourceSymbolEdge';
  /** What `after` takes to go on behind it. */
  cursor: Scalars['String']['output'];
  /** The entry itself. */
  node: SourceSymbol;
};

/** What to collect. */
export type StartCollectionInput = {
  /** Symbols that the source is asked about at once, 1 to 64. */
  concurrency?: InputMaybe<Scalars['Int']['input']>;
  /** Inclusive. Must not lie in the future. */
  from: Scalars['DateTime']['input'];
  /** How long one bar spans. */
  interval: BarInterval;
  /** For people to find it by, up to 200 characters. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Names this request, up to 200 characters: the same requestId and input give the same job, with other input InvalidInputError. */
  requestId?: InputMaybe<Scalars['String']['input']>;
  /** Name of the source. */
  source: Scalars['String']['input'];
  /** 1 to 100,000 symbols, without duplicates. Collected in this order. */
  symbols: Array<Scalars['String']['input']>;
  /** Exclusive. May lie in the future: what has closed when its page is fetched is collected. */
  to: Scalars['DateTime']['input'];
};

/** The job that was started, or what is wrong with the input. */
export type StartCollectionResult = CollectionJob | InvalidInputError;

/** What happens to jobs, as it happens. Over WebSocket (graphql-transport-ws). */
export type Subscription = {
  __typename: 'Subscription';
  /** The job's history after the cursor, then live, without gap or repeat; completes after the terminal event. */
  jobEvents: JobEvent;
  /** The job as it is now, then every transition at once and progress at most four times a second; completes after the terminal state. */
  jobUpdated: CollectionJob;
  /** Every job as it moves on from now: transitions at once, progress at most four times a second each. */
  jobsUpdated: CollectionJob;
};


/** What happens to jobs, as it happens. Over WebSocket (graphql-transport-ws). */
export type SubscriptionJobEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  id: Scalars['ID']['input'];
};


/** What happens to jobs, as it happens. Over WebSocket (graphql-transport-ws). */
export type SubscriptionJobUpdatedArgs = {
  id: Scalars['ID']['input'];
};


/** What happens to jobs, as it happens. Over WebSocket (graphql-transport-ws). */
export type SubscriptionJobsUpdatedArgs = {
  filter?: InputMaybe<JobFilter>;
};

/** Why a symbol was given up. */
export type SymbolFailure = {
  __typename: 'SymbolFailure';
  /** BAD_SYMBOL, RATE_LIMITED, BANNED, AUTH, SOURCE_DOWN, BAD_RESPONSE or TIMEOUT. */
  code: Scalars['String']['output'];
  /** What the source did, for a person to read. */
  message: Scalars['String']['output'];
};

/** Where a symbol of a job stands. */
export type SymbolState =
  /** A worker holds it now. */
  | 'ACTIVE'
  /** The source proved by a valid, empty answer that it has no bars in the window. */
  | 'EMPTY'
  /** Given up: see `error`. */
  | 'FAILED'
  /** Waits for its outcome; pages of it may be stored already. */
  | 'PENDING'
  /** All its bars are stored. */
  | 'SUCCEEDED';

/** The job has moved on since the version that was expected. */
export type VersionConflictError = Error & {
  __typename: 'VersionConflictError';
  /** The version that came with the command. */
  expectedVersion: Scalars['Int']['output'];
  /** The job as it is. */
  job: CollectionJob;
  /** For a person to read. */
  message: Scalars['String']['output'];
};

/** Who asks. */
export type Viewer = {
  __typename: 'Viewer';
  /** The actor of the events that it causes. */
  name: Scalars['String']['output'];
  /** What it may do. */
  role: Role;
};

export type JobViewFragment = { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } };

export type JobStampFragment = { __typename: 'CollectionJob', state: JobState, version: number, settled: boolean, progress: { __typename: 'JobProgress', done: number, rows: number } };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', name: string, role: Role } };

export type SourcesQueryVariables = Exact<{ [key: string]: never; }>;


export type SourcesQuery = { __typename: 'Query', sources: Array<{ __typename: 'Source', name: string, kind: SourceKind, description: string, intervals: Array<BarInterval> }> };

export type SourceSymbolsQueryVariables = Exact<{
  source: Scalars['String']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type SourceSymbolsQuery = { __typename: 'Query', source?: { __typename: 'Source', name: string, symbols: { __typename: 'SourceSymbolConnection', totalCount: number, edges: Array<{ __typename: 'SourceSymbolEdge', node: { __typename: 'SourceSymbol', symbol: string } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } } | null };

type Refusal_InvalidInputError_Fragment = { __typename: 'InvalidInputError', message: string };

type Refusal_InvalidJobStateError_Fragment = { __typename: 'InvalidJobStateError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } };

type Refusal_JobNotFoundError_Fragment = { __typename: 'JobNotFoundError', message: string };

type Refusal_VersionConflictError_Fragment = { __typename: 'VersionConflictError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } };

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
    | { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } }
    | { __typename: 'InvalidJobStateError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }
    | { __typename: 'JobNotFoundError', message: string }
    | { __typename: 'VersionConflictError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }
   };

export type ResumeJobMutationVariables = Exact<{
  input: ResumeJobInput;
}>;


export type ResumeJobMutation = { __typename: 'Mutation', outcome:
    | { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } }
    | { __typename: 'InvalidJobStateError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }
    | { __typename: 'JobNotFoundError', message: string }
    | { __typename: 'VersionConflictError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }
   };

export type CancelJobMutationVariables = Exact<{
  input: CancelJobInput;
}>;


export type CancelJobMutation = { __typename: 'Mutation', outcome:
    | { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } }
    | { __typename: 'InvalidJobStateError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }
    | { __typename: 'JobNotFoundError', message: string }
    | { __typename: 'VersionConflictError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }
   };

export type RetryFailedMutationVariables = Exact<{
  input: RetryFailedInput;
}>;


export type RetryFailedMutation = { __typename: 'Mutation', outcome:
    | { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'InvalidJobStateError', message: string, job: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }
    | { __typename: 'JobNotFoundError', message: string }
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

export type JobCurveQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type JobCurveQuery = { __typename: 'Query', job?: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, progressCurve: Array<{ __typename: 'JobEvent', seq: number, cursor: string, at: string, progress: { __typename: 'JobProgress', done: number, rows: number, activeSeconds: number } }>, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } | null };

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


export type SymbolAtQuery = { __typename: 'Query', job?: { __typename: 'CollectionJob', id: string, symbolAt?: { __typename: 'JobSymbol', position: number, symbol: string, state: SymbolState, rows: number, attempts: number, startedAt?: string | null, finishedAt?: string | null, error?: { __typename: 'SymbolFailure', code: string, message: string } | null } | null } | null };

export type SymbolViewFragment = { __typename: 'JobSymbol', position: number, symbol: string, state: SymbolState, rows: number, attempts: number, startedAt?: string | null, finishedAt?: string | null, error?: { __typename: 'SymbolFailure', code: string, message: string } | null };

export type FailuresQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type FailuresQuery = { __typename: 'Query', job?: { __typename: 'CollectionJob', id: string, failures: Array<{ __typename: 'FailureCount', code: string, count: number }> } | null };

export type FailedSymbolsQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  code: Scalars['String']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type FailedSymbolsQuery = { __typename: 'Query', job?: { __typename: 'CollectionJob', id: string, symbols: { __typename: 'JobSymbolConnection', totalCount: number, edges: Array<{ __typename: 'JobSymbolEdge', node: { __typename: 'JobSymbol', position: number, symbol: string, state: SymbolState, rows: number, attempts: number, startedAt?: string | null, finishedAt?: string | null, error?: { __typename: 'SymbolFailure', code: string, message: string } | null } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } } | null };

export type HeldSymbolFragment = { __typename: 'JobSymbol', symbol: string, position: number, attempts: number, rows: number, startedAt?: string | null };

export type JobUpdatedSubscriptionVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type JobUpdatedSubscription = { __typename: 'Subscription', jobUpdated: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, inFlight: Array<{ __typename: 'JobSymbol', symbol: string, position: number, attempts: number, rows: number, startedAt?: string | null }>, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } };

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


export type JobsPageQuery = { __typename: 'Query', jobs: { __typename: 'JobConnection', totalCount: number, edges: Array<{ __typename: 'JobEdge', node: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } };

export type JobsUpdatedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type JobsUpdatedSubscription = { __typename: 'Subscription', jobsUpdated: { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } } };

export type StartCollectionMutationVariables = Exact<{
  input: StartCollectionInput;
}>;


export type StartCollectionMutation = { __typename: 'Mutation', outcome:
    | { __typename: 'CollectionJob', id: string, name?: string | null, state: JobState, version: number, settled: boolean, allowedActions: Array<JobAction>, reason?: string | null, interval: BarInterval, from: string, to: string, concurrency: number, createdAt: string, startedAt?: string | null, pausedAt?: string | null, completedAt?: string | null, source: { __typename: 'Source', name: string }, progress: { __typename: 'JobProgress', done: number, total: number, succeeded: number, empty: number, failed: number, rows: number, symbolsPerSecond: number, etaSeconds?: number | null, activeSeconds: number } }
    | { __typename: 'InvalidInputError', message: string, path: Array<string> }
   };

export const JobStampFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobStamp"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}}]}}]}}]} as unknown as DocumentNode<JobStampFragment, unknown>;
export const JobViewFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<JobViewFragment, unknown>;
export const RefusalFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidJobStateError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<RefusalFragment, unknown>;
export const CurvePointFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CurvePoint"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<CurvePointFragment, unknown>;
export const MilestoneFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Milestone"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"fromState"}},{"kind":"Field","name":{"kind":"Name","value":"toState"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}}]}}]} as unknown as DocumentNode<MilestoneFragment, unknown>;
export const SymbolViewFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SymbolView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobSymbol"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"symbol"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<SymbolViewFragment, unknown>;
export const HeldSymbolFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"HeldSymbol"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobSymbol"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"symbol"}},{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}}]}}]} as unknown as DocumentNode<HeldSymbolFragment, unknown>;
export const WhoAmIDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAmI"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}}]}}]} as unknown as DocumentNode<WhoAmIQuery, WhoAmIQueryVariables>;
export const SourcesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"intervals"}}]}}]}}]} as unknown as DocumentNode<SourcesQuery, SourcesQueryVariables>;
export const SourceSymbolsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SourceSymbols"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"source"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"source"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"symbols"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"500"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"symbol"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SourceSymbolsQuery, SourceSymbolsQueryVariables>;
export const PauseJobDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PauseJob"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PauseJobInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"pauseJob"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidJobStateError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}}]}}]} as unknown as DocumentNode<PauseJobMutation, PauseJobMutationVariables>;
export const ResumeJobDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResumeJob"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResumeJobInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"resumeJob"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidJobStateError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}}]}}]} as unknown as DocumentNode<ResumeJobMutation, ResumeJobMutationVariables>;
export const CancelJobDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelJob"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelJobInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"cancelJob"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidJobStateError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}}]}}]} as unknown as DocumentNode<CancelJobMutation, CancelJobMutationVariables>;
export const RetryFailedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RetryFailed"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RetryFailedInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"retryFailed"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidJobStateError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}}]}}]} as unknown as DocumentNode<RetryFailedMutation, RetryFailedMutationVariables>;
export const BarsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Bars"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"source"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"symbol"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"interval"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"BarInterval"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"isCounted"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bars"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"source"},"value":{"kind":"Variable","name":{"kind":"Name","value":"source"}}},{"kind":"Argument","name":{"kind":"Name","value":"symbol"},"value":{"kind":"Variable","name":{"kind":"Name","value":"symbol"}}},{"kind":"Argument","name":{"kind":"Name","value":"interval"},"value":{"kind":"Variable","name":{"kind":"Name","value":"interval"}}},{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"},"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"isCounted"}}}]}]},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"time"}},{"kind":"Field","name":{"kind":"Name","value":"open"}},{"kind":"Field","name":{"kind":"Name","value":"high"}},{"kind":"Field","name":{"kind":"Name","value":"low"}},{"kind":"Field","name":{"kind":"Name","value":"close"}},{"kind":"Field","name":{"kind":"Name","value":"volume"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}}]}}]}}]}}]} as unknown as DocumentNode<BarsQuery, BarsQueryVariables>;
export const JobCurveDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"JobCurve"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}},{"kind":"Field","name":{"kind":"Name","value":"progressCurve"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"points"},"value":{"kind":"IntValue","value":"200"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CurvePoint"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CurvePoint"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<JobCurveQuery, JobCurveQueryVariables>;
export const JobMilestonesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"JobMilestones"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"events"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"500"}},{"kind":"Argument","name":{"kind":"Name","value":"milestones"},"value":{"kind":"BooleanValue","value":true}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Milestone"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Milestone"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"fromState"}},{"kind":"Field","name":{"kind":"Name","value":"toState"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}}]}}]} as unknown as DocumentNode<JobMilestonesQuery, JobMilestonesQueryVariables>;
export const SymbolStatesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SymbolStates"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"symbolStates"}}]}}]}}]} as unknown as DocumentNode<SymbolStatesQuery, SymbolStatesQueryVariables>;
export const SymbolAtDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SymbolAt"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"position"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"symbolAt"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"position"},"value":{"kind":"Variable","name":{"kind":"Name","value":"position"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SymbolView"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SymbolView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobSymbol"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"symbol"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<SymbolAtQuery, SymbolAtQueryVariables>;
export const FailuresDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Failures"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"failures"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}}]} as unknown as DocumentNode<FailuresQuery, FailuresQueryVariables>;
export const FailedSymbolsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FailedSymbols"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"code"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"symbols"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"states"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"FAILED"}]}},{"kind":"Argument","name":{"kind":"Name","value":"errorCode"},"value":{"kind":"Variable","name":{"kind":"Name","value":"code"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SymbolView"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SymbolView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobSymbol"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"symbol"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<FailedSymbolsQuery, FailedSymbolsQueryVariables>;
export const JobUpdatedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"JobUpdated"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jobUpdated"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}},{"kind":"Field","name":{"kind":"Name","value":"inFlight"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"HeldSymbol"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"HeldSymbol"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobSymbol"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"symbol"}},{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}}]}}]} as unknown as DocumentNode<JobUpdatedSubscription, JobUpdatedSubscriptionVariables>;
export const JobEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"JobEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jobEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CurvePoint"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Milestone"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CurvePoint"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Milestone"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JobEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"fromState"}},{"kind":"Field","name":{"kind":"Name","value":"toState"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}}]}}]} as unknown as DocumentNode<JobEventsSubscription, JobEventsSubscriptionVariables>;
export const JobsPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"JobsPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"JobFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jobs"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<JobsPageQuery, JobsPageQueryVariables>;
export const JobsUpdatedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"JobsUpdated"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jobsUpdated"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<JobsUpdatedSubscription, JobsUpdatedSubscriptionVariables>;
export const StartCollectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartCollection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartCollectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"startCollection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CollectionJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"settled"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"concurrency"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"empty"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"symbolsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"activeSeconds"}}]}}]}}]} as unknown as DocumentNode<StartCollectionMutation, StartCollectionMutationVariables>;