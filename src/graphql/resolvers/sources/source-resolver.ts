import { Arg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { DataSource } from '../../../application/ports/data-source';
import type { SymbolCatalogue } from '../../../application/source-access/symbol-catalogue';
import { globalSourceId } from '../../paging/global-id';
import { After, First } from '../../paging/page-args';
import { cursorCodec, pageOf } from '../../paging/pagination';
import { SourceSymbolConnection } from '../../types/connections';
import { SourceType, type SourceSymbolType } from '../../types/source';

const symbolCursor = cursorCodec<string>(
  'source-symbols',
  (symbol) => [symbol],
  ([symbol]) => symbol,
);

/** How long a request waits for a source that has not listed its symbols yet, in milliseconds. */
const PATIENCE_MS = 10_000;

@Resolver(() => SourceType)
export class SourceResolver {
  constructor(
    private readonly sources: ReadonlyMap<string, DataSource>,
    private readonly catalogues: ReadonlyMap<string, SymbolCatalogue>,
  ) {}

  @Query(() => [SourceType], { name: 'sources', description: 'All data sources configured in this service.' })
  allSources(): SourceType[] {
    return [...this.sources.values()].map((source) => presentSource(source.name, source));
  }

  @Query(() => SourceType, { nullable: true, description: 'The source with this name. Null when there is none.' })
  source(@Arg('name', () => String, { description: 'Name of the source.' }) name: string): SourceType | null {
    const source = this.sources.get(name);
    return source ? presentSource(name, source) : null;
  }

  @FieldResolver(() => SourceSymbolConnection, {
    description:
      'Symbols that the source offers, sorted. Fails with a code of `SymbolFailure.code` when the source cannot list them.',
  })
  async symbols(
    @Root() source: SourceType,
    @First(50) first: number | null,
    @After() after: string | null | undefined,
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

/** Index of the first entry after `place`. Binary search: one operation may read 500 pages of a long list. */
function firstAfter(sorted: readonly string[], place: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A job may outlive the configuration of its source; then only the name is known. */
export function presentSource(name: string, source: DataSource | undefined): SourceType {
  const id = globalSourceId(name);
  if (!source) return { id, name, kind: 'REAL', description: 'Not configured in this service.', intervals: [] };
  const { kind, description, intervals } = source;
  return { id, name, kind, description, intervals };
}
