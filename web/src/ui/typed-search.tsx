import { useEffect, useRef } from 'react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { SearchField } from 'react-aria-components/SearchField';
import styles from './ui.module.css';
import { useTyped } from './use-typed';

/** The typed text is chosen after this pause, in milliseconds. */
const TYPED_MS = 250;

interface TypedSearchProps {
  readonly label: string;
  /** Shows the label; otherwise only screen readers announce it. */
  readonly isLabelled?: boolean;
  readonly placeholder?: string;
  readonly value: string;
  readonly onChoose: (value: string) => void;
}

/** A search field whose text is chosen when the reader stops typing. */
export function TypedSearch({ label, isLabelled = false, placeholder, value, onChoose }: TypedSearchProps) {
  const [typed, setTyped] = useTyped(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // What is typed into a field that is gone must not change the address of another page.
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChoose(text), TYPED_MS);
  };
  return (
    <SearchField aria-label={isLabelled ? undefined : label} className={styles.field} value={typed} onChange={type}>
      {isLabelled && <Label>{label}</Label>}
      <Input placeholder={placeholder} maxLength={200} />
    </SearchField>
  );
}
