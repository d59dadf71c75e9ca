import type { ChangedJob, JobQuestion, MissedJob } from '../../application/ports/cluster-store';
import type { JobFeed } from '../../application/control/job-feed';
import type { CollectionJob } from '../../domain/collection-job';
import type { JobUpdate } from '../../domain/job-update';

/** Longest time between an event and its commit that is reckoned with, in milliseconds: statements have timeouts. */
const COMMITTED_WITHIN_MS = 15_000;
/** A job without a listener of its own is asked for, and remembered, for this time after an update, in milliseconds. */
const [ASKED_FOR_MS, REMEMBERED_MS] = [2 * COMMITTED_WITHIN_MS, 3_600_000];

/** What this node knows of a watched job. */
interface Known {
  /** Latest event of the job that its listeners were told of, and the version then. */
  lastEvent: number;
  version: number;
  /** In milliseconds of the monotonic clock. */
  toldAt: number;
  /** Latest event according to the heartbeat before, which a message must have brought by now. */
  expected: number;
  /** NEW: its listener has just begun, and what it has read of the job is not known. */
  standing: 'NEW' | 'FOLLOWED';
}

const UNKNOWN = { lastEvent: 0, version: 0, expected: 0 };

/**
 * Finds the updates that messages did not bring: compares the latest event of each watched job in the database with the
 * latest one that its listeners were told of. A message has the time between two heartbeats to arrive. An update that
 * comes after a missing transition is held back, so that listeners are told of every transition in order.
 */
export class JobWatch {
  private readonly known = new Map<string, Known>();
  private allSince: number | null = null;
  private isSuspicious = false;

  constructor(private readonly feed: Pick<JobFeed, 'watchesAll' | 'watchedJobs' | 'watches'>) {}

  /** A job, null: every job, has its first listener. */
  begins(jobId: string | null): void {
    const now = performance.now();
    if (jobId === null) this.allSince = now;
    else if (!this.known.has(jobId)) this.known.set(jobId, { ...UNKNOWN, toldAt: now, standing: 'NEW' });
  }

  /** Returns a job as a missed one if what its listener has read is not known. */
  beginning(jobId: string): MissedJob | null {
    return this.known.get(jobId)?.standing === 'NEW' ? { jobId, afterEvent: 0, isNew: true } : null;
  }

  /**
   * Whether the listeners may be told of an update now. One that follows a transition that they were not told of has to
   * wait for it: then the next heartbeat finds both.
   */
  admits({ job: { id, version }, kind }: JobUpdate): boolean {
    const known = this.known.get(id);
    if (!known) return true;
    const isNext = known.standing === 'FOLLOWED' && version <= known.version + Number(kind === 'TRANSITION');
    if (!isNext) known.expected = Infinity;
    return isNext;
  }

  /** The listeners were told of this state of a job. */
  told({ id, lastEvent, version }: CollectionJob): void {
    const known = this.known.get(id);
    if (!known && !this.feed.watchesAll) return;
    const { expected, ...before } = known ?? UNKNOWN;
    if (lastEvent < before.lastEvent) return;
    const toldAt = performance.now();
    this.known.set(id, {
      lastEvent,
      version: Math.max(version, before.version),
      toldAt,
      expected,
      standing: 'FOLLOWED',
    });
  }

  /** What the listeners were told does not hold any more. Each of them ends. */
  forgetAll(): void {
    this.known.clear();
    // A new listener of a job may come before the old ones have gone.
    for (const jobId of this.feed.watchedJobs) this.begins(jobId);
  }

  /** Messages may have been lost: the next answer is not given time to arrive by messages. */
  suspect(): void {
    this.isSuspicious = true;
  }

  /** The job has changed, and its update did not fit into a message. */
  suspectJob(jobId: string): void {
    const known = this.known.get(jobId);
    if (known) known.expected = Infinity;
  }

  /** Returns what the next heartbeat is to ask. */
  question(): JobQuestion {
    this.forget();
    const lately = performance.now() - ASKED_FOR_MS;
    const own = new Set(this.feed.watchedJobs);
    const known = [...this.known].filter(
      ([jobId, { toldAt }]) => own.has(jobId) || (this.feed.watchesAll && toldAt > lately),
    );
    const sinceMs = this.feed.watchesAll ? performance.now() - (this.allSince ?? 0) : null;
    return {
      jobIds: known.map(([jobId]) => jobId),
      lastEvents: known.map(([, { lastEvent }]) => lastEvent),
      recentMs: sinceMs === null ? null : Math.min(sinceMs, COMMITTED_WITHIN_MS),
    };
  }

  /** @param changed the jobs whose latest event is not the one that the question named */
  missed(changed: readonly ChangedJob[]): readonly MissedJob[] {
    const jobs = changed.flatMap((job) => this.missedOf(job));
    this.isSuspicious = false;
    return jobs;
  }

  private missedOf({ jobId, firstEvent, lastEvent }: ChangedJob): MissedJob[] {
    const known = this.known.get(jobId) ?? this.unknown(jobId, firstEvent);
    if (lastEvent <= known.lastEvent) return [];
    const { expected, standing } = known;
    known.expected = lastEvent;
    if (standing === 'NEW') return [{ jobId, afterEvent: 0, isNew: true }];
    const isOverdue = this.isSuspicious || expected > known.lastEvent;
    return isOverdue ? [{ jobId, afterEvent: known.lastEvent, isNew: false }] : [];
  }

  /** A job without a listener of its own, of which the listeners to all jobs were told nothing lately. */
  private unknown(jobId: string, firstEvent: number): Known {
    const known: Known = { ...UNKNOWN, lastEvent: firstEvent - 1, toldAt: performance.now(), standing: 'FOLLOWED' };
    this.known.set(jobId, known);
    return known;
  }

  private forget(): void {
    const longAgo = performance.now() - (this.feed.watchesAll ? REMEMBERED_MS : ASKED_FOR_MS);
    const own = new Set(this.feed.watchedJobs);
    if (!this.feed.watchesAll) this.allSince = null;
    for (const [jobId, { toldAt }] of this.known) if (!own.has(jobId) && toldAt < longAgo) this.known.delete(jobId);
  }
}
