import type { History } from '../history';
import {
  command,
  event,
  follower,
  frame,
  isAllHeard,
  isOver,
  job,
  one,
  update,
  type Corrupted,
  type JobFrame,
} from './tampering';

/** Faults in what is published and answered: I4 to I6. */
export const WORD_GONE_WRONG: readonly Corrupted[] = [
  ['TOLD_AFTER_THE_END', 'the history goes on after the end', toldAfterEnd],
  [
    'SETTLED_WITH_IN_FLIGHT',
    'settled, with something in flight',
    (h, pick) =>
      update(
        h,
        pick,
        ({ inFlight }) => inFlight > 0,
        () => ({ settled: true }),
      ),
  ],
  [
    'SETTLED_BEFORE_DRAINED',
    'settled before the drain',
    (h, pick) =>
      update(
        h,
        pick,
        ({ state, settled }) => state === 'PAUSED' && !settled,
        () => ({ settled: true, inFlight: 0, at: 0 }),
      ),
  ],
  [
    'SETTLED_WITH_LESS',
    'settled, and more is stored then',
    (h, pick) =>
      update(
        h,
        pick,
        ({ state, settled, rows }) => state === 'PAUSED' && settled && rows > 0,
        ({ rows }) => ({ rows: rows - 1 }),
      ),
  ],
  ['HISTORY_HAS_A_GAP', 'an event is lost', (h, pick) => event(h, pick, 1, () => [])],
  [
    'ILLEGAL_TRANSITION',
    'a transition that the lifecycle does not have',
    (h, pick) => event(h, pick, 1, (each) => (each.toState === 'RUNNING' ? [{ ...each, toState: 'COMPLETED' }] : null)),
  ],
  [
    'STATE_NOT_IN_HISTORY',
    'the version grew without a transition',
    (h) => job(h, ({ version }) => ({ version: version + 1 })),
  ],
  [
    'ACKNOWLEDGED_NOT_IN_HISTORY',
    'an acknowledged command is not in the history',
    (h, pick) =>
      command(h, pick, 'DONE', (each) => ({ answer: { kind: 'DONE', state: each.answer.state, version: 99 } })),
  ],
  [
    'ACTED_OUTSIDE_ITS_TIME',
    'a command acted before it was made',
    (h, pick) => command(h, pick, 'DONE', ({ answeredAt }) => ({ invokedAt: answeredAt! - 1 })),
  ],
  [
    'TRANSITION_ANSWERED_TWICE',
    'two commands are told that they made the same transition',
    (h, pick) => one(h, 'commands', pick, (each) => (each.answer.kind === 'DONE' ? [each, each] : null)),
  ],
  ['REQUEST_ACTED_TWICE', 'a requestId acts twice', sameRequest],
  [
    'TRANSITION_NOBODY_ASKED_FOR',
    'a job is paused by nobody',
    (h, pick) =>
      isAllHeard(h) ? one(h, 'commands', pick, ({ answer }) => (answer.kind === 'DONE' ? [] : null)) : null,
  ],
  [
    'TRANSITION_NOBODY_ASKED_FOR',
    'a command acts although it was said that nothing was done',
    (h, pick) => (isAllHeard(h) ? command(h, pick, 'DONE', () => ({ answer: { kind: 'NOT_DONE' } })) : null),
  ],
  ['ANSWERS_WENT_BACK', 'a later command is answered with an earlier state', answersSwapped],
  [
    'REFUSAL_UNEXPLAINED',
    'a refusal whose reason never was',
    (h, pick) =>
      command(h, pick, 'REFUSED', ({ answer }) => ({
        answer: { ...answer, kind: 'REFUSED', refusal: 'InvalidJobStateError', version: 99 },
      })),
  ],
  [
    'REFUSAL_UNEXPLAINED',
    'a job that is there is not found',
    (h, pick) =>
      command(h, pick, 'REFUSED', () => ({
        answer: { kind: 'REFUSED', refusal: 'JobNotFoundError', state: null, version: null },
      })),
  ],
  ['FRAME_MISSED', 'a subscriber misses a transition', missedTransition],
  [
    'FRAME_MISSED',
    'a subscriber misses an event',
    (h, pick) => frame(h, 1, pick, (each, n, last) => (n > 0 && n < last ? [] : [each])),
  ],
  ['FRAME_REPEATED', 'a subscriber is told twice of an event', (h, pick) => frame(h, 1, pick, (each) => [each, each])],
  ['FRAMES_WENT_BACK', 'a subscriber is told of an older state after a newer one', frameGoneBack],
  [
    'FRAME_UNTRUE',
    'a frame tells of a state that the version never had',
    (h, pick) =>
      update(
        h,
        pick,
        () => true,
        () => ({ state: 'FAILED' }),
      ),
  ],
  [
    'END_MISSED',
    'a subscriber does not hear of the end',
    (h) => (isOver(h) ? follower(h, 0, () => ({ end: null })) : null),
  ],
  [
    'ENDED_EARLY',
    'a subscription ends before its job',
    (h) => (isOver(h) ? null : follower(h, 0, () => ({ end: 'COMPLETED' }))),
  ],
];

function toldAfterEnd(history: History): History | null {
  if (!isOver(history)) return null;
  return job(history, ({ events }) => {
    const last = events.at(-1)!;
    return {
      events: [...events, { ...last, seq: last.seq + 1, type: 'SYMBOLS_DONE', fromState: null, toState: null }],
    };
  });
}

function sameRequest(history: History): History | null {
  const pauses = history.commands.filter(({ name, answer }) => name === 'pauseJob' && answer.kind === 'DONE');
  if (pauses.length < 2) return null;
  const requestId = 'the same';
  return {
    ...history,
    commands: history.commands.map((each) => (pauses.includes(each) ? { ...each, requestId } : each)),
  };
}

function answersSwapped(history: History): History | null {
  const done = history.commands.filter(({ answer }) => answer.kind === 'DONE');
  const [first, last] = [done[0], done.at(-1)];
  if (!first || !last || first === last) return null;
  const answers = new Map([
    [first, last.answer],
    [last, first.answer],
  ]);
  return {
    ...history,
    commands: history.commands.map((each) => ({ ...each, answer: answers.get(each) ?? each.answer })),
  };
}

function missedTransition(history: History, pick: number): History | null {
  const frames = history.followers[0]!.frames as readonly JobFrame[];
  const [first, last] = [frames[0]!.version, frames.at(-1)!.version];
  if (last < first + 2) return null;
  const missed = first + 1 + (pick % (last - first - 1));
  return follower(history, 0, () => ({ frames: frames.filter(({ version }) => version !== missed) }));
}

function frameGoneBack(history: History): History | null {
  const frames = history.followers[0]!.frames as readonly JobFrame[];
  const older = frames.findLast(({ version }) => version < frames.at(-1)!.version);
  return older ? follower(history, 0, () => ({ frames: [...frames, older] })) : null;
}
