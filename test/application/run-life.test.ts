import { RunLife, type Ending, type RunState, type RunStateName } from '../../src/application/worker/run/run-life';
import type { CollectionJob } from '../../src/domain/collection-job';

const failure = { code: 'AUTH', message: 'refused', silentMs: null } as const;
const job = {} as CollectionJob;

const STATES: Readonly<Record<RunStateName, RunState>> = {
  COLLECTING: { name: 'COLLECTING' },
  RECORDING_DRAIN: { name: 'RECORDING_DRAIN', recorded: Promise.resolve() },
  RESTED: { name: 'RESTED', job },
  FAILED: { name: 'FAILED', failure },
  OUT_OF_SYMBOLS: { name: 'OUT_OF_SYMBOLS' },
  HANDED_ON: { name: 'HANDED_ON' },
  LEASE_LOST: { name: 'LEASE_LOST' },
  STOPPED: { name: 'STOPPED' },
};
const NAMES = Object.keys(STATES) as RunStateName[];

/** The allowed moves, stated independently of the code, so that a wrong arrow in MOVES is found. */
const ALLOWED: Readonly<Record<RunStateName, readonly RunStateName[]>> = {
  COLLECTING: ['RECORDING_DRAIN', 'FAILED', 'OUT_OF_SYMBOLS', 'HANDED_ON', 'LEASE_LOST', 'STOPPED'],
  RECORDING_DRAIN: ['COLLECTING', 'RESTED', 'FAILED', 'LEASE_LOST', 'STOPPED'],
  RESTED: [],
  FAILED: ['RESTED', 'LEASE_LOST', 'STOPPED'],
  OUT_OF_SYMBOLS: ['RESTED', 'LEASE_LOST', 'STOPPED'],
  HANDED_ON: [],
  LEASE_LOST: [],
  STOPPED: [],
};

/** The moves that lead to each state. */
const WAYS: Readonly<Record<RunStateName, readonly RunStateName[]>> = {
  COLLECTING: [],
  RECORDING_DRAIN: ['RECORDING_DRAIN'],
  RESTED: ['RECORDING_DRAIN', 'RESTED'],
  FAILED: ['FAILED'],
  OUT_OF_SYMBOLS: ['OUT_OF_SYMBOLS'],
  HANDED_ON: ['HANDED_ON'],
  LEASE_LOST: ['LEASE_LOST'],
  STOPPED: ['STOPPED'],
};

function lifeAt(name: RunStateName): RunLife {
  const life = new RunLife();
  for (const step of WAYS[name]) expect(life.move(STATES[step])).toBe(true);
  return life;
}

describe.each(NAMES)('a run that is %s', (name) => {
  test.each(NAMES)('to %s', (next) => {
    const life = lifeAt(name);
    const isAllowed = ALLOWED[name].includes(next);
    expect(life.move(STATES[next])).toBe(isAllowed);
    expect(life.state.name).toBe(isAllowed ? next : name);
  });
});

test.each<[Ending, boolean]>([
  ['RESTED', false],
  ['FAILED', false],
  ['OUT_OF_SYMBOLS', false],
  ['HANDED_ON', true],
  ['LEASE_LOST', true],
  ['STOPPED', true],
])('%s ends the lanes; whether nothing is stored any more: %s', (ending, isCut) => {
  const life = lifeAt(ending);
  expect([life.ended.aborted, life.cut.aborted]).toEqual([true, isCut]);
});

test('nothing ends a run while its drain is recorded', () => {
  const life = lifeAt('RECORDING_DRAIN');
  expect([life.ended.aborted, life.cut.aborted]).toEqual([false, false]);
});

test('who is stopped while it says its last word stores nothing', () => {
  const life = lifeAt('OUT_OF_SYMBOLS');
  expect(life.move({ name: 'STOPPED' })).toBe(true);
  expect(life.cut.aborted).toBe(true);
});
