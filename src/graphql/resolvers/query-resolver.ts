import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { JobPlace } from '../../application/ports/job-reader';
import type { Bar, BarInterval } from '../../domain/bar';
import { isJobId, type CollectionJob } from '../../domain/collection-job';
import type { ApiContext } from '../context';
import { badInput, cursorCodec, integerOf, MAX_FIRST_BARS, MAX_TIME, pageBackOf, pageOf } from '../pagination';
import { CollectionJobType, NodeType } from '../types/collection-job';
import { BarConnection, JobConnection } from '../types/connections';
import { BarIntervalEnum } from '../types/enums';
import { JobFilterInput } from '../types/inputs';
import { DateTimeScalar } from '../types/scalars';

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
  @Query(() => CollectionJobType, { nullable: true, description: 'The job with this id; null when there is none.' })
  job(
    @Arg('id', () => ID, { description: 'The job.' }) id: string,
    @Ctx() { reader }: ApiContext,
  ): Promise<CollectionJob | null> {
    return reader.job(id);
  }

  @Query(() => NodeType, { nullable: true, description: 'The node with this id; null when there is none.' })
  node(
    @Arg('id', () => ID, { description: 'The node.' }) id: string,
    @Ctx() { reader }: ApiContext,
  ): Promise<CollectionJob | null> {
    return reader.job(id);
  }

  @Query(() => JobConnection, { description: 'Jobs, newest first.' })
  jobs(
    @Arg('filter', () => JobFilterInput, { nullable: true, description: 'Only these.' })
    filter: JobFilterInput | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'How many; 500 at most.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the entry to go on behind.' })
    after: string | null | undefined,
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
    description: 'Stored bars of one symbol, ascending by time, whichever job stored them.',
  })
  async bars(
    @Arg('source', () => String, { description: 'Name of the source.' }) source: string,
    @Arg('symbol', () => String, { description: 'The instrument, as the source names it.' }) symbol: string,
    @Arg('interval', () => BarIntervalEnum, { description: 'How long one bar spans.' }) interval: BarInterval,
    @Arg('from', () => DateTimeScalar, { nullable: true, description: 'Inclusive; from the first when not given.' })
    from: Date | null | undefined,
    @Arg('to', () => DateTimeScalar, { nullable: true, description: 'Exclusive; to the last when not given.' })
    to: Date | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 500, description: 'How many; 5000 at most.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the entry to go on behind.' })
    after: string | null | undefined,
    @Arg('last', () => Int, { nullable: true, description: 'The last ones instead of the first; 5000 at most.' })
    last: number | null | undefined,
    @Arg('before', () => String, { nullable: true, description: 'Cursor of the entry that `last` stops short of.' })
    before: string | null | undefined,
    @Ctx() { reader }: ApiContext,
  ) {
    const filter = { source, symbol, interval, from: from ?? null, to: to ?? null };
    const list = {
      defaultFirst: 500,
      maxFirst: MAX_FIRST_BARS,
      codec: barCursor,
      placeOf: (bar: Bar) => bar.time,
      count: () => reader.countBars(filter),
    };
    const isBackwards = isGiven(last) || isGiven(before);
    if (isBackwards && isGiven(after)) throw badInput('after', '`after` goes with `first`, `before` with `last`.');
    const page = isBackwards
      ? await pageBackOf<Bar, number>({
          ...list,
          last,
          before,
          read: (place, n) => reader.lastBars(filter, place, n),
        })
      : await pageOf<Bar, number>({ ...list, first, after, read: (place, n) => reader.bars(filter, place, n) });
    const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: { ...node, time: new Date(node.time) } }));
    return { ...page, edges };
  }
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
