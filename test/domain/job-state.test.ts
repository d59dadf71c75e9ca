import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOB_ACTIONS, JOB_STATES, TERMINAL_STATES, TRANSITIONS, transitionFor } from '../../src/domain/job-state';

describe('the lifecycle', () => {
  test('is what semantics say, arrow for arrow', () => {
    expect(TRANSITIONS.map(({ from, to }) => `${from} → ${to}`).sort()).toEqual(
      [
        'PENDING → RUNNING',
        'PENDING → CANCELLED',
        'RUNNING → PAUSED',
        'RUNNING → COMPLETED',
        'RUNNING → FAILED',
        'RUNNING → CANCELLED',
        'PAUSED → RUNNING',
        'PAUSED → CANCELLED',
      ].sort(),
    );
  });

  test('has no way out of a terminal state', () => {
    for (const state of TERMINAL_STATES) expect(TRANSITIONS.filter(({ from }) => from === state)).toEqual([]);
  });

  test.each(JOB_STATES.flatMap((state) => JOB_ACTIONS.map((action) => [state, action] as const)))(
    '%s takes %s to where it leads, or nowhere',
    (state, action) => {
      const expected: Record<string, string> = {
        'RUNNING PAUSE': 'PAUSED',
        'PAUSED RESUME': 'RUNNING',
        'PENDING CANCEL': 'CANCELLED',
        'RUNNING CANCEL': 'CANCELLED',
        'PAUSED CANCEL': 'CANCELLED',
      };
      expect(transitionFor(action, state)?.to).toBe(expected[`${state} ${action}`]);
    },
  );

  test('is drawn in ARCHITECTURE.md as it is', () => {
    const text = readFileSync(join(__dirname, '../../ARCHITECTURE.md'), 'utf8');
    const diagram = /```mermaid\nstateDiagram-v2\n([\s\S]*?)```/.exec(text)![1]!;
    const drawn = [...diagram.matchAll(/^\s*(\w+) --> (\w+) : (\w+), (.+)$/gm)].map(([, from, to, event, when]) => ({
      from,
      to,
      event,
      when,
    }));
    expect(drawn).toEqual(TRANSITIONS.map(({ from, to, event, when }) => ({ from, to, event, when })));
    const ends = [...diagram.matchAll(/^\s*(\w+) --> \[\*\]$/gm)].map(([, state]) => state);
    expect(ends).toEqual([...TERMINAL_STATES]);
  });
});
