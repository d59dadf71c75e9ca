import { useLocation } from 'wouter';
import { RepairButton } from '../control/repair-button';
import { formAddress } from '../start/address';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import styles from './inventory.module.css';
import type { Series } from './series-list';

/** The selected series by id. */
export type Selected = ReadonlyMap<string, Series>;

interface SelectionProps {
  readonly selected: Selected;
  readonly onSelect: (selected: Selected) => void;
}

/** Collects what is missing of the selected series, or repairs their gaps. */
export function Selection({ selected, onSelect }: SelectionProps) {
  const [, navigate] = useLocation();
  const series = [...selected.values()];
  const isOfOneKind = new Set(series.map(({ source, interval }) => `${source} ${interval}`)).size < 2;
  return (
    <div className={styles.selection} role="group" aria-label="Selected series">
      <span>{count(series.length)} selected</span>
      <Button isDisabled={!series.length || !isOfOneKind} onPress={() => navigate(collectAddress(series))}>
        Collect what is missing<span className={uiStyles.hidden}> of the selected</span>
      </Button>
      <RepairButton
        repaired={{ series: series.map(({ id }) => id) }}
        isDisabled={!isOfOneKind || !series.some(mayHaveGaps)}
      >
        Repair gaps<span className={uiStyles.hidden}> of the selected</span>
      </RepairButton>
      <Button isDisabled={!series.length} onPress={() => onSelect(new Map())}>
        Clear
      </Button>
      <span role="status" className={uiStyles.hint}>
        {!isOfOneKind && 'A job has one source and one interval: select series of one source and one interval.'}
        {isOfOneKind &&
          series.length > 0 &&
          !series.some(mayHaveGaps) &&
          'Nothing is missing between the first and the last bar.'}
      </span>
    </div>
  );
}

/** The gaps themselves are not read for a whole list: what is covered from end to end has none to repair. */
export function mayHaveGaps({ coveredFraction }: Series): boolean {
  return coveredFraction < 1;
}

/** The address of the form that collects what is missing since the first bar; series of one source and interval. */
export function collectAddress(series: readonly Series[]): string {
  const { source, interval } = series[0]!;
  const symbols = series.map(({ symbol }) => symbol);
  const [from = null] = series.flatMap(({ first }) => first ?? []).sort();
  return formAddress({ source, interval, symbols, from, mode: 'MISSING' });
}
