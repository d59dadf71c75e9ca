import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button';
import styles from './ui.module.css';

type Look = 'plain' | 'primary' | 'danger' | 'quiet';

interface Props extends Omit<ButtonProps, 'className'> {
  readonly look?: Look;
  readonly className?: string;
}

export function Button({ look = 'plain', className, ...props }: Props) {
  return (
    <AriaButton
      {...props}
      className={[styles.button, look !== 'plain' && styles[look], className].filter(Boolean).join(' ')}
    />
  );
}
