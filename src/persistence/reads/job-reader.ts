import DataLoader from 'dataloader';
import type { EntityManager } from 'typeorm';
import type { JobDraft } from '../../application/ports/collection-job-repository';
import type {
  ChosenSeries,
  DigitsByColumn,
  ExportBatch,
  ExportedBar,
  ExportWindow,
  SeriesChoice,
} from '../../application/ports/bar-export';
import type {
  AnsweredWindows,
  Asker,
  BarFilter,
  DifferencePlace,
  EventKind,
  FailureCount,
  JobCounts,
  JobFilter,
  JobGap,
  JobGapFilter,
  JobGapPlace,
  JobPlace,
  JobReader,
  JobReads,
  SeriesFilter,
  SeriesPlace,
  SymbolFilter,
} from '../../application/ports/job-reader';
import type { Bar } from '../../domain/bar';
import { isJobId, type CollectionJob } from '../../domain/collection-job';
import type { JobEvent } from '../../domain/job-event';
import type { JobState } from '../../domain/job-state';
import type { JobSymbol } from '../../domain/job-symbol';
import type { Difference } from '../../domain/series/difference';
import type { Gap } from '../../domain/series/gap';
import type { Series } from '../../domain/series/series';
import type { Revision } from '../../domain/series/revision';
import type { TimeRange } from '../../domain/series/time-range';
import { answeredWindows } from './answered-windows';
import { countBars, listBars, listLastBars } from './bar-queries';
import { chooseSeries, exportBars, exportDigits } from './export/export-queries';
import { listGaps } from './gap-queries';
import { listEvents, milestoneCounts, sampleEvents } from './event-queries';
import { listJobGaps } from './job-gap-queries';
import { countJobs, countJobsByState, jobCounts, listJobs } from './job-queries';
import { findJob } from '../jobs/job-store';
import { countRevisions, listDifferences, listRevisions } from './revision-queries';
import type { ReadPool } from './read-pool';
import { countSeries, findSeries, listSeries } from './series-queries';
import { countSymbols, failureCounts, listSymbols, symbolStates } from './symbol-queries';

/** The read side, in PostgreSQL. */
export class PostgresJobReads implements JobReads {
  constructor(private readonly pool: ReadPool) {}

  by(asker: Asker): JobReader {
    return new PostgresJobReader((work) => this.pool.ask(asker, work));
  }
}

/** Runs a query on a connection of the read pool. */
type Ask = <T>(work: (manager: EntityManager) => Promise<T>) => Promise<T>;

class PostgresJobReader implements JobReader {
  private readonly countsOf: DataLoader<string, JobCounts | null>;
  private readonly failuresOf: DataLoader<string, FailureCount[]>;
  private readonly milestonesOf: DataLoader<string, number>;

  constructor(private readonly ask: Ask) {
    this.countsOf = askedTogether(ask, jobCounts);
    this.failuresOf = askedTogether(ask, failureCounts);
    this.milestonesOf = askedTogether(ask, milestoneCounts);
  }

  async job(jobId: string): Promise<CollectionJob | null> {
    return isJobId(jobId) ? this.ask((manager) => findJob(manager, jobId)) : null;
  }

  jobs(filter: JobFilter, after: JobPlace | null, limit: number): Promise<readonly CollectionJob[]> {
    return this.ask((manager) => listJobs(manager, filter, after, limit));
  }

  countJobs(filter: JobFilter): Promise<number> {
    return this.ask((manager) => countJobs(manager, filter));
  }

  countByState(): Promise<ReadonlyMap<JobState, number>> {
    return this.ask((manager) => countJobsByState(manager));
  }

  symbols(filter: SymbolFilter, after: number, limit: number): Promise<readonly JobSymbol[]> {
    return this.ask((manager) => listSymbols(manager, filter, after, limit));
  }

  countSymbols(filter: SymbolFilter): Promise<number> {
    return this.ask((manager) => countSymbols(manager, filter));
  }

