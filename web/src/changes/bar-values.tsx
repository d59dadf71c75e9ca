import type { ReactNode } from 'react';
import type { ValuesFragment } from '../generated/graphql';
import styles from './changes.module.css';

/** Two versions of a bar; null: there is none. */
export interface Versions {
  readonly before: ValuesFragment | null;
  readonly after: ValuesFragment | null;
}

type Value = Exclude<keyof ValuesFragment, '__typename'>;

const NAMES: readonly (readonly [Value, string])[] = [
  ['open', 'Open'],
  ['high', 'High'],
  ['low', 'Low'],
  ['close', 'Close'],
  ['volume', 'Volume'],
];
const OTHERS: readonly (readonly [Value, string])[] = [
  ['quoteVolume', 'quote volume'],
  ['trades', 'trades'],
  ['takerVolume', 'taker volume'],
];

/** Columns of the values of a bar: what differs is marked, the version before above the one after. */
export function valueColumns<T>(versionsOf: (entry: T) => Versions): [string, (entry: T) => ReactNode][] {
  const columns = NAMES.map(([value, name]): [string, (entry: T) => ReactNode] => [
    name,
    (entry) => <Pair {...pairOf(versionsOf(entry), value)} />,
  ]);
  return [...columns, ['Other values', (entry) => <Others {...versionsOf(entry)} />]];
}

interface Texts {
  readonly before: string | null;
  readonly after: string | null;
}

function pairOf({ before, after }: Versions, value: Value): Texts {
  return { before: before && text(before[value]), after: after && text(after[value]) };
}

const text = (value: string | number | null | undefined) => String(value ?? 'none');

/** Decimals are equal if they are the same number, whatever zeros end them. */
function isSame(one: string, other: string): boolean {
  return one === other || (one !== 'none' && other !== 'none' && trimmed(one) === trimmed(other));
}

const trimmed = (decimal: string) => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

function Pair({ before, after }: Texts) {
  if (before === null || after === null) return <span>{before ?? after}</span>;
  if (isSame(before, after)) return <span className={styles.same}>{after}</span>;
  return (
    <span className={styles.pair}>
      <del>{before}</del>
      <ins>{after}</ins>
    </span>
  );
}

/** Only those that differ. */
function Others(versions: Versions) {
  return OTHERS.map(([value, name]) => {
    const { before, after } = pairOf(versions, value);
    if (before === null || after === null || isSame(before, after)) return null;
    return (
      <span key={value} className={styles.other}>
        {name} <Pair before={before} after={after} />
      </span>
    );
  });
}
