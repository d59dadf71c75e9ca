import type { SourceSymbol } from '../../application/ports/data-source';
import { SourceError } from '../../domain/source-failure';
import type { HttpAnswer, Query } from '../http/http-client';
import { understood } from '../http/read-body';
import type { SymbolsRoute } from './description';

/** A list that goes on for longer is none. */
const MOST_PAGES = 50;

/**
 * Reads an exchange's list of symbols to its end.
 * @param ask sends one request, with further parameters
 * @returns the symbols, sorted, each once
 * @throws SourceError
 */
export async function readSymbols(
  { read, next = () => null }: Pick<SymbolsRoute, 'read' | 'next'>,
  ask: (more: Query) => Promise<HttpAnswer>,
): Promise<readonly SourceSymbol[]> {
  const symbols = new Map<string, SourceSymbol>();
  let more: Query | null = {};
  for (let page = 0; more; page++) {
    const answer = await ask(more);
    if (page === MOST_PAGES) throw new SourceError('BAD_RESPONSE', `${answer.request}: the list does not end`);
    for (const listed of understood(answer, read)) symbols.set(listed.symbol, listed);
    more = understood(answer, next);
  }
  return [...symbols.values()].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}
