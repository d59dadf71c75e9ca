import { useStore } from '../api/store';
import { Button } from './button';
import type { ChartView, Period } from './chart-view';
import styles from './ui.module.css';

/** Zoom factors of one press, and the fraction of the visible range that one press pans. */
const [NEARER, FARTHER, ALONG] = [0.6, 1 / 0.6, 0.5];

interface ChartControlsProps {
  /** The name of the chart, in words. */
  readonly of: string;
  readonly view: ChartView;
  readonly write: (seconds: number) => string;
}

/** The visible period, and a button for every pointer gesture: no function needs dragging (WCAG 2.2, 2.5.7). */
export function ChartControls({ of, view, write }: ChartControlsProps) {
  return (
    <div className={styles.chartControls} role="group" aria-label={`View of ${of}`}>
      <p className={styles.hint}>{words(useStore(view), write)}</p>
      <Button aria-label="Earlier" onPress={() => view.pan(-ALONG)}>
        ←
      </Button>
      <Button aria-label="Later" onPress={() => view.pan(ALONG)}>
        →
      </Button>
      <Button aria-label="Zoom out" onPress={() => view.zoom(FARTHER)}>
        −
      </Button>
      <Button aria-label="Zoom in" onPress={() => view.zoom(NEARER)}>
        +
      </Button>
      <Button onPress={() => view.fit()}>Fit</Button>
    </div>
  );
}

function words(period: Period | null, write: (seconds: number) => string): string {
  return period ? `${write(period.from)} – ${write(period.to)}` : '';
}
