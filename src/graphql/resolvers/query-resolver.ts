import { valueFromASTUntyped, type GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Query, Resolver } from 'type-graphql';
import type { BarFilter, JobPlace } from '../../application/ports/job-reader';
import type { BarInterval } from '../../domain/bar';
import { isJobId, type CollectionJob } from '../../domain/collection-job';
import type { ApiContext } from '../context';
import { jobIdOf } from '../paging/global-id';
import { After, First } from '../paging/page-args';
import {
  cursorCodec,
  integerOf,
  MAX_FIRST_BARS,
  MAX_TIME,
  pageBetween,
  pageOf,
  type Stretch,
} from '../paging/pagination';
import type { BarType } from '../types/series/bar';
import { CollectionJobType } from '../types/collection-job';
import { BarConnection, JobConnection } from '../types/connections';
import { BarIntervalEnum } from '../types/enums';
import { JobFilterInput } from '../types/control/job-filter';
import { DateTimeScalar } from '../types/scalars';
import { presentBar } from './present-bar';

const jobCursor = cursorCodec<JobPlace>(
  'jobs',
  ({ createdAt, id }) => [String(createdAt.getTime()), id],
  ([word, id]) => {
    const time = integerOf(word, MAX_TIME);
    return time !== undefined && id && isJobId(id) ? { createdAt: new Date(time), id } : undefined;
  },
);

const barCursor = cursorCodec<number>(
  'bars',
  (time) => [String(time)],
  ([word]) => integerOf(word, MAX_TIME),
);

@Resolver()
export class QueryResolver {
  @Query(() => CollectionJobType, { nullable: true, description: 'The job with this id. Null when there is none.' })
  job(
    @Arg('id', () => ID, { description: 'Id of the job.' }) id: string,
    @Ctx() { reader }: ApiContext,
  ): Promise<CollectionJob | null> {
    return reader.job(jobIdOf(id));
  }

  @Query(() => JobConnection, { description: 'Jobs, newest first.' })
  jobs(
    @Arg('filter', () => JobFilterInput, { nullable: true, description: 'Return only these jobs. Null returns all.' })
    filter: JobFilterInput | null | undefined,
    @First(20) first: number | null,
    @After() after: string | null | undefined,
    @Ctx() { reader }: ApiContext,
  ) {
    return pageOf<CollectionJob, JobPlace>({
      first,
      defaultFirst: 20,
      after,
      codec: jobCursor,
      placeOf: (job) => job,
      read: (place, limit) => reader.jobs(filter ?? {}, place, limit),
      count: () => reader.countJobs(filter ?? {}),
    });
  }

  @Query(() => BarConnection, {
    description:
      'Stored bars of one symbol from all jobs, ascending by time. `after` and `before` bound the list; `first` takes entries from its beginning, `last` from its end. With neither, returns the 500 entries next to the given cursor.',
  })
  async bars(
    @Arg('source', () => String, { description: 'Name of the source.' }) source: string,
    @Arg('symbol', () => String, { description: 'The instrument, as named by the source.' }) symbol: string,
    @Arg('interval', () => BarIntervalEnum, { description: 'Interval of the bars.' }) interval: BarInterval,
    @Arg('from', () => DateTimeScalar, {
      nullable: true,
      description: 'Start of the time window, inclusive. Null starts with the first stored bar.',
    })
    from: Date | null | undefined,
    @Arg('to', () => DateTimeScalar, {
      nullable: true,
      description: 'End of the time window, exclusive. Null ends with the last stored bar.',
    })
    to: Date | null | undefined,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 500,
      description: 'Maximum number of entries to return from the beginning, capped at 5000.',
    })
    first: number | null,
    @After() after: string | null | undefined,
    @Arg('last', () => Int, {
      nullable: true,
      description: 'Maximum number of entries to return from the end, capped at 5000. Cannot be combined with `first`.',
    })
    last: number | null | undefined,
    @Arg('before', () => String, { nullable: true, description: 'Return entries before this cursor.' })
    before: string | null | undefined,
    @Ctx() { reader }: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const filter = { source, symbol, interval, from: from ?? null, to: to ?? null };
    return pageBetween<BarType, number>({
      defaultFirst: 500,
      maxFirst: MAX_FIRST_BARS,
      codec: barCursor,
      placeOf: ({ time }) => time.getTime(),
      count: () => reader.countBars(filter),
      // The default of `first` must not count as given: `first` and `last` together are an error.
      first: isInDocument('first', info) ? first : null,
      last,
      after,
      before,
      read: async (stretch, end, limit) => {
        const within = narrowed(filter, stretch);
        const bars = await (end === 'LAST' ? reader.lastBars(within, null, limit) : reader.bars(within, null, limit));
        return bars.map(presentBar);
      },
    });
  }
}

/** Whether the document gives the argument and, if it is a variable, the variable has a value. */
function isInDocument(argument: string, { fieldNodes, variableValues }: GraphQLResolveInfo): boolean {
  const given = fieldNodes[0]!.arguments?.find(({ name }) => name.value === argument);
  return given !== undefined && valueFromASTUntyped(given.value, variableValues) !== undefined;
}

/** Cursors are times in milliseconds, so an exclusive `after` becomes an inclusive `after + 1`. */
function narrowed({ from, to, ...filter }: BarFilter, { after, before }: Stretch<number>): BarFilter {
  const begin = Math.max(from?.getTime() ?? -Infinity, after === null ? -Infinity : after + 1);
  const end = Math.min(to?.getTime() ?? Infinity, before ?? Infinity);
  return { ...filter, from: dateOf(begin), to: dateOf(end) };
}

function dateOf(time: number): Date | null {
  return Number.isFinite(time) ? new Date(time) : null;
}
