import type { AskedCollection } from '../../application/control/draft-maker';
import type { SymbolSelection } from '../../application/control/symbol-selection';
import type { StartCollectionInput, SymbolSelectionInput } from '../types/control/start-input';

/** Returns what an input asks for, with its defaults. */
export function askedBy({ requestId: _ofTheCommand, ...input }: StartCollectionInput): AskedCollection {
  const { source, interval, name, symbols, select, from, to, concurrency, mode } = input;
  return {
    ...{ source, interval, name: name ?? null, from: from ?? null, to: to ?? null },
    ...{ symbols: symbols ?? null, select: select ? selectionOf(select) : null, windows: null },
    ...{ concurrency: concurrency ?? 4, mode: mode ?? 'MISSING', asksFor: ['NOT_COLLECTED'] },
  };
}

function selectionOf({ match, exclude, status, quote, limit }: SymbolSelectionInput): SymbolSelection {
  const chosen = { status: status ?? null, quote: quote ?? null, limit: limit ?? null };
  return { match: match ?? null, exclude: exclude ?? [], ...chosen };
}
