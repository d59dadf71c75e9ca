import type { Api } from '../api/client';
import { messageOf } from '../api/errors';
import { receiveJobs, type Job } from '../api/job-cache';
import { Store } from '../api/store';
import { JobsPageDocument, type JobFilter } from '../generated/graphql';
import { heldRows, newestFirst, type Entry, type Row } from './held-rows';

/** The first page is soon there; a long way down is made in few steps. */
const FIRST_PAGE = 100;
const PAGE = 500;

export interface JobListState {
  /** Newest first, without gaps from the newest on; while the order is held, as it was then. */
  readonly rows: readonly Row[];
  /** The rows, and the places of those that have not been loaded. */
  readonly places: number;
  /** Jobs that have come while the order is held, and are not among the rows. */
  readonly waiting: number;
  /** Jobs that fit, loaded or not, shown or not. */
  readonly total: number;
  readonly isLoaded: boolean;
  readonly error: string | null;
}

const EMPTY: JobListState = { rows: [], places: 0, waiting: 0, total: 0, isLoaded: false, error: null };

/** Which jobs are listed, in their order: pages as they are asked for, kept right by what the feed tells. */
export class JobList extends Store<JobListState> {
  /** The loaded jobs that fit, newest first; those behind the pages of this reading are of an earlier one. */
  private entries: readonly Entry[] = [];
  private total = 0;
  /** The rows when the order began to be held, and what was loaded behind them; null while it is not. */
  private held: readonly Entry[] | null = null;
  private cursor: string | null = null;
  /** The oldest job of the pages of this reading, whether it still fits or not. */
  private oldest: Entry | null = null;
  private hasMore = true;
  private wanted = 0;
  /** Loads of an earlier beginning are of no use any more. */
  private generation = 0;
  private isLoading = false;
  /** What has moved while a page was on its way: the page may be older. */
  private readonly overtakes = new Map<string, Job>();

  constructor(
    private readonly api: Api,
    private readonly filter: JobFilter,
  ) {
    super(EMPTY);
  }

  /** From now on no row moves: what comes waits, what goes stays in its place. */
  hold(): void {
    this.held ??= this.entries;
  }

  /** Shows the list as it is. */
  release(): void {
    if (!this.held) return;
    this.held = null;
    this.show();
  }

  /** Shows what waits; if the order is held, it is from now on the new one. */
  showWaiting(): void {
    if (this.held) this.held = this.entries;
    this.show();
  }

  /** Begins anew, since something may have been missed; what is shown stays until the answer is there. */
  reload(): void {
    this.generation += 1;
    this.cursor = null;
    this.hasMore = true;
    void this.load(this.generation);
  }

  /** Asks for the rows up to a place, if they are not there yet. */
  want(place: number): void {
    this.wanted = place;
    const { error } = this.get();
    // After an error it is for the reader to try again.
    if (this.isLoading || !this.hasMore || error || place < this.countRead()) return;
    void this.load(this.generation);
  }

  /** Takes in jobs that have moved on: some are new here, some do not fit any more. */
  moved(jobs: readonly Job[]): void {
    if (this.isLoading) for (const job of jobs) this.overtakes.set(job.id, job);
    const known = new Set(this.entries.map(({ id }) => id));
    const gone = new Set(jobs.filter((job) => known.has(job.id) && !fits(job, this.filter)).map(({ id }) => id));
    const come = jobs.filter((job) => !known.has(job.id) && fits(job, this.filter) && this.isWithin(job));
    if (!gone.size && !come.length) return;
    this.entries = [...this.entries.filter(({ id }) => !gone.has(id)), ...come.map(entryOf)].sort(newestFirst);
    this.total += come.length - gone.size;
    this.show();
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
    const read = jobs.map(entryOf);
    const [first, last] = [read[0], read.at(-1)];
    const before = first && !isFirst ? this.entries.filter((entry) => newestFirst(entry, first) < 0) : [];
    const behind =
      last && page.pageInfo.hasNextPage ? this.entries.filter((entry) => newestFirst(last, entry) < 0) : [];
    this.entries = [...before, ...read, ...behind];
    this.total = page.totalCount;
    this.cursor = page.pageInfo.endCursor ?? null;
    this.oldest = last ?? null;
    this.hasMore = page.pageInfo.hasNextPage;
    this.show({ isLoaded: true, error: null });
    this.moved([...this.overtakes.values()]);
  }

  private show(news: Partial<JobListState> = {}): void {
    const { shown, waiting } = heldRows(this.held ?? [], this.entries);
    if (this.held) this.held = shown;
    const known = new Set(this.entries.map(({ id }) => id));
    const rows = shown.map((entry): Row => ({ ...entry, hasLeft: !known.has(entry.id) && this.isWithin(entry) }));
    const unloaded = this.hasMore ? Math.max(this.total - this.entries.length, 0) : 0;
    this.set({ ...this.get(), ...news, rows, places: rows.length + unloaded, waiting, total: this.total });
  }

  /** Rows of this reading: what is shown behind them is read again when it is wanted. */
  private countRead(): number {
    const { rows } = this.get();
    const { oldest } = this;
    if (!this.hasMore || !oldest) return rows.length;
    return rows.findLastIndex((row) => newestFirst(row, oldest) <= 0) + 1;
  }

  /** What is older than the pages that were loaded comes with its own. */
  private isWithin(entry: Entry): boolean {
    const edges = [this.oldest, this.entries.at(-1)].filter((edge) => edge != null);
    return !this.hasMore || edges.some((edge) => newestFirst(entry, edge) <= 0);
  }
}

interface PageEnd {
  readonly hasNextPage: boolean;
  readonly endCursor?: string | null;
}

function entryOf({ id, createdAt }: Entry): Entry {
  return { id, createdAt };
}

/** As the service filters them. */
function fits(job: Job, { states, source, nameContains, hasFailures }: JobFilter): boolean {
  if (states && !states.includes(job.state)) return false;
  if (source && job.source.name !== source) return false;
  if (typeof hasFailures === 'boolean' && job.progress.failed > 0 !== hasFailures) return false;
  return !nameContains || (job.name ?? '').toLowerCase().includes(nameContains.toLowerCase());
}
