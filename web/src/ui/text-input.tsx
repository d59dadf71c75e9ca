import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextField } from 'react-aria-components/TextField';
import type { InputHTMLAttributes } from 'react';
import styles from './ui.module.css';

interface TextInputProps extends Pick<InputHTMLAttributes<HTMLInputElement>, 'list' | 'min' | 'max' | 'placeholder'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'number' | 'datetime-local' | 'date';
  readonly hint?: string;
  /** The error message, if the value is invalid. */
  readonly fault?: string;
}

/** A single-line text field with a label, a hint and an error message. */
export function TextInput({ label, value, onChange, type = 'text', hint, fault, ...input }: TextInputProps) {
  return (
    <TextField
      className={styles.field}
      type={type}
      value={value}
      onChange={onChange}
      isInvalid={Boolean(fault)}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      <Input {...input} />
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.fault}>{fault}</FieldError>
    </TextField>
  );
}
