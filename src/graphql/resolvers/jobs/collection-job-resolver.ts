import { FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { DataSource } from '../../../application/ports/data-source';
import type { IWorkerManager } from '../../../application/worker/worker-manager';
import { allowedActions, type CollectionJob } from '../../../domain/collection-job';
import type { JobAction } from '../../../domain/job-state';
import type { JobSymbol } from '../../../domain/job-symbol';
import { globalJobId } from '../../paging/global-id';
import { CollectionJobType } from '../../types/collection-job';
import { JobActionEnum } from '../../types/enums';
import { JobProgressType } from '../../types/job-progress';
import { JobSymbolType } from '../../types/job-symbol';
import { DateTimeScalar } from '../../types/scalars';
import { SourceType } from '../../types/source';
import { presentProgress } from './present-progress';
import { presentSource } from '../sources/source-resolver';

/** Resolves what is told of a job beside its row, its symbols and its history. */
@Resolver(() => CollectionJobType)
export class CollectionJobResolver {
  constructor(
    private readonly workers: IWorkerManager,
    private readonly sources: ReadonlyMap<string, DataSource>,
  ) {}

  @FieldResolver(() => ID, { description: 'Identifier, unique among all nodes and never reused.' })
  id(@Root() job: CollectionJob): string {
    return globalJobId(job.id);
  }

  @FieldResolver(() => SourceType, { description: 'The source that the bars are collected from.' })
  source(@Root() job: CollectionJob): SourceType {
    return presentSource(job.source, this.sources.get(job.source));
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      'Start of the time window, inclusive: bars that open at or after this time are collected. Null: each symbol from its listing.',
  })
  from(@Root() job: CollectionJob): Date | null {
    return job.fromListing ? null : job.from;
  }

  @FieldResolver(() => JobProgressType, { description: 'Progress of the job.' })
  progress(@Root() job: CollectionJob): JobProgressType {
    return presentProgress(job.progress, job.state);
  }

  @FieldResolver(() => [JobSymbolType], { description: 'Symbols that are being collected at this moment.' })
  inFlight(@Root() job: CollectionJob): Promise<readonly JobSymbol[]> {
    return this.workers.inFlight(job.id);
  }

  @FieldResolver(() => Boolean, {
    description: 'True when no symbol is in flight. A PAUSED job is settled once it has drained.',
  })
  async settled(@Root() job: CollectionJob): Promise<boolean> {
    if (job.state === 'PAUSED' && !job.drained) return false;
    return (await this.workers.inFlight(job.id)).length === 0;
  }

  @FieldResolver(() => [JobActionEnum], { description: 'Actions that the job allows in its current state.' })
  allowedActions(@Root() job: CollectionJob): JobAction[] {
    return allowedActions(job);
  }
}
