/**
 * Every duration that another one depends on, in milliseconds, and what they have to be to each other for the promises of
 * control to hold. A duration that nothing else depends on stands where it is used.
 */
export const TIMING = {
  /** A symbol starts no later than this after a pause or a cancel has committed, on whatever node: a promise. */
  OBEYED_WITHIN: 1_000,
  /** What a node that died held goes on elsewhere within this time: a promise. */
  TAKEOVER: 5_000,
  /** Whoever gives a command is answered within this time: a promise, see ACKNOWLEDGED_BY for the exception. */
  ANSWER: 2_000,

  /** Between two heartbeats of a node. */
  HEARTBEAT: 250,
  /** The database gives up the statement of a heartbeat after this time. */
  HEARTBEAT_STATEMENT: 600,
  /** A node starts no symbol when the question of its last heartbeat that was answered is older. */
  SELF_FENCED_AFTER: 800,
  /** Between two looks at whether it is. */
  FENCE_CHECK: 50,
  /**
   * A node that has not acknowledged a command for this time has obeyed it by its heartbeat, or starts nothing: the
   * answer to a pause or a cancel waits no longer for it, and on a cluster may exceed ANSWER by this much.
   */
  ACKNOWLEDGED_BY: 900,
  /** A command that is not acknowledged is broadcast again. */
  BROADCAST_AGAIN: 200,

  /** The decision of a command is given up after this time. */
  DECISION: 1_800,
  /** The database ends a transaction whose client says nothing for this time: it may hold the locks of a job. */
  ABANDONED_TRANSACTION: 1_200,

  /** A node whose last heartbeat is older is no holder that anybody waits for. */
  NODE_ABSENT_AFTER: 2_000,
  /** A node whose last heartbeat is older does not work. */
  NODE_DEAD_AFTER: 3_000,
  /** The queue takes a run for dead when its lock has not been renewed for this time. */
  QUEUE_LOCK: 2_500,
  /** Between two looks of the queue for such runs. */
  QUEUE_STALLED_CHECK: 700,
  /** Between two tries of the queue's worker to fetch work, when one has failed. */
  QUEUE_RETRY: 500,
  /** The queue on PostgreSQL compares the clocks of nodes: they may differ by this much. */
  CLOCK_ERROR: 500,
} as const;

export type Timing = Readonly<Record<keyof typeof TIMING, number>>;

/** Each with what would break without it. */
const INEQUALITIES: readonly (readonly [(t: Timing) => boolean, string])[] = [
  [(t) => 3 * t.HEARTBEAT <= t.SELF_FENCED_AFTER, 'a node would fence itself for one heartbeat that is lost'],
  [(t) => t.HEARTBEAT_STATEMENT < t.SELF_FENCED_AFTER, 'an answer that is too old to count would be waited for'],
  [
    (t) => t.SELF_FENCED_AFTER + t.FENCE_CHECK <= t.ACKNOWLEDGED_BY,
    'a pause would be answered while a node that missed it may still start a symbol',
  ],
  [(t) => t.ACKNOWLEDGED_BY <= t.OBEYED_WITHIN, 'a symbol would start later than promised'],
  [(t) => 4 * t.BROADCAST_AGAIN <= t.ACKNOWLEDGED_BY, 'one lost message would make an answer late'],
  [
    (t) => t.SELF_FENCED_AFTER + t.FENCE_CHECK < t.NODE_ABSENT_AFTER,
    'a node that nobody waits for any more could start a symbol',
  ],
  [(t) => t.NODE_ABSENT_AFTER < t.NODE_DEAD_AFTER, 'a node would be waited for that is held to be dead'],
  [(t) => t.ABANDONED_TRANSACTION < t.DECISION, 'a node that was cut off would make every command to its jobs fail'],
  [(t) => t.DECISION < t.ANSWER, 'nothing would be left of the answer for what follows the decision'],
  [
    (t) => t.SELF_FENCED_AFTER + t.FENCE_CHECK + t.CLOCK_ERROR < t.QUEUE_LOCK,
    'a run would be taken over while its node may still start a symbol',
  ],
  [
    (t) => t.QUEUE_LOCK + t.CLOCK_ERROR + t.QUEUE_STALLED_CHECK + t.QUEUE_RETRY <= t.TAKEOVER,
    'what a dead node held would lie longer than promised',
  ],
  [(t) => t.NODE_DEAD_AFTER <= t.TAKEOVER, 'a takeover would not know that its predecessor is dead'],
];

/** @returns what would break with these durations; empty when all fit */
export function brokenBy(timing: Timing): string[] {
  return INEQUALITIES.filter(([holds]) => !holds(timing)).map(([, consequence]) => consequence);
}

const broken = brokenBy(TIMING);
if (broken.length > 0) throw new Error(`the durations do not fit each other: ${broken.join('; ')}`);
