import type { DataSource, Page, QuarantinedRow } from '../../../src/application/ports/data-source';
import { claimsEmptiness, inBoth, proofOf } from '../../../src/application/worker/run/pages/page-proof';
import type { Bar, BarInterval } from '../../../src/domain/bar';
import { nextToAsk, type Proof } from '../../../src/domain/series/coverage';
import { setOf, type TimeRange, type TimeRanges } from '../../../src/domain/series/time-range';
import { unaborted } from '../source-error';

export interface Collected {
  readonly bars: readonly Bar[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly covered: TimeRanges;
  readonly outOfReach: TimeRanges;
  /** Calls of fetchPage. */
  readonly calls: number;
}

/** Collects a window as a worker does: page by page, and an empty one only if a second answer says the same. */
export async function collect(
  source: DataSource,
  symbol: string,
  interval: BarInterval,
  window: TimeRange,
): Promise<Collected> {
  const [bars, quarantined, proofs]: [Bar[], QuarantinedRow[], Proof[]] = [[], [], []];
  let [cursor, calls] = [window.from, 0];
  const ask = async (range: TimeRange): Promise<Page> => {
    for (;;) {
      const page = await source.fetchPage(symbol, { interval, ...range, signal: unaborted });
      if (++calls > 10_000) throw new Error('the source does not come to an end');
      if (page !== 'ASK_AGAIN') return page;
    }
  };
  for (;;) {
    const range = nextToAsk(window, cursor, [], Infinity);
    if (!range) break;
    const first = await ask(range);
    const page = claimsEmptiness(first) ? await confirmed(first, () => ask(range)) : first;
    bars.push(...page.bars);
    quarantined.push(...page.quarantined);
    proofs.push(proofOf(page, interval));
    cursor = page.next ?? range.to;
  }
  const all = (set: (proof: Proof) => TimeRanges) => setOf(proofs.flatMap(set));
  return {
    ...{ bars, quarantined, calls },
    covered: all((proof) => proof.covered),
    outOfReach: all((proof) => proof.outOfReach),
  };
}

async function confirmed(first: Page, again: () => Promise<Page>): Promise<Page> {
  const second = await again();
  return claimsEmptiness(second) ? inBoth(first, second) : second;
}
