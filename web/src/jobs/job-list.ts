import type { Api } from '../api/client';
import { messageOf } from '../api/errors';
import { receiveJobs, type Job } from '../api/job-cache';
import { Store } from '../api/store';
import { JobsPageDocument, type JobFilter } from '../generated/graphql';
import { heldRows, newestFirst, type Entry, type Row } from './held-rows';

/** The first page is small, to arrive soon; the others are large, so that a long scroll takes few requests. */
const FIRST_PAGE = 100;
const PAGE = 500;

export interface JobListState {
  /** Newest first, without gaps from the newest one on; while the order is held, as of when the hold began. */
  readonly rows: readonly Row[];
  /** The number of rows, including those not yet loaded. */
  readonly places: number;
  /** The number of new jobs that are not shown while the order is held. */
  readonly waiting: number;
  /** The number of jobs that match the filter, loaded or not, shown or not. */
  readonly total: number;
  readonly isLoaded: boolean;
  readonly error: string | null;
}

const EMPTY: JobListState = { rows: [], places: 0, waiting: 0, total: 0, isLoaded: false, error: null };

/** The order of the listed jobs: pages loaded on demand, kept current by the feed. */
export class JobList extends Store<JobListState> {
  /** The loaded jobs that match, newest first; those after the pages of this reading are from an earlier one. */
  private entries: readonly Entry[] = [];
  private total = 0;
  /** The rows when the hold began, and those loaded after them; null while the order is not held. */
  private held: readonly Entry[] | null = null;
  private cursor: string | null = null;
  /** The oldest job in the pages of this reading, whether or not it still matches. */
  private oldest: Entry | null = null;
  private hasMore = true;
  private wanted = 0;
  /** Incremented by each reload: results of an earlier generation are discarded. */
  private generation = 0;
  private isLoading = false;
  /** Updates that arrived while a page was in flight: the page may be older. */
  private readonly overtakes = new Map<string, Job>();

  constructor(
    private readonly api: Api,
    private readonly filter: JobFilter,
  ) {
    super(EMPTY);
  }

  /** Holds the order: from now on no row moves, new jobs wait, and jobs that do not match any more stay. */
  hold(): void {
    this.held ??= this.entries;
  }

  /** Ends the hold and shows the current list. */
  release(): void {
    if (!this.held) return;
    this.held = null;
    this.show();
  }

  /** Shows the waiting jobs; if the order is held, this is the new order to hold. */
  showWaiting(): void {
    if (this.held) this.held = this.entries;
    this.show();
  }

  /** Reads the list again, since updates may have been missed; the old rows stay until the answer arrives. */
  reload(): void {
    this.generation += 1;
    this.cursor = null;
    this.hasMore = true;
    void this.load(this.generation);
  }

  /** Loads the rows up to a place unless they are loaded. */
  want(place: number): void {
    this.wanted = place;
    const { error } = this.get();
    // After an error, only the reader retries.
    if (this.isLoading || !this.hasMore || error || place < this.countRead()) return;
    void this.load(this.generation);
  }

  /** Applies updates: some jobs are new to the list, some do not match any more. */
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

  /** Sent over the socket of the feed, after its subscription: see `afterSubscription`. */
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

  /** The number of rows read in this reading: rows after them are read again on demand. */
  private countRead(): number {
    const { rows } = this.get();
    const { oldest } = this;
    if (!this.hasMore || !oldest) return rows.length;
    return rows.findLastIndex((row) => newestFirst(row, oldest) <= 0) + 1;
  }

  /** Whether a job lies within the loaded pages: an older one arrives with its own page. */
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

/** The filter of the service. */
function fits(job: Job, { states, source, nameContains, hasFailures, verdicts, needsAttention }: JobFilter): boolean {
  if (states && !states.includes(job.state)) return false;
  if (source && job.source.name !== source) return false;
  if (typeof hasFailures === 'boolean' && job.progress.failed > 0 !== hasFailures) return false;
  if (verdicts && !(job.verdict && verdicts.includes(job.verdict))) return false;
  if (typeof needsAttention === 'boolean' && isWrong(job) !== needsAttention) return false;
  return !nameContains || (job.name ?? '').toLowerCase().includes(nameContains.toLowerCase());
}

/** Whether a job needs attention. */
function isWrong({ state, verdict }: Job): boolean {
  return state === 'FAILED' || (verdict != null && verdict !== 'COMPLETE');
}
