import type { Lease, SymbolStep } from '../../../application/ports/collection-ledger';
import type { Bar, BarInterval } from '../../../domain/bar';
import { stretchAt } from '../../../domain/series/stretch';
import { multirangeOf } from '../../series/coverage-sql';

/** Returns the steps as columns, and their bars as columns: `barSteps` holds the number of each bar's step, from 1. */
export function storedValues({ jobId, shard, runId }: Lease, interval: BarInterval, steps: readonly SymbolStep[]) {
  const bars = steps.flatMap((step) => step.bars);
  const rows = steps.flatMap((step) => step.quarantined);
  const stretches = steps.map((step) => barsPerStretch(step.bars, interval));
  const failure = ({ ending }: SymbolStep) => (ending?.kind === 'FAILED' ? ending.error : null);
  const numbered = <T>(of: (step: SymbolStep) => readonly T[]) =>
    steps.flatMap((step, index) => new Array<number>(of(step).length).fill(index + 1));
  return {
    ...{ jobId, shard, runId },
    positions: steps.map((step) => step.position),
    symbols: steps.map((step) => step.symbol),
    seriesIds: steps.map((step) => step.seriesId),
    numbers: steps.map((step) => step.number),
    cursors: steps.map((step) => step.cursorAfter),
    attempts: steps.map((step) => step.attempts),
    barCounts: steps.map((step) => step.rows),
    rowsBefore: steps.map((step) => step.rowsBefore),
    firsts: steps.map((step) => step.bars[0]?.time ?? null),
    lasts: steps.map((step) => step.bars.at(-1)?.time ?? null),
    covered: steps.map((step) => multirangeOf(step.proof.covered)),
    outOfReach: steps.map((step) => multirangeOf(step.proof.outOfReach)),
    quarantined: steps.map((step) => multirangeOf(step.proof.quarantined)),
    compared: steps.map((step) => multirangeOf(step.compared)),
    froms: steps.map((step) => step.window.from),
    tos: steps.map((step) => step.window.to),
    settledTos: steps.map((step) => step.window.settledTo),
    endings: steps.map(({ ending }) =>
      ending === null ? 'PENDING' : ending.kind === 'FAILED' ? 'FAILED' : 'SUCCEEDED',
    ),
    errorCodes: steps.map((step) => failure(step)?.code ?? null),
    errorMessages: steps.map((step) => failure(step)?.message ?? null),
    elapsedMs: steps.map((step) => step.elapsedMs),
    rowSteps: numbered((step) => step.quarantined),
    rowTimes: rows.map((row) => row.time),
    rows: rows.map((row) => row.row),
    rowFlaws: rows.map((row) => row.flaw),
    stretchSteps: stretches.flatMap((counts, index) => counts.map(() => index + 1)),
    stretches: stretches.flatMap((counts) => counts.map(({ stretch }) => stretch)),
    stretchBars: stretches.flatMap((counts) => counts.map(({ bars }) => bars)),
    barSteps: numbered((step) => step.bars),
    times: bars.map((bar) => bar.time / 1_000),
    opens: bars.map((bar) => bar.open),
    highs: bars.map((bar) => bar.high),
    lows: bars.map((bar) => bar.low),
    closes: bars.map((bar) => bar.close),
    volumes: bars.map((bar) => bar.volume),
    quoteVolumes: unlessAllNull(bars.map((bar) => bar.quoteVolume)),
    trades: unlessAllNull(bars.map((bar) => bar.trades)),
    takerVolumes: unlessAllNull(bars.map((bar) => bar.takerVolume)),
  };
}

/** Counts bars, which are in order of time, by their stretch. */
function barsPerStretch(bars: readonly Bar[], interval: BarInterval): { stretch: number; bars: number }[] {
  const counts: { stretch: number; bars: number }[] = [];
  for (const { time } of bars) {
    const stretch = stretchAt(time, interval);
    const last = counts.at(-1);
    if (last?.stretch === stretch) last.bars++;
    else counts.push({ stretch, bars: 1 });
  }
  return counts;
}

/** Returns an empty column for what the source does not tell of any bar: unnest fills it up with nulls. */
function unlessAllNull<T>(column: readonly (T | null)[]): readonly (T | null)[] {
  return column.every((value) => value === null) ? [] : column;
}

/** The columns, with their types in PostgreSQL. Times are in milliseconds since the epoch, those of bars in seconds. */
export const STEP_COLUMNS = {
  jobId: 'uuid',
  shard: 'integer',
  runId: 'uuid',
  positions: 'integer[]',
  symbols: 'text[]',
  seriesIds: 'integer[]',
  numbers: 'integer[]',
  cursors: 'bigint[]',
  attempts: 'integer[]',
  barCounts: 'integer[]',
  rowsBefore: 'bigint[]',
  firsts: 'bigint[]',
  lasts: 'bigint[]',
  covered: 'tstzmultirange[]',
  outOfReach: 'tstzmultirange[]',
  quarantined: 'tstzmultirange[]',
  froms: 'bigint[]',
  tos: 'bigint[]',
  settledTos: 'bigint[]',
  endings: 'symbol_state[]',
  errorCodes: 'source_failure[]',
  errorMessages: 'text[]',
  elapsedMs: 'double precision[]',
  rowSteps: 'integer[]',
  rowTimes: 'bigint[]',
  rows: 'text[]',
  rowFlaws: 'text[]',
  barSteps: 'integer[]',
  times: 'double precision[]',
  opens: 'numeric[]',
  highs: 'numeric[]',
  lows: 'numeric[]',
  closes: 'numeric[]',
  volumes: 'numeric[]',
  quoteVolumes: 'numeric[]',
  trades: 'bigint[]',
  takerVolumes: 'numeric[]',
} as const;

/** With the number of bars of each step in each stretch of its series. */
export const COUNTED_STEP_COLUMNS = {
  ...STEP_COLUMNS,
  stretchSteps: 'integer[]',
  stretches: 'integer[]',
  stretchBars: 'integer[]',
} as const;

/** With the times at which the source is compared with what is stored. */
export const COMPARED_STEP_COLUMNS = { ...STEP_COLUMNS, compared: 'tstzmultirange[]' } as const;
