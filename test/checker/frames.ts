import { isTerminal } from '../../src/domain/job-state';
import type { FollowerRecord, Frame, History, JobRecord } from './history';
import { mayShowAgain, mayShowLost } from './losses';
import { transitionsOf } from './timeline';
import type { Violation } from './violation';

type JobFrame = Extract<Frame, { of: 'jobUpdated' }>;
type EventFrame = Extract<Frame, { of: 'jobEvents' }>;

/**
 * I6: each subscription delivers every transition since its beginning, once and in order, and ends with the job, whatever
 * node it is connected to and whatever message is lost. Only lost commits excuse a frame, see losses.ts.
 */
export function checkFrames(history: History): Violation[] {
  const { jobs, followers } = history;
  const byId = new Map(jobs.map((job) => [job.id, job]));
  return followers.flatMap((follower) => {
    const job = byId.get(follower.jobId);
    if (!job) return [];
    const updates = follower.frames.filter((frame) => frame.of === 'jobUpdated');
    const events = follower.frames.filter((frame) => frame.of === 'jobEvents');
    return [
      ...checkUpdates(history, job, follower, updates),
      ...checkEvents(history, job, follower, events),
      ...checkEnd(history, job, follower),
    ];
  });
}

function checkUpdates(
  history: History,
  job: JobRecord,
  { node }: FollowerRecord,
  frames: readonly JobFrame[],
): Violation[] {
  const moves = transitionsOf(job);
  return frames.flatMap((frame, index) => {
    const before = frames[index - 1];
    const evidence = { node, before, frame };
    const isTrue = frame.state === moves[frame.version - 1]?.toState || mayShowLost(history, frame.at);
    if (!isTrue) return [violation('FRAME_UNTRUE', job, evidence)];
    if (!before) return [];
    const missed = moves.slice(before.version, frame.version - 1);
    if (missed.length > 0) return [violation('FRAME_MISSED', job, evidence)];
    if (mayShowAgain(history, before.at, frame.at)) return [];
    // A draining run may publish progress under the version before the pause: progress grows only within a version, see
    // isNewerThan.
    const isLess = frame.version === before.version && (frame.done < before.done || frame.rows < before.rows);
    const isBack = frame.version < before.version || isLess;
    if (isBack) return [violation('FRAMES_WENT_BACK', job, evidence)];
    const isRepeated = frame.version === before.version && isTerminal(frame.state);
    return isRepeated ? [violation('FRAME_REPEATED', job, evidence)] : [];
  });
}

function checkEvents(
  history: History,
  job: JobRecord,
  { node }: FollowerRecord,
  frames: readonly EventFrame[],
): Violation[] {
  return frames.flatMap((frame, index) => {
    const before = frames[index - 1];
    const evidence = { node, before, frame };
    const isTrue = frame.type === job.events[frame.seq - 1]?.type || mayShowLost(history, frame.at);
    if (!isTrue) return [violation('FRAME_UNTRUE', job, evidence)];
    if (!before || frame.seq === before.seq + 1) return [];
    if (frame.seq > before.seq) return [violation('FRAME_MISSED', job, evidence)];
    return mayShowAgain(history, before.at, frame.at) ? [] : [violation('FRAME_REPEATED', job, evidence)];
  });
}

function checkEnd(history: History, job: JobRecord, follower: FollowerRecord): Violation[] {
  const last = follower.frames.at(-1);
  const hasSeenEnd = last !== undefined && isEnd(job, last);
  const { node, begunAt, end } = follower;
  const evidence = { node, begunAt, end, last };
  const hasSeenLostEnd = last !== undefined && mayShowLost(history, last.at);
  if (end === 'COMPLETED' && !hasSeenEnd && !hasSeenLostEnd) return [violation('ENDED_EARLY', job, evidence)];
  const isMissed = end === null && isTerminal(job.state);
  return isMissed ? [violation('END_MISSED', job, evidence)] : [];
}

function isEnd({ events }: JobRecord, frame: Frame): boolean {
  if (frame.of === 'jobUpdated') return isTerminal(frame.state);
  const { toState } = events[frame.seq - 1] ?? {};
  return Boolean(toState && isTerminal(toState));
}

function violation(name: string, { id }: JobRecord, evidence: object): Violation {
  return { invariant: 'I6', name, jobId: id, evidence };
}
