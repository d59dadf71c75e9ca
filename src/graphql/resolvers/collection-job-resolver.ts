import { Arg, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { DataSource } from '../../application/ports/data-source';
import type { FailureCount, JobReader } from '../../application/ports/job-reader';
import type { IWorkerManager } from '../../application/services/worker-manager';
import { allowedActions, type CollectionJob } from '../../domain/collection-job';
import type { JobEvent } from '../../domain/job-event';
import type { JobAction } from '../../domain/job-state';
import type { JobSymbol, SymbolState } from '../../domain/job-symbol';
import { eventCursor, seqWithin, type EventPlace } from '../event-cursor';
import { cursorCodec, integerOf, MAX_FIRST, MAX_INTEGER, pageOf } from '../pagination';
import { CollectionJobType } from '../types/collection-job';
import { JobEventConnection, JobSymbolConnection } from '../types/connections';
import { JobActionEnum, SymbolStateEnum } from '../types/enums';
import { FailureCountType } from '../types/failure-count';
import { JobEventType } from '../types/job-event';
import { JobProgressType } from '../types/job-progress';
import { JobSymbolType } from '../types/job-symbol';
import { SourceType } from '../types/source';
import { shownProgress } from './shown-progress';
import { shownSource } from './source-resolver';

const symbolCursor = cursorCodec<number>(
  'symbols',
  (position) => [String(position)],
  ([word]) => integerOf(word, MAX_INTEGER),
);

/** The fields of a job that are more than columns. */
@Resolver(() => CollectionJobType)
export class CollectionJobResolver {
  constructor(
    private readonly reader: JobReader,
    private readonly workers: IWorkerManager,
    private readonly sources: ReadonlyMap<string, DataSource>,
  ) {}

  @FieldResolver(() => SourceType, { description: 'Where its bars come from.' })
  source(@Root() job: CollectionJob): SourceType {
    return shownSource(job.source, this.sources.get(job.source));
  }

  @FieldResolver(() => JobProgressType, { description: 'How far it is.' })
  progress(@Root() job: CollectionJob): JobProgressType {
    return shownProgress(job.progress, job.state);
  }

  @FieldResolver(() => [JobSymbolType], { description: 'Symbols that are being worked on at this moment.' })
  inFlight(@Root() job: CollectionJob): Promise<readonly JobSymbol[]> {
    return this.workers.inFlight(job.id);
  }

  @FieldResolver(() => Boolean, {
    description: 'True when nothing is in flight: a PAUSED job that has drained.',
  })
  async settled(@Root() job: CollectionJob): Promise<boolean> {
    if (job.state === 'PAUSED' && !job.drained) return false;
    return (await this.workers.inFlight(job.id)).length === 0;
  }

  @FieldResolver(() => [JobActionEnum], { description: 'What can be asked of it as it is.' })
  allowedActions(@Root() job: CollectionJob): JobAction[] {
    return allowedActions(job);
  }

  @FieldResolver(() => JobSymbolConnection, { description: 'Its symbols, in the order they were given.' })
  async symbols(
    @Root() job: CollectionJob,
    @Arg('states', () => [SymbolStateEnum], { nullable: true, description: 'Only those in any of these states.' })
    states: SymbolState[] | null | undefined,
    @Arg('errorCode', () => String, { nullable: true, description: 'Only those that failed with this code.' })
    errorCode: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many; 500 at most.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the entry to go on behind.' })
    after: string | null | undefined,
  ) {
    const filter = { jobId: job.id, states: states ?? null, errorCode, active: await this.workers.inFlight(job.id) };
    return pageOf<JobSymbol, number>({
      first,
      defaultFirst: 50,
      after,
      codec: symbolCursor,
      placeOf: (symbol) => symbol.position,
      read: (place, limit) => this.reader.symbols(filter, place ?? -1, limit),
      count: () => this.reader.countSymbols(filter),
    });
  }

  @FieldResolver(() => JobSymbolType, {
    nullable: true,
    description: 'Its symbol at this place of its list; null when there is none.',
  })
  async symbolAt(
    @Root() job: CollectionJob,
    @Arg('position', () => Int, { description: 'The place, from 0.' }) position: number,
  ): Promise<JobSymbol | null> {
    if (position < 0) return null;
    const filter = { jobId: job.id, states: null, active: await this.workers.inFlight(job.id) };
    const [symbol] = await this.reader.symbols(filter, position - 1, 1);
    return symbol?.position === position ? symbol : null;
  }

  @FieldResolver(() => String, {
    // As many entries as a page of anything else.
    complexity: MAX_FIRST,
    description:
      'The states of all its symbols, a letter each in the order of its list: Pending, Active, Succeeded, Empty, Failed.',
  })
  async symbolStates(@Root() job: CollectionJob): Promise<string> {
    const active = await this.workers.inFlight(job.id);
    const letters = [...(await this.reader.symbolStates(job.id))];
    for (const { position } of active) if (letters[position] === 'P') letters[position] = 'A';
    return letters.join('');
  }

  @FieldResolver(() => [FailureCountType], { description: 'How its symbols failed, most frequent first.' })
  failures(@Root() job: CollectionJob): Promise<readonly FailureCount[]> {
    return this.reader.failureCounts(job.id);
  }

  @FieldResolver(() => [JobEventType], {
    complexity: ({ args, childComplexity }) => 1 + Math.min(Number(args.points), MAX_FIRST) * childComplexity,
    description: 'Its history thinned out evenly, with the first and the last entry: enough to draw how it went.',
  })
  progressCurve(
    @Root() job: CollectionJob,
    @Arg('points', () => Int, { defaultValue: 100, description: 'How many entries at most, 2 to 500.' }) points: number,
  ): Promise<readonly JobEvent[]> {
    return this.reader.eventSamples(job.id, Math.min(Math.max(points, 2), MAX_FIRST));
  }

  @FieldResolver(() => JobEventConnection, { description: 'Its history, oldest first.' })
  async events(
    @Root() job: CollectionJob,
    @Arg('milestones', () => Boolean, { defaultValue: false, description: 'All but SYMBOLS_DONE.' })
    milestones: boolean,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many; 500 at most.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the entry to go on behind.' })
    after: string | null | undefined,
  ) {
    const kind = milestones ? 'milestones' : 'all';
    return pageOf<JobEvent, EventPlace>({
      first,
      defaultFirst: 50,
      after,
      codec: eventCursor,
      placeOf: (event) => event,
      read: (place, limit) => this.reader.events(job.id, place ? seqWithin(job.id, place) : 0, limit, kind),
      count: () => this.reader.countEvents(job.id, kind),
    });
  }
}
