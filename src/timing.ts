/**
 * Durations that depend on each other, in milliseconds. The guarantees of control hold only if INEQUALITIES hold.
 * A duration that no other depends on is defined where it is used.
 */
export const TIMING = {
  /** Guarantee: on any node, no symbol starts later than this after the commit of a pause or cancel. */
  OBEYED_WITHIN: 1_000,
  /** Guarantee: another node continues the work of a dead node within this time. */
  TAKEOVER: 5_000,
  /** Guarantee: a command is answered within this time. For the exception, see ACKNOWLEDGED_BY. */
  ANSWER: 2_000,

  /** Interval between two heartbeats of a node. */
  HEARTBEAT: 250,
  /** Statement timeout of a heartbeat in the database. */
  HEARTBEAT_STATEMENT: 600,
  /** A node fences itself (starts no symbol) if it sent its last answered heartbeat longer ago than this. */
  SELF_FENCED_AFTER: 800,
  /** Interval between two checks of SELF_FENCED_AFTER. */
  FENCE_CHECK: 50,
  /**
   * Maximum wait for acknowledgements of a pause or cancel. After it, a node has either learned of the command by its
   * heartbeat or fenced itself. On a cluster, the answer may exceed ANSWER by this much.
   */
  ACKNOWLEDGED_BY: 900,
  /** Interval at which an unacknowledged command is rebroadcast. */
  BROADCAST_AGAIN: 200,

  /** Deadline for the decision of a command. */
  DECISION: 1_800,
  /** The database ends a transaction whose client is idle for this time, because it may hold the locks of a job. */
  ABANDONED_TRANSACTION: 1_200,

  /** Validity of a node's session after a heartbeat. After it, the node's leases belong to whoever takes them. */
  SESSION: 3_000,
  /** A node lets its session expire if the store has answered none of its workers' requests for this time. */
  STORE_SILENT: 3_000,
  /** An expired session is remembered for this time, so that every node has seen it expired. */
  SESSION_REMEMBERED: 60_000,
  /** Interval of the search for work that no node has, by all nodes together. */
  SWEEP: 4_000,
  /** Time for which the queue leaves an entry to the node that it was assigned to. */
  HAND_OVER: 2_000,
  /** Wait before the queue's worker tries to fetch work again after a failure. */
  QUEUE_RETRY: 500,
  /** Clock difference to the database from which on a node warns. Budgets and the queue compare the nodes' clocks. */
  CLOCK_ERROR: 500,
} as const;

export type Timing = Readonly<Record<keyof typeof TIMING, number>>;

/** Each inequality with the consequence of violating it. */
const INEQUALITIES: readonly (readonly [(t: Timing) => boolean, string])[] = [
  [(t) => 3 * t.HEARTBEAT <= t.SELF_FENCED_AFTER, 'a node would fence itself for one heartbeat that is lost'],
  [(t) => t.HEARTBEAT_STATEMENT < t.SELF_FENCED_AFTER, 'an answer that is too old to count would be waited for'],
  [
    (t) => t.SELF_FENCED_AFTER + t.FENCE_CHECK <= t.ACKNOWLEDGED_BY,
    'a pause would be answered while a node that missed it may still start a symbol',
  ],
  [(t) => t.ACKNOWLEDGED_BY <= t.OBEYED_WITHIN, 'a symbol would start later than promised'],
  [(t) => 4 * t.BROADCAST_AGAIN <= t.ACKNOWLEDGED_BY, 'one lost message would make an answer late'],
  [(t) => t.ABANDONED_TRANSACTION < t.DECISION, 'a node that was cut off would make every command to its jobs fail'],
  [(t) => t.DECISION < t.ANSWER, 'nothing would be left of the answer for what follows the decision'],
  [
    (t) => t.SELF_FENCED_AFTER + t.FENCE_CHECK < t.SESSION,
    'a run would be taken over while its node may still start a symbol',
  ],
  [
    (t) => t.SESSION + t.HEARTBEAT + t.HEARTBEAT_STATEMENT + t.QUEUE_RETRY <= t.TAKEOVER,
    'what a dead node held would lie longer than promised',
  ],
  [(t) => t.SESSION + t.SWEEP < t.SESSION_REMEMBERED, 'a session would be forgotten before its shards are taken over'],
];

/** @returns the consequences of the violated inequalities; empty if all hold */
export function brokenBy(timing: Timing): string[] {
  return INEQUALITIES.filter(([holds]) => !holds(timing)).map(([, consequence]) => consequence);
}

const broken = brokenBy(TIMING);
if (broken.length > 0) throw new Error(`the durations do not fit each other: ${broken.join('; ')}`);
