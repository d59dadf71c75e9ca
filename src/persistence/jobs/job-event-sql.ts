/**
 * The columns of an event as SQL expressions. Its progress comes from the row `told` (a JobRow), its `seq` and time
 * from the row `progress`.
 */
interface EventSql {
  readonly type: string;
  readonly actor: string;
  readonly reason?: string;
  readonly fromState?: string;
  readonly toState?: string;
  /** The FROM clause, without the keyword; must supply `told` and `progress`. */
  readonly from: string;
}

/** Returns SQL that appends an event to a job's history, as the last event that the counters know. */
export function appendEventSql({
  type,
  actor,
  reason = 'NULL',
  fromState = 'NULL',
  toState = 'NULL',
  from,
}: EventSql): string {
  return `
INSERT INTO job_event (job_id, seq, type, at, actor, reason, from_state, to_state, verdict,
                       total, succeeded, empty, failed, "rows", active_ms, symbols_per_second)
SELECT told.id, progress.last_event, ${type}, progress.last_event_at, ${actor}, ${reason}, ${fromState}, ${toState}, told.verdict,
       told.total, told.succeeded, told.empty, told.failed, told."rows", told."activeMs", told."symbolsPerSecond"
  FROM ${from}`;
}
