import { openingAfter, type BarInterval } from '../../../../domain/bar';
import { provedPart, type Proof } from '../../../../domain/series/coverage';
import { difference, setOf } from '../../../../domain/series/time-range';
import type { Page } from '../../../ports/data-source';

/** Returns what a page proves. A quarantined row says nothing of an interval whose bar came as well. */
export function proofOf({ bars, quarantined, answered, outOfReach, asOf }: Page, interval: BarInterval): Proof {
  const intervalAt = ({ time }: { readonly time: number }) => ({ from: time, to: openingAfter(time, interval) });
  const suspect =
    quarantined.length > 0 ? difference(setOf(quarantined.map(intervalAt)), setOf(bars.map(intervalAt))) : [];
  const proved = provedPart(answered, bars.at(-1)?.time ?? null, interval, asOf);
  return {
    covered: difference(proved, suspect),
    quarantined: suspect,
    outOfReach: outOfReach ? setOf([outOfReach]) : [],
  };
}

/** Whether a page claims that there is nothing in a range. */
export function claimsEmptiness({ bars, quarantined, answered }: Page): boolean {
  return bars.length === 0 && quarantined.length === 0 && answered.from < answered.to;
}

/** Returns what two pages without a row agree on. That times are out of reach is said by the one that knows it. */
export function inBoth(first: Page, second: Page): Page {
  const from = Math.max(first.answered.from, second.answered.from);
  const to = Math.max(from, Math.min(first.answered.to, second.answered.to));
  return { ...second, answered: { from, to }, outOfReach: second.outOfReach ?? first.outOfReach };
}
