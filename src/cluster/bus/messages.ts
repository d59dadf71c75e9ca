import type { CollectionJob } from '../../domain/collection-job';
import type { JobState } from '../../domain/job-state';
import type { JobSymbol } from '../../domain/job-symbol';

/**
 * The version of what nodes tell each other, to be raised with every change that an older node would misunderstand. Nodes
 * of two versions do not hear each other: what was said is in the database, where everybody finds it within a beat.
 */
export const PROTOCOL = 1;

/** What one node tells the others. It only makes the truth in the database arrive sooner. */
export type Message = { readonly v: typeof PROTOCOL; readonly from: string } & Saying;
export type Saying = News | Order | Heard | Hold | Resync;

/** What a node has committed and what it works on, in the order in which it happened there. */
export interface News {
  readonly type: 'NEWS';
  readonly items: readonly NewsItem[];
}

export type NewsItem =
  | { readonly job: CollectionJob; readonly kind: 'TRANSITION' | 'PROGRESS' }
  /** A job too large for one message: to be read. */
  | { readonly changed: string; readonly kind: 'TRANSITION' | 'PROGRESS' }
  /** The symbols of a job that are in flight on the node; `more` adds to those just told. */
  | { readonly inFlight: string; readonly symbols: readonly FlyingSymbol[]; readonly more: boolean };

/** The largest that a job's version can be: its column is an integer. */
export const MAX_VERSION = 2 ** 31 - 1;

/** A command that was committed, for the node that works on the job. */
export interface Order {
  readonly type: 'ORDER';
  readonly id: number;
  readonly jobId: string;
  readonly version: number;
  readonly state: JobState;
  readonly abortInFlight: boolean;
}

/** The answer to an order: from now on it is obeyed. */
export interface Heard {
  readonly type: 'HEARD';
  readonly to: string;
  readonly id: number;
}

/** A source wants to be left alone. */
export interface Hold {
  readonly type: 'HOLD';
  readonly source: string;
  readonly ms: number;
}

/** The sender could not be heard for so many milliseconds: what it had to say is in the database. */
export interface Resync {
  readonly type: 'RESYNC';
  readonly ms: number;
}

/** symbol, position, attempts, rows, startedAt in milliseconds since the epoch */
export type FlyingSymbol = readonly [string, number, number, number, number];

export function packSymbol({ symbol, position, attempts, rows, startedAt }: JobSymbol): FlyingSymbol {
  return [symbol, position, attempts, rows, startedAt?.getTime() ?? 0];
}

export function unpackSymbol([symbol, position, attempts, rows, startedAt]: FlyingSymbol): JobSymbol {
  const times = { startedAt: new Date(startedAt), finishedAt: null };
  return { symbol, position, state: 'ACTIVE', attempts, rows, error: null, ...times };
}
