import { Arg, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { DataSource } from '../../application/ports/data-source';
import type { SymbolCatalogue } from '../../application/source-access/symbol-catalogue';
import { cursorCodec, pageOf } from '../pagination';
import { SourceSymbolConnection } from '../types/connections';
import { SourceType, type SourceSymbolType } from '../types/source';

const symbolCursor = cursorCodec<string>(
  'source-symbols',
  (symbol) => [symbol],
  ([symbol]) => symbol,
);

/** How long one who asks waits for a source that has not listed its symbols yet, in milliseconds. */
const PATIENCE_MS = 10_000;

@Resolver(() => SourceType)
export class SourceResolver {
  constructor(
    private readonly sources: ReadonlyMap<string, DataSource>,
    private readonly catalogues: ReadonlyMap<string, SymbolCatalogue>,
  ) {}

  @Query(() => [SourceType], { name: 'sources', description: 'All sources of this service.' })
  allSources(): SourceType[] {
    return [...this.sources.values()].map((source) => presentSource(source.name, source));
  }

  @Query(() => SourceType, { nullable: true, description: 'The source with this name; null when there is none.' })
  source(@Arg('name', () => String, { description: 'Name of the source.' }) name: string): SourceType | null {
    const source = this.sources.get(name);
    return source ? presentSource(name, source) : null;
  }

  @FieldResolver(() => SourceSymbolConnection, { description: 'The symbols it offers, sorted.' })
  async symbols(
    @Root() source: SourceType,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many; 500 at most.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the entry to go on behind.' })
    after: string | null | undefined,
  ) {
    const symbols = (await this.catalogues.get(source.name)?.symbols(PATIENCE_MS)) ?? [];
    return pageOf<SourceSymbolType, string>({
      first,
      defaultFirst: 50,
      after,
      codec: symbolCursor,
      placeOf: ({ symbol }) => symbol,
      read: async (place, limit) => {
        const from = place === null ? 0 : firstAfter(symbols, place);
        return symbols.slice(from, from + limit).map((symbol) => ({ symbol }));
      },
      count: async () => symbols.length,
    });
  }
}

/** Where the entries after `place` begin. The list is long, and 500 in one operation may ask for a page of it. */
function firstAfter(sorted: readonly string[], place: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A job outlives the source's configuration: then there is only its name left to show. */
export function presentSource(name: string, source: DataSource | undefined): SourceType {
  if (!source) return { name, kind: 'REAL', description: 'Not configured in this service.', intervals: [] };
  const { kind, description, intervals } = source;
  return { name, kind, description, intervals };
}
