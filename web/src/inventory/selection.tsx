import { useLocation } from 'wouter';
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

/** Collects what is missing of the selected series. */
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
      <Button isDisabled={!series.length} onPress={() => onSelect(new Map())}>
        Clear
      </Button>
      <span role="status" className={uiStyles.hint}>
        {!isOfOneKind && 'A job has one source and one interval: select series of one source and one interval.'}
      </span>
    </div>
  );
}

/** The address of the form that collects what is missing since the first bar; series of one source and interval. */
export function collectAddress(series: readonly Series[]): string {
  const { source, interval } = series[0]!;
  const symbols = series.map(({ symbol }) => symbol);
  const [from = null] = series.flatMap(({ first }) => first ?? []).sort();
  return formAddress({ source, interval, symbols, from, mode: 'MISSING' });
}
