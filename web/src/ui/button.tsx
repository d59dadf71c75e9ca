import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button';
import styles from './ui.module.css';

type Look = 'plain' | 'primary' | 'danger' | 'quiet';

export function Button({ look = 'plain', ...props }: ButtonProps & { readonly look?: Look }) {
  return <AriaButton {...props} className={`${styles.button} ${look === 'plain' ? '' : styles[look]}`} />;
}
