import { Arg, Ctx, FieldResolver, Float, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { SeriesPlace } from '../../../application/ports/job-reader';
import { BAR_INTERVALS, type BarInterval } from '../../../domain/bar';
import { coveredFraction, type Series } from '../../../domain/series/series';
import type { ApiContext } from '../../context';
import { globalSeriesId } from '../../paging/global-id';
import { After, First } from '../../paging/page-args';
import { badInput, clamped, cursorCodec, MAX_FIRST, pageOf } from '../../paging/pagination';
import { SeriesConnection } from '../../types/connections';
import { BarIntervalEnum } from '../../types/enums';
import { DateTimeScalar } from '../../types/scalars';
import { SeriesType, TimeRangeType } from '../../types/series/series';

/** A symbol has no space, and the name of a source neither. */
const seriesCursor = cursorCodec<SeriesPlace>(
  'series',
  ({ source, symbol, interval }) => [source, symbol, interval],
  ([source, symbol, word]) => {
    const interval = BAR_INTERVALS.find((name) => name === word);
    return source && symbol && interval ? { source, symbol, interval } : undefined;
  },
);

/** Resolves the inventory: the series that are stored. */
@Resolver(() => SeriesType)
export class SeriesResolver {
  @Query(() => SeriesConnection, { description: 'Stored series, sorted by source, symbol and interval.' })
  series(
    @Arg('source', () => String, { nullable: true, description: 'Only series of this source. Null: of all.' })
    source: string | null | undefined,
    @Arg('symbolContains', () => String, {
      nullable: true,
      description: 'Only series whose symbol contains this text, case-insensitively. Null or empty: all.',
    })
    symbolContains: string | null | undefined,
    @Arg('interval', () => BarIntervalEnum, {
      nullable: true,
      description: 'Only series of this interval. Null: of all.',
    })
    interval: BarInterval | null | undefined,
    @First(50) first: number | null,
    @After() after: string | null | undefined,
    @Ctx() { reader }: ApiContext,
  ) {
    const filter = { source, symbolContains, interval };
    return pageOf<Series, SeriesPlace>({
      first,
      defaultFirst: 50,
      after,
      codec: seriesCursor,
      placeOf: (series) => series,
      read: (place, limit) => reader.series(filter, place, limit),
      count: () => reader.countSeries(filter),
    });
  }

  @FieldResolver(() => ID, { description: 'Identifier, unique among all nodes and never reused.' })
  id(@Root() series: Series): string {
    return globalSeriesId(series.id);
  }

  @FieldResolver(() => [TimeRangeType], {
    description:
      'Times of which valid answers of the source have proved what is there and what is not, in order. A covered time without a bar has none at the source.',
  })
  covered(
    @Root() series: Series,
    @Arg('limit', () => Int, { defaultValue: 100, description: 'Maximum number of ranges, clamped to 0 to 500.' })
    limit: number,
  ): TimeRangeType[] {
    const ranges = series.covered.slice(0, clamped(limit, 0, MAX_FIRST));
    return ranges.map(({ from, to }) => ({ from: new Date(from), to: new Date(to) }));
  }

  @FieldResolver(() => Float, { description: 'Covered part of a time window, 0 to 1.' })
  coveredFraction(
    @Root() series: Series,
    @Arg('from', () => DateTimeScalar, {
      nullable: true,
      description: 'Start, inclusive. Null: the first covered time.',
    })
    from: Date | null | undefined,
    @Arg('to', () => DateTimeScalar, {
      nullable: true,
      description: 'End, exclusive. Null: the end of the last covered time.',
    })
    to: Date | null | undefined,
  ): number {
    if (from && to && from >= to) throw badInput('to', '`to` must be later than `from`.');
    const { covered } = series;
    const range = { from: from?.getTime() ?? covered[0]?.from ?? 0, to: to?.getTime() ?? covered.at(-1)?.to ?? 0 };
    return coveredFraction(series, range);
  }
}
