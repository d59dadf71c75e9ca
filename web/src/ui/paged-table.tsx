import type { ReactNode } from 'react';
import type { Paged } from '../api/paged';
import { useStore } from '../api/store';
import { FailureLine } from './blank';
import { Button } from './button';
import styles from './ui.module.css';

interface PagedTableProps<T> {
  /** The name of the table, for screen readers. */
  readonly label: string;
  readonly list: Paged<T>;
  /** Header and content of each column. */
  readonly columns: readonly (readonly [header: string, content: (entry: T) => ReactNode])[];
  /** What is said of an empty list. */
  readonly empty: string;
}

/** A list as a table, a page at a time; it scrolls in its own box, by keyboard too. */
export function PagedTable<T>({ label, list, columns, empty }: PagedTableProps<T>) {
  const { entries, hasMore, isLoaded, isLoading, error } = useStore(list);
  const more = () => list.loadMore();
  if (!isLoaded) return <p className={styles.hint}>Loading…</p>;
  return (
    <>
      {entries.length > 0 && (
        <div className={styles.paged} role="region" aria-label={label} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {columns.map(([header]) => (
                  <th key={header} scope="col">
                    {header}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {entries.map((entry, index) => (
                <tr key={index}>
                  {columns.map(([header, content]) => (
                    <td key={header}>{content(entry)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {error && <FailureLine message={error} onRetry={more} />}
      {!error && !entries.length && <p className={styles.hint}>{empty}</p>}
      {!error && hasMore && (
        <div>
          <Button onPress={more} isPending={isLoading}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}
