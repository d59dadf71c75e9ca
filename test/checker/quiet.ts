import { isTerminal, type JobState } from '../../src/domain/job-state';
import type { EventRecord, FollowerRecord, Frame, History, JobRecord, StepRecord } from './history';
import { mayShowLost } from './losses';
import { groupBy, transitionsOf } from './timeline';
import { CLOCK_MS } from './tolerance';
import type { Violation } from './violation';

type JobFrame = Extract<Frame, { of: 'jobUpdated' }>;

/**
 * I4: nothing is stored between DRAINED and RESUMED, nor after the end. `settled` is true in no frame that shows a
 * symbol in flight, comes before the job has drained, or has less progress than was stored at the drain. The order of
 * stores follows the history, not clocks.
 */
export function checkQuiet(history: History): Violation[] {
  const steps = groupBy(history.steps, ({ jobId }) => jobId);
  const followers = groupBy(history.followers, ({ jobId }) => jobId);
  return history.jobs.flatMap((job) => [
    ...(steps.get(job.id) ?? []).flatMap((step) => storedInQuiet(job, step)),
    ...toldInQuiet(job),
    ...(followers.get(job.id) ?? []).flatMap((follower) => untrueFrames(history, job, follower)),
  ]);
}

interface Standing {
  readonly state: JobState | null;
  readonly isDrained: boolean;
}

/** Returns the state of the job as of an event. */
function standingAt(events: readonly EventRecord[], seq: number): Standing {
  let standing: Standing = { state: null, isDrained: false };
  for (const event of events) {
    if (event.seq > seq) break;
    if (event.toState) standing = { state: event.toState, isDrained: false };
    if (event.type === 'DRAINED') standing = { ...standing, isDrained: true };
  }
  return standing;
}

function storedInQuiet(job: JobRecord, step: StepRecord): Violation[] {
  const { state, isDrained } = standingAt(job.events, step.lastEvent);
  const event = job.events.find(({ seq }) => seq === step.lastEvent);
  if (state && isTerminal(state)) return [violation('STORED_AFTER_THE_END', job, { step, event })];
  return isDrained ? [violation('STORED_WHILE_DRAINED', job, { step, event })] : [];
}

/** The same check from the history alone: SYMBOLS_DONE reports stored outcomes. */
function toldInQuiet(job: JobRecord): Violation[] {
  return job.events.flatMap((event, index) => {
    const { state, isDrained } = standingAt(job.events, index);
    if (state && isTerminal(state)) return [violation('TOLD_AFTER_THE_END', job, { event })];
    return isDrained && event.type === 'SYMBOLS_DONE' ? [violation('STORED_WHILE_DRAINED', job, { event })] : [];
  });
}

function untrueFrames(history: History, job: JobRecord, { frames }: FollowerRecord): Violation[] {
  return frames.flatMap((frame) => (frame.of === 'jobUpdated' ? untrueFrame(history, job, frame) : []));
}

function untrueFrame(history: History, job: JobRecord, frame: JobFrame): Violation[] {
  if (!frame.settled) return [];
  if (frame.inFlight > 0) return [violation('SETTLED_WITH_IN_FLIGHT', job, { frame })];
  // The history may lack the pause and the drain that a frame shows.
  if (frame.state !== 'PAUSED' || mayShowLost(history, frame.at)) return [];
  const pause = transitionsOf(job)[frame.version - 1];
  const drained = job.events.find(({ type, seq }) => type === 'DRAINED' && pause && seq > pause.seq);
  const resumed = transitionsOf(job)[frame.version];
  const isOfThisPause = drained && (!resumed || drained.seq < resumed.seq);
  if (!isOfThisPause || frame.at < drained.at - CLOCK_MS) {
    return [violation('SETTLED_BEFORE_DRAINED', job, { frame, pause, drained })];
  }
  const isWhole = frame.rows === drained.counters.rows && frame.done === doneOf(drained);
  return isWhole ? [] : [violation('SETTLED_WITH_LESS', job, { frame, drained })];
}

function doneOf({ counters }: EventRecord): number {
  return counters.succeeded + counters.empty + counters.failed;
}

function violation(name: string, { id }: JobRecord, evidence: object): Violation {
  return { invariant: 'I4', name, jobId: id, evidence };
}
