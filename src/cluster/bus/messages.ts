import type { CollectionJob } from '../../domain/collection-job';
import type { JobState } from '../../domain/job-state';
import type { JobSymbol } from '../../domain/job-symbol';

/**
 * Version of the messages between nodes, independent of the schema's. Must be raised with every change that an older node
 * would misinterpret. Nodes ignore messages of another version, and learn the state with their next heartbeat.
 */
export const PROTOCOL = 5;

/** A message of one node to the others. The database is authoritative; messages only reduce latency. */
export type Message = { readonly v: typeof PROTOCOL; readonly from: string } & Saying;
export type Saying = News | Order | Heard | Hold | Interest;

/** Updates that a node has committed and symbols that it has in flight, in the order in which they occurred. */
export interface News {
  readonly type: 'NEWS';
  readonly items: readonly NewsItem[];
}

export type NewsItem =
  | { readonly job: CollectionJob; readonly kind: 'TRANSITION' | 'PROGRESS' }
  /** Id of a job that is too large for one message: the receiver reads it from the database. */
  | { readonly changed: string; readonly kind: 'TRANSITION' | 'PROGRESS' }
  /** The symbols of a job that are in flight on the node; `more`: in addition to those of the item before. */
  | { readonly inFlight: string; readonly symbols: readonly FlyingSymbol[]; readonly more: boolean };

/** Largest version of a job: the column is a PostgreSQL integer. */
export const MAX_VERSION = 2 ** 31 - 1;

/** A committed command, for the nodes that work on the job. */
export interface Order {
  readonly type: 'ORDER';
  readonly id: number;
  readonly jobId: string;
  readonly version: number;
  readonly state: JobState;
  readonly abortInFlight: boolean;
}

/**
 * The acknowledgement of an order, which the sender obeys from now on, or of an interest. What the sender has in flight
 * of the jobs that they name was sent before.
 */
export interface Heard {
  readonly type: 'HEARD';
  readonly to: string;
  readonly id: number;
}

/** A source must receive no requests for `ms` milliseconds. */
export interface Hold {
  readonly type: 'HOLD';
  readonly source: string;
  readonly ms: number;
}

/**
 * The sender wants progress and what is in flight of these jobs, null: of all jobs, for INTEREST_TTL. Transitions are
 * sent to every node.
 */
export interface Interest {
  readonly type: 'INTEREST';
  /** To be acknowledged when the receiver has told all that it has in flight; null: not. */
  readonly id: number | null;
  readonly jobIds: readonly string[] | null;
}

/** symbol, position, attempts, rows, startedAt in milliseconds since the epoch */
export type FlyingSymbol = readonly [string, number, number, number, number];

export function packSymbol({ symbol, position, attempts, rows, startedAt }: JobSymbol): FlyingSymbol {
  return [symbol, position, attempts, rows, startedAt?.getTime() ?? 0];
}

export function unpackSymbol([symbol, position, attempts, rows, startedAt]: FlyingSymbol): JobSymbol {
  const times = { startedAt: new Date(startedAt), finishedAt: null };
  return { symbol, position, state: 'ACTIVE', attempts, rows, missing: 0, error: null, ...times };
}
