import { Button } from '../ui/button';
import { TextInput } from '../ui/text-input';
import uiStyles from '../ui/ui.module.css';
import { lastDays, type Draft } from './draft';
import type { Faults } from './send';
import styles from './start.module.css';

const PRESETS = [
  ['Last day', 1],
  ['Last 7 days', 7],
  ['Last 30 days', 30],
  ['Last year', 365],
] as const;

interface PeriodFieldsProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
  readonly faults: Faults;
}

/** The period in UTC. */
export function PeriodFields({ draft, onChange, faults }: PeriodFieldsProps) {
  return (
    <section className={uiStyles.card} aria-labelledby="period">
      <h2 id="period">Period</h2>
      <div className={styles.presets}>
        {PRESETS.map(([name, days]) => (
          <Button key={name} onPress={() => onChange(lastDays(days))}>
            {name}
          </Button>
        ))}
        <Button onPress={() => onChange({ isFromListing: true })}>Since the listing</Button>
      </div>
      <div className={styles.pair}>
        <TextInput
          label="From (UTC, inclusive)"
          type="datetime-local"
          value={draft.isFromListing ? '' : draft.from}
          onChange={(from) => onChange({ from, isFromListing: false })}
          hint={draft.isFromListing ? 'Each symbol from its listing.' : undefined}
          fault={faults.from}
        />
        <TextInput
          label="To (UTC, exclusive)"
          type="datetime-local"
          value={draft.to}
          onChange={(to) => onChange({ to })}
          fault={faults.to}
        />
      </div>
    </section>
  );
}
