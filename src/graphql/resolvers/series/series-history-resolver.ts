import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { gapRange } from '../../../domain/series/gap-range';
import type { Series } from '../../../domain/series/series';
import type { ApiContext } from '../../context';
import { gapCursor } from '../../paging/gap-cursor';
import { globalJobId } from '../../paging/global-id';
import { After, First } from '../../paging/page-args';
import { badInput, cursorCodec, integerOf, pageOf, uncountedPageOf } from '../../paging/pagination';
import { GapConnection, RevisionConnection } from '../../types/connections';
import type { GapType } from '../../types/series/gap';
import type { RevisionType } from '../../types/series/revision';
import { DateTimeScalar } from '../../types/scalars';
import { SeriesType } from '../../types/series/series';
import { presentBar, presentGap } from '../present-bar';

const revisionCursor = cursorCodec<number>(
  'revisions',
  (id) => [String(id)],
  ([word]) => integerOf(word, Number.MAX_SAFE_INTEGER),
);

type PlacedRevision = RevisionType & { readonly id: number };

/** Resolves what a series lacks, and what its bars were before. */
@Resolver(() => SeriesType)
export class SeriesHistoryResolver {
  @FieldResolver(() => GapConnection, {
    description:
      'Opening times without a bar, in order. Times whose bar has not closed yet are no gap. Reading it costs by the gaps, not by the bars.',
  })
  gaps(
    @Root() series: Series,
    @Arg('from', () => DateTimeScalar, {
      nullable: true,
      description: 'Start, inclusive. Null: the first time of which anything is known.',
    })
    from: Date | null | undefined,
    @Arg('to', () => DateTimeScalar, {
      nullable: true,
      description: 'End, exclusive. Null: the end of the last time of which anything is known.',
    })
    to: Date | null | undefined,
    @First(100) first: number | null,
    @After() after: string | null | undefined,
    @Ctx() { reader }: ApiContext,
  ) {
    if (from && to && from >= to) throw badInput('to', '`to` must be later than `from`.');
    const range = gapRange(series, from?.getTime() ?? null, to?.getTime() ?? null, Date.now());
    return uncountedPageOf<GapType, number>({
      first,
      defaultFirst: 100,
      after,
      codec: gapCursor,
      placeOf: (gap) => gap.to.getTime(),
      read: async (place, limit) => {
        const gaps = await reader.gaps(series, { from: place ?? range.from, to: range.to }, limit);
        return gaps.map(presentGap);
      },
    });
  }

  @FieldResolver(() => RevisionConnection, {
    description: 'Bars that were replaced by others, the latest replacement first. Kept for `REVISION_DAYS`.',
  })
  revisions(
    @Root() { id }: Series,
    @First(50) first: number | null,
    @After() after: string | null | undefined,
    @Ctx() { reader }: ApiContext,
  ) {
    return pageOf<PlacedRevision, number>({
      first,
      defaultFirst: 50,
      after,
      codec: revisionCursor,
      placeOf: (revision) => revision.id,
      read: async (place, limit) => {
        const revisions = await reader.revisions(id, place, limit);
        return revisions.map(({ time, before, after: since, jobId, ...revision }) => ({
          ...revision,
          time: new Date(time),
          before: presentBar(before),
          after: presentBar(since),
          job: globalJobId(jobId),
        }));
      },
      count: () => reader.countRevisions(id),
    });
  }
}
