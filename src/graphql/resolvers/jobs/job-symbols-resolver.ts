import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { FailureCount, JobReader, SymbolFilter } from '../../../application/ports/job-reader';
import type { IWorkerManager } from '../../../application/worker/worker-manager';
import type { CollectionJob } from '../../../domain/collection-job';
import { SYMBOL_STATES, type JobSymbol, type SymbolState } from '../../../domain/job-symbol';
import type { ApiContext } from '../../context';
import { After, First } from '../../paging/page-args';
import { cursorCodec, integerOf, MAX_INTEGER, pageOf } from '../../paging/pagination';
import { CollectionJobType } from '../../types/collection-job';
import { JobSymbolConnection } from '../../types/connections';
import { SymbolStateEnum } from '../../types/enums';
import { FailureCountType } from '../../types/failure-count';
import { JobSymbolType } from '../../types/job-symbol';

const symbolCursor = cursorCodec<number>(
  'symbols',
  (position) => [String(position)],
  ([word]) => integerOf(word, MAX_INTEGER),
);

/** Resolves what became of a job's symbols. Which of them are ACTIVE is known to the workers only. */
@Resolver(() => CollectionJobType)
export class JobSymbolsResolver {
  constructor(private readonly workers: IWorkerManager) {}

  @FieldResolver(() => JobSymbolConnection, { description: 'Symbols of the job, in the order they were given.' })
  async symbols(
    @Root() job: CollectionJob,
    @Arg('states', () => [SymbolStateEnum], {
      nullable: true,
      description: 'Return only symbols in one of these states. Null returns all.',
    })
    states: SymbolState[] | null | undefined,
    @Arg('errorCode', () => String, {
      nullable: true,
      description: 'Return only symbols that failed with this error code. Null returns all.',
    })
    errorCode: string | null | undefined,
    @Arg('withGaps', () => Boolean, {
      nullable: true,
      description: 'True returns only symbols that miss bars, see `JobSymbol.missing`; false only those that do not.',
    })
    withGaps: boolean | null | undefined,
    @First(50) first: number | null,
    @After() after: string | null | undefined,
    @Ctx() { reader }: ApiContext,
  ) {
    const active = await this.workers.inFlight(job.id);
    const filter = { jobId: job.id, states: states ?? null, errorCode, withGaps, active };
    return pageOf<JobSymbol, number>({
      first,
      defaultFirst: 50,
      after,
      codec: symbolCursor,
      placeOf: (symbol) => symbol.position,
      read: (place, limit) => reader.symbols(filter, place ?? -1, limit),
      count: () => countOf(filter, reader),
    });
  }

  @FieldResolver(() => JobSymbolType, {
    nullable: true,
    description: 'The symbol at this position of the list. Null when the position is outside the list.',
  })
  async symbolAt(
    @Root() job: CollectionJob,
    @Arg('position', () => Int, { description: 'Zero-based position.' }) position: number,
    @Ctx() { reader }: ApiContext,
  ): Promise<JobSymbol | null> {
    if (position < 0) return null;
    const filter = { jobId: job.id, states: null, active: await this.workers.inFlight(job.id) };
    const [symbol] = await reader.symbols(filter, position - 1, 1);
    return symbol?.position === position ? symbol : null;
  }

  @FieldResolver(() => String, {
    description:
      'States of all symbols in list order, one letter each: P (PENDING), A (ACTIVE), S (SUCCEEDED), E (EMPTY), F (FAILED).',
  })
  async symbolStates(@Root() job: CollectionJob, @Ctx() { reader }: ApiContext): Promise<string> {
    const active = await this.workers.inFlight(job.id);
    const letters = [...(await reader.symbolStates(job.id))];
    for (const { position } of active) if (letters[position] === 'P') letters[position] = 'A';
    return letters.join('');
  }

  @FieldResolver(() => [FailureCountType], {
    description: 'Number of failed symbols per error code, most frequent first.',
  })
  failures(@Root() job: CollectionJob, @Ctx() { reader }: ApiContext): Promise<readonly FailureCount[]> {
    return reader.failureCounts(job.id);
  }
}

/** Counts by the job's counters, because the symbols may be many. An ACTIVE symbol has no outcome yet. */
async function countOf(filter: SymbolFilter, reader: JobReader): Promise<number> {
  const { jobId, states, errorCode, withGaps, active } = filter;
  if (isGiven(withGaps)) return reader.countSymbols(filter);
  if (isGiven(errorCode)) {
    const failures = !states || states.includes('FAILED') ? await reader.failureCounts(jobId) : [];
    return failures.find(({ code }) => code === errorCode)?.count ?? 0;
  }
  const counts = await reader.counts(jobId);
  if (!counts) return 0;
  const open = counts.total - counts.succeeded - counts.empty - counts.failed;
  const activeCount = Math.min(active.length, open);
  const byState: Readonly<Record<SymbolState, number>> = {
    PENDING: open - activeCount,
    ACTIVE: activeCount,
    SUCCEEDED: counts.succeeded,
    EMPTY: counts.empty,
    FAILED: counts.failed,
  };
  return [...new Set(states ?? SYMBOL_STATES)].reduce((sum, state) => sum + byState[state], 0);
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
