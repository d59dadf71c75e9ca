import { useQuery } from '@apollo/client/react';
import { useState, type ReactNode } from 'react';
import { messageOf } from '../api/errors';
import {
  FoundSymbolsDocument,
  type FoundSymbolsQuery,
  type FoundSymbolsQueryVariables,
  type SymbolViewFragment,
} from '../generated/graphql';
import { Button } from '../ui/button';
import uiStyles from '../ui/ui.module.css';
import styles from './job.module.css';

interface FoundSymbolsProps {
  /** Which symbols of which job. */
  readonly wanted: Omit<FoundSymbolsQueryVariables, 'after'>;
  /** The number of symbols that there are. */
  readonly size: number;
  /** Header and content of each column after the symbol's name. */
  readonly columns: readonly (readonly [header: string, content: (symbol: SymbolViewFragment) => ReactNode])[];
}

/** Some of a job's symbols as a table, a page at a time. */
export function FoundSymbols({ wanted, size, columns }: FoundSymbolsProps) {
  const { data, error, fetchMore, refetch } = useQuery(FoundSymbolsDocument, {
    variables: wanted,
    fetchPolicy: 'no-cache',
  });
  const page = data?.job?.symbols;
  const symbols = page?.nodes ?? [];
  const [fault, setFault] = useState<unknown>(null);
  const [isLoading, setLoading] = useState(false);
  const more = () => {
    setLoading(true);
    const variables = { after: page?.pageInfo.endCursor };
    const answered = page ? fetchMore({ variables, updateQuery: appended }) : refetch();
    void answered.then(() => setFault(null), setFault).finally(() => setLoading(false));
  };
  const failed = error ?? fault;
  return (
    <div className={styles.found}>
      <table>
        <thead>
          <tr>
            <th scope="col">Symbol</th>
            {columns.map(([header]) => (
              <th key={header} scope="col">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {symbols.map((symbol) => (
            <tr key={symbol.position}>
              <td>{symbol.symbol}</td>
              {columns.map(([header, content]) => (
                <td key={header}>{content(symbol)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {Boolean(failed) && (
        <p className={uiStyles.fault} role="alert">
          {messageOf(failed)}
        </p>
      )}
      {symbols.length < size && (
        <Button onPress={more} isPending={isLoading}>
          {failed ? 'Try again' : 'Show more'}
        </Button>
      )}
    </div>
  );
}

function appended(known: FoundSymbolsQuery, { fetchMoreResult: more }: { fetchMoreResult: FoundSymbolsQuery }) {
  if (!known.job || !more.job) return known;
  // The page after an empty cursor is the first one: nothing had been found before.
  const { endCursor } = known.job.symbols.pageInfo;
  const before = endCursor ? known.job.symbols.nodes : [];
  const pageInfo = more.job.symbols.nodes.length ? more.job.symbols.pageInfo : known.job.symbols.pageInfo;
  return {
    ...known,
    job: { ...known.job, symbols: { ...more.job.symbols, pageInfo, nodes: [...before, ...more.job.symbols.nodes] } },
  };
}
