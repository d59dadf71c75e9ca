import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useMayCommand } from '../api/viewer';
import { Loading } from '../ui/blank';
import styles from '../ui/ui.module.css';

/** Renders its children only for those whose commands the service would accept. */
export function OperatorsOnly({ children }: { readonly children: ReactNode }) {
  const mayCommand = useMayCommand();
  if (mayCommand === null) return <Loading what="the page" />;
  if (mayCommand) return children;
  return (
    <div className={styles.blank}>
      <h1>You may only look</h1>
      <p>To start a collection you need a credential with the role operator.</p>
      <Link href="/" className={styles.button}>
        Show all jobs
      </Link>
    </div>
  );
}
