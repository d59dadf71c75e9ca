import { Arg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { DataSource, SourceSymbol, SymbolStatus } from '../../../application/ports/data-source';
import type { SourceRegistry } from '../../../application/source-access/source-registry';
import { InvalidInputError } from '../../../domain/errors';
import { globalSourceId } from '../../paging/global-id';
import { After, First } from '../../paging/page-args';
import { cursorCodec, pageOf } from '../../paging/pagination';
import { SourceSymbolConnection } from '../../types/connections';
import { SymbolStatusEnum } from '../../types/enums';
import { DateTimeScalar } from '../../types/scalars';
import { SourceBudgetType, SourceType, type SourceSymbolType } from '../../types/source';

const symbolCursor = cursorCodec<string>(
  'source-symbols',
  (symbol) => [symbol],
  ([symbol]) => symbol,
);

/** How long a request waits for a source that has not listed its symbols yet, in milliseconds. */
const PATIENCE_MS = 10_000;

@Resolver(() => SourceType)
export class SourceResolver {
  constructor(private readonly sources: SourceRegistry) {}

  @Query(() => [SourceType], {
    name: 'sources',
    description: 'All data sources configured in this service, and those that were loaded since its start.',
  })
  allSources(): SourceType[] {
    return [...this.sources.byName.values()].map((source) => presentSource(source.name, source));
  }

  @Query(() => SourceType, { nullable: true, description: 'The source with this name. Null when there is none.' })
  source(@Arg('name', () => String, { description: 'Name of the source.' }) name: string): Promise<SourceType | null> {
    return sourceNamed(name, this.sources);
  }

  @FieldResolver(() => SourceBudgetType, {
    nullable: true,
    description: "How much of the source's rate limit is used. Null when it has none, or is not configured.",
  })
  budget(@Root() { name }: SourceType): SourceBudgetType | null {
    const throttle = this.sources.accessTo(name)?.throttle;
    const { requestsPerMinute = Infinity } = this.sources.byName.get(name) ?? {};
    if (!throttle || requestsPerMinute === Infinity) return null;
    return { requestsPerMinute: requestsPerMinute / throttle.pace.cost, usedLastMinute: throttle.sent.lastMinute };
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'When the rest ends that the source has asked for. Null when it has asked for none.',
  })
  restingUntil(@Root() { name }: SourceType): Date | null {
    const restMs = this.sources.accessTo(name)?.throttle?.quietMs ?? 0;
    return restMs > 0 ? new Date(Date.now() + restMs) : null;
  }

  @FieldResolver(() => SourceSymbolConnection, {
    description:
      'Symbols that the source lists, sorted. Fails with a code of `SymbolFailure.code` when the source cannot list them.',
  })
  async symbols(
    @Root() source: SourceType,
    @Arg('search', () => String, { nullable: true, description: 'Only names that contain this, in any case.' })
    search: string | null | undefined,
    @Arg('status', () => SymbolStatusEnum, { nullable: true, description: 'Only symbols in this status.' })
    status: SymbolStatus | null | undefined,
    @Arg('quote', () => String, { nullable: true, description: 'Only symbols with this currency of the price.' })
    quote: string | null | undefined,
    @First(50) first: number | null,
    @After() after: string | null | undefined,
  ) {
    // The source of a job from before the start may not be loaded yet.
    await sourceNamed(source.name, this.sources);
    const all = (await this.sources.accessTo(source.name)?.catalogue.symbols(PATIENCE_MS)) ?? [];
    const symbols = listed(all, { search, status, quote });
    return pageOf<SourceSymbolType, string>({
      first,
      defaultFirst: 50,
      after,
      codec: symbolCursor,
      placeOf: ({ symbol }) => symbol,
      read: async (place, limit) => {
        const from = place === null ? 0 : firstAfter(symbols, place);
        return symbols.slice(from, from + limit);
      },
      count: async () => symbols.length,
    });
  }
}

interface Wanted {
  readonly search: string | null | undefined;
  readonly status: SymbolStatus | null | undefined;
  readonly quote: string | null | undefined;
}

function listed(all: readonly SourceSymbol[], { search, status, quote }: Wanted): readonly SourceSymbol[] {
  const part = search?.toLowerCase();
  if (!part && !status && quote == null) return all;
  return all.filter(
    (each) =>
      (!part || each.symbol.toLowerCase().includes(part)) &&
      (!status || each.status === status) &&
      (quote == null || each.quote === quote),
  );
}

/** Index of the first entry after `place`. Binary search: one operation may read 500 pages of a long list. */
function firstAfter(sorted: readonly SourceSymbol[], place: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]!.symbol > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

const NOT_CONFIGURED = {
  kind: 'REAL',
  description: 'Not configured in this service, or not used since its start.',
  intervals: [],
  limit: null,
  reach: null,
  isConfigured: false,
} as const;

/** Returns the source with this name, which is loaded if need be; null if there is none, or if it cannot be had. */
export async function sourceNamed(name: string, sources: SourceRegistry): Promise<SourceType | null> {
  try {
    const source = await sources.load(name);
    return source ? presentSource(name, source) : null;
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}

/** A job may outlive the configuration of its source; then only the name is known. */
export function presentSource(name: string, source: DataSource | undefined): SourceType {
  const id = globalSourceId(name);
  if (!source) return { id, name, ...NOT_CONFIGURED };
  const { kind, description, intervals, barsPerPage, reach = null, unsetVariables = [] } = source;
  const isConfigured = unsetVariables.length === 0;
  return { id, name, kind, description, intervals, limit: barsPerPage, reach, isConfigured };
}
