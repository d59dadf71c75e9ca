import type { SymbolStep } from '../../src/application/ports/collection-ledger';
import type { Bar } from '../../src/domain/bar';
import type { SymbolEnding } from '../../src/domain/job-symbol';
import type { TimeRange } from '../../src/domain/series/time-range';

/** The window of `someDraft`. */
const WINDOW = { from: Date.UTC(2024, 0), to: Date.UTC(2024, 1), settledTo: Date.UTC(2024, 1) };

interface StepParts {
  readonly number?: number;
  readonly bars?: readonly Bar[];
  readonly covered?: TimeRange;
  readonly cursorAfter?: number;
  readonly ending?: SymbolEnding | null;
}

/** Returns a step of the symbol `S<position>`, by default the only one, which finds nothing. */
export function stepOf(position: number, seriesId: number, parts: StepParts = {}): SymbolStep {
  const { number = 1, bars = [], covered = WINDOW, cursorAfter = covered.to, ending = { kind: 'COLLECTED' } } = parts;
  return {
    ...{ position, symbol: `S${position}`, seriesId, bars, number, cursorAfter, ending },
    rows: bars.length,
    quarantined: [],
    compared: [],
    proof: { covered: [{ from: covered.from, to: covered.to }], outOfReach: [], quarantined: [] },
    window: WINDOW,
    rowsBefore: (number - 1) * 3,
    attempts: 1,
    elapsedMs: 5,
  };
}
