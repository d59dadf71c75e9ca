import { BAR_INTERVALS } from '../../domain/bar';
import {
  COLLECT_MODES,
  VERDICTS,
  isJobId,
  jobFromJson,
  type CollectionJob,
  type JobProgress,
} from '../../domain/collection-job';
import { JOB_STATES } from '../../domain/job-state';
import { ASKABLE_REASONS } from '../../domain/series/gap';
import { MAX_VERSION, PROTOCOL, type Message, type News, type NewsItem, type Saying } from './messages';

/** Why a text is rejected. OTHER_VERSION: sent by an older or newer node, as in a rolling upgrade. */
export type Unreadable = 'TOO_LONG' | 'NOT_JSON' | 'OTHER_VERSION' | 'MALFORMED';

/**
 * Parses and validates a message: every field that a handler reads has its declared type. Written by hand because every
 * message of every node passes here, and a schema library takes twice as long as the JSON parser.
 * @param maxLength maximum length of `text`, in UTF-16 code units
 */
export function readMessage(text: string, maxLength: number): Message | Unreadable {
  if (text.length > maxLength) return 'TOO_LONG';
  const message = parsed(text);
  if (message === undefined) return 'NOT_JSON';
  if (!isObject(message)) return 'MALFORMED';
  if (message.v !== PROTOCOL) return 'OTHER_VERSION';
  const check = CHECKS.get(message.type);
  if (!check || !isNodeId(message.from) || !check(message)) return 'MALFORMED';
  return message.type === 'NEWS' ? withDates(message as unknown as NewsMessage) : (message as unknown as Message);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type NewsMessage = Message & News;

function withDates(message: NewsMessage): Message {
  const withDate = (item: NewsItem) =>
    !('inFlight' in item) && 'job' in item ? { ...item, job: jobFromJson(item.job) } : item;
  return { ...message, items: message.items.map(withDate) };
}

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

/** Checks an object: `checks` has one check for each field of T. */
function object<T>(checks: { readonly [Field in keyof T]-?: Check }): Check {
  const entries = Object.entries<Check>(checks);
  return (value) => isObject(value) && entries.every(([field, check]) => check(value[field]));
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A node's id consists of host name, process id and a few letters. */
const MAX_NODE_ID_LENGTH = 300;
/** Largest time value of a Date, in milliseconds since the epoch. */
const MAX_TIME = 8.64e15;

const isText: Check = (value) => typeof value === 'string';
const isNodeId: Check = (value) => typeof value === 'string' && value !== '' && value.length <= MAX_NODE_ID_LENGTH;
const isId: Check = (value) => typeof value === 'string' && isJobId(value);
const isIds: Check = (value) => Array.isArray(value) && value.every(isId);
/** The longest list of words in a job. */
const MAX_LIST = 16;
const isBoolean: Check = (value) => typeof value === 'boolean';
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
/** Within the range of a PostgreSQL integer column, and not negative. */
const isInt: Check = (value) => isCount(value) && (value as number) <= MAX_VERSION;
const isNumber: Check = (value) => Number.isFinite(value);
const isDuration: Check = (value) => Number.isFinite(value) && (value as number) >= 0;
const isTime: Check = (value) => isDuration(value) && (value as number) <= MAX_TIME;
const isVersion: Check = (value) => isInt(value) && (value as number) >= 1;
const isDate: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length <= MAX_LIST && value.every(check);
const oneOf = (words: readonly string[]): Check => {
  const known = new Set<unknown>(words);
  return (value) => known.has(value);
};

const isState = oneOf(JOB_STATES);
const isKind = oneOf(['TRANSITION', 'PROGRESS']);

const isProgress = object<JobProgress>({
  total: isInt,
  succeeded: isInt,
  empty: isInt,
  failed: isInt,
  rows: isCount,
  activeMs: isNumber,
  symbolsPerSecond: isNumber,
});

const isJob = object<CollectionJob>({
  id: isId,
  name: orNull(isText),
  state: isState,
  version: isVersion,
  source: isText,
  interval: oneOf(BAR_INTERVALS),
  from: isDate,
  fromListing: isBoolean,
  to: isDate,
  mode: oneOf(COLLECT_MODES),
  asksFor: listOf(oneOf(ASKABLE_REASONS)),
  verdict: orNull(oneOf(VERDICTS)),
  symbolsWithGaps: isInt,
  barsAlreadyThere: isCount,
  revised: isCount,
  differences: isCount,
  concurrency: isInt,
  shards: isInt,
  reason: orNull(isText),
  createdAt: isDate,
  startedAt: orNull(isDate),
  pausedAt: orNull(isDate),
  completedAt: orNull(isDate),
  drained: isBoolean,
  lastEvent: isInt,
  progress: isProgress,
});

/** In the order of packSymbol. */
const FLYING: readonly Check[] = [isText, isInt, isInt, isCount, isTime];
const isFlying: Check = (value) =>
  Array.isArray(value) && value.length === FLYING.length && FLYING.every((check, place) => check(value[place]));
const areFlying: Check = (value) => Array.isArray(value) && value.every(isFlying);

type ItemWith<Field extends string> = Extract<NewsItem, Readonly<Record<Field, unknown>>>;
const isJobItem = object<ItemWith<'job'>>({ job: isJob, kind: isKind });
const isChangedItem = object<ItemWith<'changed'>>({ changed: isId, kind: isKind });
const isInFlightItem = object<ItemWith<'inFlight'>>({ inFlight: isId, symbols: areFlying, more: isBoolean });

/** Distinguishes the kinds of items in the same order as ClusterNode. */
const isItem: Check = (value) => {
  if (!isObject(value)) return false;
  if ('inFlight' in value) return isInFlightItem(value);
  return 'job' in value ? isJobItem(value) : isChangedItem(value);
};

type Of<Type extends Saying['type']> = Omit<Extract<Saying, { readonly type: Type }>, 'type'>;

const CHECKS: ReadonlyMap<unknown, Check> = new Map<Saying['type'], Check>([
  ['NEWS', object<Of<'NEWS'>>({ items: (value) => Array.isArray(value) && value.every(isItem) })],
  [
    'ORDER',
    object<Of<'ORDER'>>({ id: isCount, jobId: isId, version: isVersion, state: isState, abortInFlight: isBoolean }),
  ],
  ['HEARD', object<Of<'HEARD'>>({ to: isNodeId, id: isCount })],
  ['HOLD', object<Of<'HOLD'>>({ source: isText, ms: isDuration })],
  ['INTEREST', object<Of<'INTEREST'>>({ id: orNull(isCount), jobIds: orNull(isIds) })],
]);
