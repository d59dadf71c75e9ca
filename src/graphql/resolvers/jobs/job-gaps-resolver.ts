import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DifferencePlace, JobGapPlace } from '../../../application/ports/job-reader';
import type { CollectionJob } from '../../../domain/collection-job';
import { ASKABLE_REASONS, type GapReason } from '../../../domain/series/gap';
import type { ApiContext } from '../../context';
import { jobGapCursor } from '../../paging/gap-cursor';
import { globalSeriesId } from '../../paging/global-id';
import { After, First } from '../../paging/page-args';
import { cursorCodec, integerOf, MAX_INTEGER, MAX_TIME, pageOf, uncountedPageOf } from '../../paging/pagination';
import { CollectionJobType } from '../../types/collection-job';
import { DifferenceConnection, JobGapConnection } from '../../types/connections';
import { GapReasonEnum } from '../../types/enums';
import type { JobGapType } from '../../types/series/gap';
import type { DifferenceType } from '../../types/series/revision';
import { presentBar, presentGap } from '../present-bar';

const differenceCursor = cursorCodec<DifferencePlace>(
  'differences',
  ({ position, time }) => [String(position), String(time)],
  ([first, second]) => {
    const [position, time] = [integerOf(first, MAX_INTEGER), integerOf(second, MAX_TIME)];
    return position !== undefined && time !== undefined ? { position, time } : undefined;
  },
);

type PlacedDifference = DifferenceType & { readonly position: number };

/** Resolves what a job's symbols lack, and what it has found to differ. */
@Resolver(() => CollectionJobType)
export class JobGapsResolver {
  @FieldResolver(() => JobGapConnection, {
    description:
      'Gaps in the time windows of its symbols as they are now, whichever job has filled others, by symbol in list order and time. Times so recent that the source may publish late are no gap.',
  })
  gaps(
    @Root() job: CollectionJob,
    @Arg('reasons', () => [GapReasonEnum], {
      defaultValue: [...ASKABLE_REASONS],
      description: 'Return only gaps with one of these reasons. The default leaves out what the source does not have.',
    })
    reasons: GapReason[],
    @First(100) first: number | null,
    @After() after: string | null | undefined,
    @Ctx() { reader }: ApiContext,
  ) {
    return uncountedPageOf<JobGapType, JobGapPlace>({
      first,
      defaultFirst: 100,
      after,
      codec: jobGapCursor,
      placeOf: ({ position, to }) => ({ position, time: to.getTime() }),
      read: async (place, limit) => {
        const gaps = await reader.jobGaps({ job, reasons }, place, limit);
        return gaps.map(({ seriesId, ...gap }) => ({ ...presentGap(gap), series: globalSeriesId(seriesId) }));
      },
    });
  }

  @FieldResolver(() => DifferenceConnection, {
    description:
      'Bars that a VERIFY job has found to differ between the database and the source; of a REFRESH job, stored bars that the source no longer has. By symbol in list order and time.',
  })
  differences(
    @Root() job: CollectionJob,
    @First(50) first: number | null,
    @After() after: string | null | undefined,
    @Ctx() { reader }: ApiContext,
  ) {
    return pageOf<PlacedDifference, DifferencePlace>({
      first,
      defaultFirst: 50,
      after,
      codec: differenceCursor,
      placeOf: ({ position, time }) => ({ position, time: time.getTime() }),
      read: async (place, limit) => {
        const found = await reader.differences(job.id, place, limit);
        return found.map(({ time, stored, offered, ...difference }) => ({
          ...difference,
          time: new Date(time),
          stored: stored && presentBar(stored),
          offered: offered && presentBar(offered),
        }));
      },
      count: async () => job.differences,
    });
  }
}
