import { z } from 'zod';
import type { SourceSymbol } from '../../application/ports/data-source';
import type { SymbolsRoute } from '../exchange/description';
import { readerOf } from './bar-values';
import { listFinder, textFinder } from './body-parts';
import type { SourceFile } from './file/source-file';

const name = z.string().min(1).max(64);

/** The symbols that a file lists, sorted, each once. */
export function listedSymbols(symbols: NonNullable<SourceFile['symbols']>): readonly SourceSymbol[] {
  const all = symbols.map((each) => (typeof each === 'string' ? { symbol: each } : each));
  const byName = new Map(all.map((each) => [each.symbol, sourceSymbol(each)]));
  return [...byName.values()].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}

export function symbolsRouteOf(
  from: NonNullable<SourceFile['symbolsFrom']>,
  query: Readonly<Record<string, string>>,
): SymbolsRoute {
  const rows = listFinder(from.rows, 'symbolsFrom', 'rows');
  const [symbolOf, baseOf, quoteOf] = [from.symbol, from.base, from.quote].map(readerOf) as [Read, Read, Read];
  const { next } = from;
  const rest = textFinder(next?.value);
  return {
    ...{ path: from.path, query },
    read: (body) =>
      rows(body).map((row) =>
        sourceSymbol({ symbol: name.parse(symbolOf(row)), base: baseOf(row), quote: quoteOf(row) }),
      ),
    next: (body) => {
      const value = rest(body);
      return value === null ? null : { [next!.parameter]: value };
    },
  };
}

type Read = ReturnType<typeof readerOf>;

/** What a source that is described does not tell: whether a symbol is traded. */
function sourceSymbol({ symbol, base, quote }: { symbol: string; base?: unknown; quote?: unknown }): SourceSymbol {
  return { symbol, base: wordOf(base), quote: wordOf(quote), status: 'TRADING', listedAt: null };
}

function wordOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
