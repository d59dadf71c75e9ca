import type { CollectionJob } from '../../domain/collection-job';
import { InvalidInputError } from '../../domain/errors';
import { isTerminal } from '../../domain/job-state';
import { windowAt } from '../../domain/series/coverage';
import type { Repair, SeriesToRepair } from '../../domain/series/repair';
import type { TimeRange } from '../../domain/series/time-range';
import { checkDraft, MAX_SYMBOLS } from '../control/draft-check';
import { loadSource } from '../control/load-source';
import type { JobDraft, JobTransaction } from '../ports/collection-job-repository';
import type { SourceRegistry } from '../source-access/source-registry';
import type { StartCollectionUseCase, StartCommand } from './start-collection';

const CONCURRENCY = 4;
/** How long the transaction waits for a source that is not loaded, in milliseconds. It must not miss its deadline. */
const LOADING_MS = 1_000;

/**
 * Creates a job that asks for the gaps of series: of those that a job has left, or of a selection. Each series is asked
 * only from its first to its last gap.
 */
export class RepairGapsUseCase {
  constructor(
    private readonly start: StartCollectionUseCase,
    private readonly sources: Pick<SourceRegistry, 'byName' | 'load'>,
  ) {}

  /**
   * Idempotent: the same requestId and input return the same job, although the gaps may have gone meanwhile.
   * @throws InvalidInputError: no such job or series, the job has not ended, series of several sources or intervals,
   *   more than 100,000, or no gaps; what StartCollectionUseCase throws
   */
  execute(repair: Repair, command: StartCommand): Promise<CollectionJob> {
    const { selection } = repair;
    // Each series is read, and inserted.
    const size = 2 * (selection.by === 'SERIES' ? selection.seriesIds.length : MAX_SYMBOLS);
    const request = { ...command, reason: command.reason ?? reasonOf(repair) };
    const draft = async (tx: JobTransaction) => {
      const settings = await draftOf(repair, tx);
      await loadSource(settings.source, this.sources, LOADING_MS);
      checkDraft(settings, this.sources.byName);
      return settings;
    };
    return this.start.create({ request, content: { repair }, size, draft });
  }
}

function reasonOf({ selection }: Repair): string {
  if (selection.by === 'JOB') return `the gaps of job_${selection.jobId}`;
  return selection.by === 'SERIES'
    ? 'the gaps of a selection of series'
    : `the gaps of all series of ${selection.source}`;
}

async function draftOf(repair: Repair, tx: JobTransaction): Promise<JobDraft> {
  const { selection } = repair;
  const job = selection.by === 'JOB' ? await endedJob(selection.jobId, tx) : null;
  const series = await tx.seriesToRepair(repair, job && askedOf(job), MAX_SYMBOLS + 1);
  const [first] = series;
  if (!first) refuse('There are no gaps for these reasons.');
  if (series.length > MAX_SYMBOLS) refuse(`More than ${MAX_SYMBOLS} series have gaps: select fewer.`);
  const { source, interval } = first;
  if (series.some((other) => other.source !== source || other.interval !== interval))
    refuse('A job collects from one source, at one interval: these series have several.', 'series');
  return {
    ...{ name: job?.name ?? null, source, interval, fromListing: false, mode: 'MISSING', asksFor: repair.reasons },
    ...{ concurrency: job?.concurrency ?? CONCURRENCY, ...hullOf(series) },
    symbols: series.map(({ symbol }) => symbol),
    windows: series.map(({ from, to }) => ({ from, to })),
  };
}

async function endedJob(jobId: string, tx: JobTransaction): Promise<CollectionJob> {
  const job = await tx.find(jobId);
  if (!job) refuse('There is no such job.', 'job');
  if (!isTerminal(job.state)) refuse('The job has not ended: what it has not reached yet is no gap.', 'job');
  return job;
}

/** Later times are no gap yet: the source may publish late. */
function askedOf({ from, to, interval }: CollectionJob): TimeRange {
  const window = windowAt(from.getTime(), to.getTime(), interval, Date.now());
  return { from: window.from, to: window.settledTo };
}

function hullOf(series: readonly SeriesToRepair[]): Pick<JobDraft, 'from' | 'to'> {
  const from = series.reduce((min, range) => Math.min(min, range.from), Infinity);
  const to = series.reduce((max, range) => Math.max(max, range.to), -Infinity);
  return { from: new Date(from), to: new Date(to) };
}

function refuse(message: string, ...path: string[]): never {
  throw new InvalidInputError(message, ['input', ...path]);
}
