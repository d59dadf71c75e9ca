import { useId } from 'react';
import styles from './ui.module.css';

export interface Option {
  readonly id: string;
  readonly name: string;
}

interface ChoiceProps {
  readonly label: string;
  /** Shows the label; without it, only a screen reader says it. */
  readonly isLabelled?: boolean;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** One of a few. The browser's own list: nothing is handier on a phone, and it costs no script. */
export function Choice({ label, isLabelled = false, options, value, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      {isLabelled && <label htmlFor={id}>{label}</label>}
      <select
        id={id}
        aria-label={isLabelled ? undefined : label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  );
}
