import { useEffect, useMemo, useState } from 'react';
import { useStore } from '../api/store';
import { bandsOf, namedGaps, withWholeGaps, wordsOfGap, type NamedGap } from '../gaps/bands';
import { ChartGaps } from '../gaps/chart-gaps';
import type { ToldGaps } from '../gaps/told-gaps';
import { ChartControls } from '../ui/chart-controls';
import { ChartView } from '../ui/chart-view';
import { shortUtc } from '../ui/format';
import type { Bar } from './bar-series';
import { barPoints } from './bar-points';
import styles from './data.module.css';
import type { Gap } from './gaps';
import { usePriceDrawing } from './use-price-drawing';

/** Number of gaps, the latest ones, in the chart's label for screen readers; the tables list all of them. */
const NAMED = 3;

interface PriceChartProps {
  readonly bars: readonly Bar[];
  readonly gaps: readonly Gap[];
  /** The reasons of the gaps in sight. */
  readonly told: ToldGaps;
  readonly onOlder: () => void;
}

/** Candlesticks with volume, interrupted by gaps; scrolling back loads older bars. */
export default function PriceChart({ bars, gaps, told, onOlder }: PriceChartProps) {
  const [view] = useState(() => new ChartView('last'));
  const { gaps: reasons, isCut } = useStore(told);
  const named = useMemo(() => namedGaps(gaps, reasons), [gaps, reasons]);
  const points = useMemo(() => barPoints(bars, gaps), [bars, gaps]);
  const bands = useMemo(() => bandsOf(named, points.times), [named, points]);
  const [notedAt, setNotedAt] = useState<number | null>(null);
  const noted = notedAt === null ? null : (named.find(({ from, to }) => from <= notedAt && notedAt < to) ?? null);
  const note = ({ from }: NamedGap) => setNotedAt(from);
  const box = usePriceDrawing({ view, bars, points, bands, onOlder, onPoint: note });
  useLookedAt(view, told, gaps);
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <div className={styles.plot}>
      <div
        ref={box}
        className={styles.chart}
        role="img"
        aria-label={`Candlestick chart with volume, ${first?.time ?? ''} to ${last?.time ?? ''}; last price ${last?.close ?? ''}. ${wordsFor(named)}The table has the same bars.`}
      />
      <ChartControls of="the prices" view={view} write={shortUtc} />
      <ChartGaps gaps={named} noted={noted} onNote={note} isCut={isCut} view={view} />
    </div>
  );
}

/** Has the reasons of the gaps in sight told. */
function useLookedAt(view: ChartView, told: ToldGaps, gaps: readonly Gap[]): void {
  useEffect(() => {
    const look = () => {
      const seen = view.get();
      // A chart without gaps has no reasons to ask for.
      if (seen && gaps.length) told.look(withWholeGaps(seen, gaps));
    };
    look();
    const end = view.subscribe(look);
    return () => {
      end();
      told.close();
    };
  }, [view, told, gaps]);
}

function wordsFor(gaps: readonly NamedGap[]): string {
  const named = gaps.slice(-NAMED).map((gap) => `${wordsOfGap(gap)}. `);
  return named.join('') + (gaps.length > NAMED ? `${gaps.length - NAMED} more gaps before them. ` : '');
}
