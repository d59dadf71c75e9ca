import { ControlSignals } from '../../src/application/worker/control-signals';
import { PauseGate } from '../../src/application/worker/pause-gate';

const never = new AbortController().signal;

describe('ControlSignals', () => {
  test('a pause that comes after a later resume closes nothing', () => {
    const signals = new ControlSignals();
    signals.observe({ version: 4, state: 'RUNNING' });
    signals.observe({ version: 3, state: 'PAUSED' });
    expect(signals.gate.isOpen).toBe(true);
    expect(signals.version).toBe(4);
  });

  test('a resume that comes after a later pause opens nothing', () => {
    const signals = new ControlSignals();
    signals.observe({ version: 5, state: 'PAUSED' });
    signals.observe({ version: 4, state: 'RUNNING' });
    expect(signals.gate.isOpen).toBe(false);
  });

  test.each(['PAUSED', 'COMPLETED', 'FAILED', 'CANCELLED'] as const)('%s closes the gate', (state) => {
    const signals = new ControlSignals();
    signals.observe({ version: 3, state });
    expect(signals.gate.isOpen).toBe(false);
  });

  test('only the latest order is the one that stops, and only if it does', () => {
    const signals = new ControlSignals(() => false);
    signals.observe({ version: 3, state: 'PAUSED' });
    expect(signals.isStoppedBy({ version: 3 })).toBe(true);
    signals.observe({ version: 4, state: 'RUNNING' });
    // Closed because commands cannot be received, regardless of the latest order.
    expect(signals.gate.isOpen).toBe(false);
    expect([3, 4].map((version) => signals.isStoppedBy({ version }))).toEqual([false, false]);
    signals.observe({ version: 5, state: 'PAUSED' });
    expect([3, 5, 6].map((version) => signals.isStoppedBy({ version }))).toEqual([false, true, false]);
  });

  test('a gate that is shut stays shut', () => {
    const signals = new ControlSignals();
    signals.shutGate();
    signals.observe({ version: 9, state: 'RUNNING' });
    expect(signals.gate.isOpen).toBe(false);
  });
});

describe('PauseGate', () => {
  test('holds everybody until it opens', async () => {
    const gate = new PauseGate();
    gate.close();
    const passed: number[] = [];
    const waiting = [1, 2, 3].map((n) => gate.opened(never).then(() => passed.push(n)));
    await Promise.resolve();
    expect(passed).toEqual([]);
    gate.open();
    await Promise.all(waiting);
    expect(passed).toEqual([1, 2, 3]);
  });

  test('lets go of who gives up waiting', async () => {
    const gate = new PauseGate();
    gate.close();
    const giveUp = new AbortController();
    const waiting = gate.opened(giveUp.signal);
    giveUp.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(gate.opened(giveUp.signal)).rejects.toThrow('enough');
  });

  test('says when it closes, each time anew', () => {
    const gate = new PauseGate();
    const first = gate.closing;
    gate.close();
    expect(first.aborted).toBe(true);
    gate.open();
    expect(gate.closing.aborted).toBe(false);
  });
});