  counts(jobId: string): Promise<JobCounts | null> {
    return this.countsOf.load(jobId);
  }

  symbolStates(jobId: string): Promise<string> {
    return this.ask((manager) => symbolStates(manager, jobId));
  }

  failureCounts(jobId: string): Promise<readonly FailureCount[]> {
    return this.failuresOf.load(jobId);
  }

  events(jobId: string, after: number, limit: number, kind: EventKind = 'all'): Promise<readonly JobEvent[]> {
    return this.ask((manager) => listEvents(manager, jobId, after, limit, kind));
  }

  countMilestones(jobId: string): Promise<number> {
    return this.milestonesOf.load(jobId);
  }

  eventSamples(jobId: string, count: number): Promise<readonly JobEvent[]> {
    return this.ask((manager) => sampleEvents(manager, jobId, count));
  }

  bars(filter: BarFilter, after: number | null, limit: number): Promise<readonly Bar[]> {
    return this.ask((manager) => listBars(manager, filter, after, limit));
  }

  lastBars(filter: BarFilter, before: number | null, limit: number): Promise<readonly Bar[]> {
    return this.ask((manager) => listLastBars(manager, filter, before, limit));
  }

  countBars(filter: BarFilter): Promise<number> {
    return this.ask((manager) => countBars(manager, filter));
  }

  chooseSeries(choice: SeriesChoice, limit: number): Promise<readonly ChosenSeries[]> {
    return this.ask((manager) => chooseSeries(manager, choice, limit));
  }

  exportBars(series: ChosenSeries, window: ExportWindow): Promise<ExportBatch<readonly ExportedBar[]>> {
    return this.ask((manager) => exportBars(manager, series, window));
  }

  exportDigits(series: ChosenSeries, window: ExportWindow): Promise<ExportBatch<DigitsByColumn>> {
    return this.ask((manager) => exportDigits(manager, series, window));
  }

  series(filter: SeriesFilter, after: SeriesPlace | null, limit: number): Promise<readonly Series[]> {
    return this.ask((manager) => listSeries(manager, filter, after, limit));
  }

  countSeries(filter: SeriesFilter): Promise<number> {
    return this.ask((manager) => countSeries(manager, filter));
  }

  answered(draft: JobDraft, window: TimeRange): Promise<AnsweredWindows> {
    return this.ask((manager) => answeredWindows(manager, draft, window));
  }

  oneSeries(seriesId: number): Promise<Series | null> {
    return this.ask((manager) => findSeries(manager, seriesId));
  }

  gaps(series: Series, range: TimeRange, limit: number): Promise<readonly Gap[]> {
    return this.ask((manager) => listGaps(manager, series, range, limit));
  }

  jobGaps(filter: JobGapFilter, from: JobGapPlace | null, limit: number): Promise<readonly JobGap[]> {
    return this.ask((manager) => listJobGaps(manager, filter, from, limit));
  }

  revisions(seriesId: number, before: number | null, limit: number): Promise<readonly Revision[]> {
    return this.ask((manager) => listRevisions(manager, seriesId, before, limit));
  }

  countRevisions(seriesId: number): Promise<number> {
    return this.ask((manager) => countRevisions(manager, seriesId));
  }

  differences(jobId: string, after: DifferencePlace | null, limit: number): Promise<readonly Difference[]> {
    return this.ask((manager) => listDifferences(manager, jobId, after, limit));
  }
}

/** Batches the keys of one tick into one statement; a batch holds as many jobs as a page may list. */
function askedTogether<T>(
  ask: Ask,
  read: (manager: EntityManager, jobIds: readonly string[]) => Promise<T[]>,
): DataLoader<string, T> {
  const together = (jobIds: readonly string[]) => ask((manager) => read(manager, jobIds));
  return new DataLoader(together, { cache: false, maxBatchSize: 500 });
}
