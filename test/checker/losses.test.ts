import fc from 'fast-check';
import { check } from './check';
import { withRequest } from './corrupted/tampering';
import { WORD_GONE_WRONG } from './corrupted/word';
import { WORK_GONE_WRONG } from './corrupted/work';
import { countLostCommands } from './commands';
import type { History } from './history';
import { legalHistory, lossyHistory } from './legal-history';
import { Rehearsal } from './rehearsal';

const names = (history: History) => check(history).map(({ name }) => name);

/** The followers were told of each event of the run, once. */
const hasLostEvents = ({ jobs, followers }: History) => followers[1]!.frames.length > jobs[0]!.events.length;

const withoutLosses = (history: History): History => ({ ...history, losses: [] });

test('whatever a run does right is sound, also when the database loses its last commits', () => {
  fc.assert(
    fc.property(lossyHistory, (history) => expect(check(history)).toEqual([])),
    { numRuns: 300 },
  );
});

test('the same run is not sound if no loss is recorded', () => {
  fc.assert(
    fc.property(lossyHistory, (history) => {
      fc.pre(hasLostEvents(history));
      expect(names(withoutLosses(history))).not.toEqual([]);
    }),
    { numRuns: 200, maxSkipsPerRun: 100 },
  );
});

test('lossy histories lose acknowledged commands, and drains, and ends', () => {
  const histories = fc.sample(lossyHistory, 500);
  expect(histories.some((history) => countLostCommands(history) > 0)).toBe(true);
  const found = new Set(histories.flatMap((history) => names(withoutLosses(history))));
  for (const name of [
    'ACKNOWLEDGED_NOT_IN_HISTORY',
    'ANSWERS_WENT_BACK',
    'FRAMES_WENT_BACK',
    'FRAME_UNTRUE',
  ] as const) {
    expect(found).toContain(name);
  }
  expect(found).toContain('STARTED_LATE_AFTER_COMMAND');
});

/** What follows from the database alone, or from the exchange's log, is never explained by a loss. */
const NEVER_EXPLAINED = [...WORK_GONE_WRONG, ...WORD_GONE_WRONG].filter(([name]) =>
  [
    ...['STEP_STORED_TWICE', 'STEP_OUT_OF_TURN', 'EPOCH_WENT_BACK', 'STORED_BY_ANOTHER', 'STORED_WITHOUT_LEASE'],
    ...['SYMBOL_NOT_AS_STORED', 'COUNTERS_DIFFER', 'PROGRESS_SHRANK', 'OUTCOME_MISSING', 'BARS_DIFFER'],
    ...['STORED_WHILE_DRAINED', 'STORED_AFTER_THE_END', 'TOLD_AFTER_THE_END', 'SETTLED_WITH_IN_FLIGHT'],
    ...['HISTORY_HAS_A_GAP', 'ILLEGAL_TRANSITION', 'STATE_NOT_IN_HISTORY', 'BUDGET_EXCEEDED'],
    ...['STORED_PAGE_ASKED_AGAIN', 'SYMBOL_FAILED_WITHOUT_CAUSE', 'JOB_FAILED_WITHOUT_CAUSE'],
  ].includes(name),
);

test.each(NEVER_EXPLAINED)('%s is not explained by a loss: %s', (name, _what, corrupt) => {
  fc.assert(
    fc.property(lossyHistory, fc.nat(), (history, pick) => {
      const corrupted = corrupt(history, pick);
      fc.pre(corrupted !== null);
      expect(names(corrupted)).toContain(name);
    }),
    { numRuns: 20, maxSkipsPerRun: 1_000 },
  );
});

test.each([...WORK_GONE_WRONG, ...WORD_GONE_WRONG])(
  '%s is not explained by an earlier loss: %s',
  (name, _, corrupt) => {
    fc.assert(
      fc.property(legalHistory, fc.nat(), (history, pick) => {
        const corrupted = corrupt({ ...history, losses: [lossBefore(history)] }, pick);
        fc.pre(corrupted !== null);
        expect(names(corrupted)).toContain(name);
      }),
      { numRuns: 20, maxSkipsPerRun: 1_000 },
    );
  },
);

/** A loss that was over before the job began. */
function lossBefore({ jobs }: History): History['losses'][number] {
  const killedAt = jobs[0]!.events[0]!.at - 30_000;
  return { from: killedAt - 3_000, killedAt, backAt: killedAt + 100 };
}

/** A run that was paused long before the database was killed. */
function pausedRun(): Rehearsal {
  const run = new Rehearsal(3, 3);
  run.page(0);
  run.command('pauseJob', true);
  run.drain();
  run.idle();
  return run;
}

test('a symbol starts after a lost resume: that is allowed', () => {
  const run = pausedRun();
  run.command('resumeJob', true);
  run.page(1);
  run.loseCommits();
  const history = run.history();
  expect(history.jobs[0]!.state).toBe('PAUSED');
  expect(countLostCommands(history)).toBe(1);
  expect(names(history)).toEqual([]);
  expect(names(withoutLosses(history))).toEqual(
    expect.arrayContaining(['STARTED_LATE_AFTER_COMMAND', 'ACKNOWLEDGED_NOT_IN_HISTORY']),
  );
});

test('a symbol starts after a pause that was not lost, just before or after a loss: that is found', () => {
  const run = pausedRun();
  run.loseCommits();
  const history = run.history();
  expect(names(history)).toEqual([]);
  const [{ killedAt, backAt }] = history.losses as [History['losses'][number]];
  for (const sentAt of [killedAt - 100, backAt! + 100]) {
    const started = withRequest(history, { symbol: 'S2', sentAt, at: sentAt });
    expect(names(started)).toEqual(expect.arrayContaining(['STARTED_LATE_AFTER_COMMAND', 'STARTED_AFTER_ANSWER']));
  }
});

test('a symbol still starts long after a resume was lost: that is found', () => {
  const run = pausedRun();
  run.command('resumeJob', true);
  run.loseCommits();
  const history = run.history();
  const sentAt = history.losses[0]!.backAt! + 2_000;
  expect(names(withRequest(history, { symbol: 'S2', sentAt, at: sentAt }))).toContain('STARTED_LATE_AFTER_COMMAND');
});

test('a pause that was acknowledged long before the loss is missing: that is found', () => {
  const run = new Rehearsal(3, 3);
  run.page(0);
  const { state, version, events } = run.history().jobs[0]!;
  const durable = { state, version, events: [...events] };
  run.idle();
  run.command('pauseJob', true);
  run.idle();
  run.loseCommits();
  const history = run.history();
  expect(names(history)).toEqual([]);
  // As if the database had lost what was durable.
  const lost = { ...history, jobs: [{ ...history.jobs[0]!, ...durable }] };
  expect(names(lost)).toContain('ACKNOWLEDGED_NOT_IN_HISTORY');
});

test('a subscriber is shown lost commits long after the loss: that is found', () => {
  const run = pausedRun();
  run.command('resumeJob', true);
  run.loseCommits();
  run.idle();
  const history = run.history();
  const [updates, told] = history.followers;
  const late = { ...updates!.frames.at(-1)!, at: history.losses[0]!.backAt! + 2_000 };
  const shown = { ...history, followers: [{ ...updates!, frames: [...updates!.frames, late] }, told!] };
  expect(names(shown)).toContain('FRAME_UNTRUE');
});
