import type { Api } from '../api/client';
import { messageOf } from '../api/errors';
import { receiveJobs, type Job } from '../api/job-cache';
import { Store } from '../api/store';
import { JobsPageDocument, type JobFilter } from '../generated/graphql';

/** The first page is soon there; a long way down is made in few steps. */
const FIRST_PAGE = 100;
const PAGE = 500;

export type Entry = Pick<Job, 'id' | 'createdAt'>;

export interface JobListState {
  /** Newest first, without gaps from the newest on; more may follow, and what follows may be of an earlier reading. */
  readonly entries: readonly Entry[];
  /** Jobs that fit, loaded or not. */
  readonly total: number;
  readonly isLoaded: boolean;
  readonly error: string | null;
}

/** Which jobs are listed, in their order: pages as they are asked for, kept right by what the feed tells. */
export class JobList extends Store<JobListState> {
  private cursor: string | null = null;
  private hasMore = true;
  private wanted = 0;
  /** The last entry that has been read since the beginning; what is shown behind it is read again when it is wanted. */
  private lastRead: Entry | undefined;
  /** Loads of an earlier beginning are of no use any more. */
  private generation = 0;
  private isLoading = false;
  /** What has moved while a page was on its way: the page may be older. */
  private readonly overtakes = new Map<string, Job>();

  constructor(
    private readonly api: Api,
    private readonly filter: JobFilter,
  ) {
    super({ entries: [], total: 0, isLoaded: false, error: null });
  }

  /** Begins anew, since something may have been missed; what is shown stays until the answer is there. */
  reload(): void {
    this.generation += 1;
    this.cursor = null;
    this.hasMore = true;
    void this.load(this.generation);
  }

  /** Asks for the entries up to a place, if they are not there yet. */
  want(index: number): void {
    this.wanted = index;
    const { error } = this.get();
    // After an error it is for the reader to try again.
    if (this.isLoading || !this.hasMore || error || index < this.countRead()) return;
    void this.load(this.generation);
  }

  /** Takes in jobs that have moved on: some are new here, some do not fit any more. */
  moved(jobs: readonly Job[]): void {
    if (this.isLoading) for (const job of jobs) this.overtakes.set(job.id, job);
    const { entries, total, ...rest } = this.get();
    const known = new Set(entries.map(({ id }) => id));
    const gone = new Set(jobs.filter((job) => known.has(job.id) && !fits(job, this.filter)).map(({ id }) => id));
    const come = jobs.filter((job) => !known.has(job.id) && fits(job, this.filter) && this.isWithin(job));
    if (!gone.size && !come.length) return;
    const moved = [...entries.filter(({ id }) => !gone.has(id)), ...come].sort(newestFirst);
    this.set({ ...rest, entries: moved, total: total + come.length - gone.size });
  }

  private async load(generation: number): Promise<void> {
    this.isLoading = true;
    try {
      do {
        const isFirst = this.cursor === null;
        const page = await this.page(isFirst ? FIRST_PAGE : PAGE);
        if (generation !== this.generation) return;
        this.append(page.jobs, isFirst);
      } while (this.hasMore && this.countRead() <= this.wanted);
    } catch (error) {
      if (generation !== this.generation) return;
      this.set({ ...this.get(), isLoaded: true, error: messageOf(error) });
    }
    this.isLoading = false;
    this.overtakes.clear();
  }

  /** Over the socket of the feed, which is listened to already: see `afterSubscription`. */
  private async page(first: number) {
    const { data } = await this.api.apollo.query({
      query: JobsPageDocument,
      variables: { filter: this.filter, first, after: this.cursor },
      fetchPolicy: 'no-cache',
      context: { afterSubscription: true },
    });
    return data!;
  }

  private append(page: { edges: { node: Job }[]; totalCount: number; pageInfo: PageEnd }, isFirst: boolean): void {
    const jobs = page.edges.map(({ node }) => node);
    receiveJobs(this.api.apollo, jobs);
    const read = jobs.map(({ id, createdAt }) => ({ id, createdAt }));
    const [first, last] = [read[0], read.at(-1)];
    const { entries } = this.get();
    const before = first && !isFirst ? entries.filter((entry) => newestFirst(entry, first) < 0) : [];
    const behind = last && page.pageInfo.hasNextPage ? entries.filter((entry) => newestFirst(last, entry) < 0) : [];
    this.lastRead = last;
    this.cursor = page.pageInfo.endCursor ?? null;
    this.hasMore = page.pageInfo.hasNextPage;
    this.set({ entries: [...before, ...read, ...behind], total: page.totalCount, isLoaded: true, error: null });
    this.moved([...this.overtakes.values()]);
  }

  private countRead(): number {
    const { entries } = this.get();
    const { lastRead } = this;
    if (!this.hasMore || !lastRead) return entries.length;
    return entries.findLastIndex((entry) => newestFirst(entry, lastRead) <= 0) + 1;
  }

  /** What is older than the last loaded entry comes with its page. */
  private isWithin(job: Job): boolean {
    const last = this.get().entries.at(-1);
    return !this.hasMore || (last !== undefined && newestFirst(job, last) < 0);
  }
}

interface PageEnd {
  readonly hasNextPage: boolean;
  readonly endCursor?: string | null;
}

/** As the service orders them. */
function newestFirst(a: Entry, b: Entry): number {
  if (a.id === b.id) return 0;
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

/** As the service filters them. */
function fits(job: Job, { states, source, nameContains, hasFailures }: JobFilter): boolean {
  if (states && !states.includes(job.state)) return false;
  if (source && job.source.name !== source) return false;
  if (typeof hasFailures === 'boolean' && job.progress.failed > 0 !== hasFailures) return false;
  return !nameContains || (job.name ?? '').toLowerCase().includes(nameContains.toLowerCase());
}
