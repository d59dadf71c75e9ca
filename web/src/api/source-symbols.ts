import { useEffect, useState } from 'react';
import { useApi, type Api } from './client';
import { messageOf } from './errors';
import { SourceSymbolsDocument } from '../generated/graphql';

export interface OfferedSymbols {
  readonly symbols: readonly string[];
  readonly isComplete: boolean;
  readonly error: string | null;
}

const NONE: OfferedSymbols = { symbols: [], isComplete: false, error: null };

/** Loads all symbols that a source offers. */
export function useSourceSymbols(source: string): OfferedSymbols {
  const api = useApi();
  const [known, setKnown] = useState({ source, offered: NONE });
  useEffect(() => {
    let isWanted = source !== '';
    const learn = (offered: OfferedSymbols) => {
      if (isWanted) setKnown({ source, offered });
    };
    if (!source) return;
    readAll(api, source).then(
      (symbols) => learn({ symbols, isComplete: true, error: null }),
      (error: unknown) => learn({ ...NONE, error: messageOf(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [api, source]);
  return known.source === source ? known.offered : NONE;
}

async function readAll({ apollo }: Api, source: string): Promise<string[]> {
  const symbols: string[] = [];
  let after: string | null = null;
  for (;;) {
    const variables: { source: string; after: string | null } = { source, after };
    const { data } = await apollo.query({ query: SourceSymbolsDocument, variables, fetchPolicy: 'no-cache' });
    const page = data?.source?.symbols;
    if (!page) return symbols;
    symbols.push(...page.edges.map(({ node }) => node.symbol));
    if (!page.pageInfo.hasNextPage) return symbols;
    after = page.pageInfo.endCursor ?? null;
  }
}
