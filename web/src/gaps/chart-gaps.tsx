import { Button } from '../ui/button';
import type { ChartView } from '../ui/chart-view';
import { useStore } from '../api/store';
import { count } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import { wordsOfGap, type NamedGap } from './bands';
import styles from './gaps.module.css';
import { HatchSwatch } from './hatch-swatch';
import { GAP_REASONS, HATCHES } from './reasons';
import type { GapReason } from '../generated/graphql';

interface GapNoteProps {
  readonly gaps: readonly NamedGap[];
  /** The gap that the reader points at or has gone to. */
  readonly noted: NamedGap | null;
  /** Not all gaps in sight are told. */
  readonly isCut: boolean;
}

/** Below a chart: what the hatched bands mean, and one of them in words. */
export function GapNote({ gaps, noted, isCut }: GapNoteProps) {
  if (!gaps.length) return null;
  const reasons = (Object.keys(HATCHES) as GapReason[]).filter((reason) => gaps.some((gap) => gap.reason === reason));
  return (
    <div className={styles.note}>
      <ul className={styles.legend} aria-label="Why bars are missing">
        {reasons.map((reason) => (
          <li key={reason}>
            <HatchSwatch reason={reason} />
            {GAP_REASONS[reason]}
          </li>
        ))}
      </ul>
      {isCut && (
        <p className={uiStyles.hint}>There are more gaps here than can be named: zoom in to see their reasons.</p>
      )}
      <p role="status" className={styles.noted}>
        {noted
          ? `${wordsOfGap(noted)}, ${count(noted.missing)} ${noted.missing === 1 ? 'bar' : 'bars'}`
          : 'Point at a gap, or go to one, to read what it is.'}
      </p>
    </div>
  );
}

interface GapStepsProps {
  readonly gaps: readonly NamedGap[];
  readonly noted: NamedGap | null;
  readonly view: ChartView;
  readonly onNote: (gap: NamedGap) => void;
}

/** Buttons that go from gap to gap: what pointing tells, for the keyboard. */
export function GapSteps({ gaps, noted, view, onNote }: GapStepsProps) {
  const seen = useStore(view);
  if (!gaps.length || !seen) return null;
  const earlier = gaps.findLast(({ from }) => from < (noted?.from ?? seen.to));
  const later = gaps.find(({ from }) => from > (noted?.from ?? seen.from));
  const go = (gap: NamedGap | undefined) => {
    if (!gap) return;
    onNote(gap);
    view.centre((gap.from + gap.to) / 2);
  };
  return (
    <>
      <Button aria-disabled={!earlier} onPress={() => go(earlier)}>
        Earlier gap
      </Button>
      <Button aria-disabled={!later} onPress={() => go(later)}>
        Later gap
      </Button>
    </>
  );
}
