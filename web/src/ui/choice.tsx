import { useId } from 'react';
import styles from './ui.module.css';

export interface Option {
  readonly id: string;
  readonly name: string;
}

interface ChoiceProps {
  readonly label: string;
  /** Shows the label; otherwise only screen readers announce it. */
  readonly isLabelled?: boolean;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly hint?: string;
}

/** Selects one of a few options. The native list works best on phones and needs no script. */
export function Choice({ label, isLabelled = false, options, value, onChange, hint }: ChoiceProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      {isLabelled && <label htmlFor={id}>{label}</label>}
      <select
        id={id}
        aria-label={isLabelled ? undefined : label}
        aria-describedby={hint && `${id}-hint`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
