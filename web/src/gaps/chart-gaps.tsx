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

interface ChartGapsProps {
  readonly gaps: readonly NamedGap[];
  /** The gap that the reader points at or has gone to. */
  readonly noted: NamedGap | null;
  readonly onNote: (gap: NamedGap) => void;
  /** Not all gaps in sight are told. */
  readonly isCut: boolean;
  readonly view: ChartView;
}

/** Below a chart: what the hatched bands mean, one of them in words, and buttons that go from gap to gap. */
export function ChartGaps({ gaps, noted, onNote, isCut, view }: ChartGapsProps) {
  if (!gaps.length) return null;
  return (
    <div className={styles.below}>
      <Legend gaps={gaps} />
      {isCut && (
        <p className={uiStyles.hint}>There are more gaps here than can be named: zoom in to see their reasons.</p>
      )}
      <div className={styles.line}>
        <p role="status">
          {noted ? sentenceFor(noted) : 'Point at a gap in the chart, or go to one, to read what it is.'}
        </p>
        <Steps gaps={gaps} noted={noted} onNote={onNote} view={view} />
      </div>
    </div>
  );
}

function Legend({ gaps }: { readonly gaps: readonly NamedGap[] }) {
  const reasons = (Object.keys(HATCHES) as GapReason[]).filter((reason) => gaps.some((gap) => gap.reason === reason));
  if (!reasons.length) return null;
  return (
    <ul className={styles.legend} aria-label="Why bars are missing">
      {reasons.map((reason) => (
        <li key={reason}>
          <HatchSwatch reason={reason} />
          {GAP_REASONS[reason]}
        </li>
      ))}
    </ul>
  );
}

function sentenceFor(gap: NamedGap): string {
  return `${wordsOfGap(gap)}, ${count(gap.missing)} ${gap.missing === 1 ? 'bar' : 'bars'} missing`;
}

/** What pointing tells, for the keyboard. */
function Steps({ gaps, noted, onNote, view }: Omit<ChartGapsProps, 'isCut'>) {
  const seen = useStore(view);
  if (!seen) return null;
  const earlier = gaps.findLast(({ from }) => from < (noted?.from ?? seen.to));
  const later = gaps.find(({ from }) => from > (noted?.from ?? seen.from));
  const go = (gap: NamedGap | undefined) => {
    if (!gap) return;
    onNote(gap);
    view.centre((gap.from + gap.to) / 2);
  };
  return (
    <div className={uiStyles.group}>
      {/* Not disabled: a disabled button loses the keyboard's focus. */}
      <Button aria-disabled={!earlier} onPress={() => go(earlier)}>
        Earlier gap
      </Button>
      <Button aria-disabled={!later} onPress={() => go(later)}>
        Later gap
      </Button>
    </div>
  );
}
