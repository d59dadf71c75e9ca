/** What an event tells, as SQL; the progress is that of the row `told`, a JobRow, and its place that of the row `tally`. */
interface EventSql {
  readonly type: string;
  readonly actor: string;
  readonly reason?: string;
  readonly fromState?: string;
  readonly toState?: string;
  /** What follows FROM: with `told` and `tally`. */
  readonly from: string;
}

/** SQL that appends an event to a job's history, as the last event that the tally counts. */
export function appendEventSql({
  type,
  actor,
  reason = 'NULL',
  fromState = 'NULL',
  toState = 'NULL',
  from,
}: EventSql): string {
  return `
INSERT INTO job_event (job_id, seq, type, at, actor, reason, from_state, to_state,
                       total, succeeded, empty, failed, "rows", active_ms, symbols_per_second)
SELECT told.id, tally.last_event, ${type}, tally.last_event_at, ${actor}, ${reason}, ${fromState}, ${toState},
       told.total, told.succeeded, told.empty, told.failed, told."rows", told."activeMs", told."symbolsPerSecond"
  FROM ${from}`;
}
