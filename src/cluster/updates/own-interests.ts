import type { JobFeed } from '../../application/control/job-feed';
import type { Acknowledgements } from '../acknowledgements';
import type { Interest } from '../bus/messages';

/** How long an interest lasts, in milliseconds. */
export const INTEREST_TTL_MS = 60_000;
/** Interval at which lasting interests are announced again, in milliseconds: one lost message must not end one. */
const RENEWAL_MS = 20_000;
/** How long a question for what is in flight waits for the other nodes, in milliseconds. */
const ASK_MS = 300;
/** A node that is interested in more jobs than this wants all. */
const MAX_JOBS = 250;
/** Jobs per message: an id in JSON takes 39 bytes, and a message on PostgreSQL has 7,900. */
const JOBS_PER_MESSAGE = 150;

export interface OwnInterestsDeps {
  readonly say: (interest: Interest) => void;
  readonly acknowledgements: Acknowledgements;
  readonly feed: Pick<JobFeed, 'watchesAll' | 'watchedJobs' | 'watches'>;
  /** Ids of the other nodes whose session is valid. */
  readonly others: () => readonly string[];
}

/**
 * Tells the other nodes which jobs this node wants progress and in-flight symbols of: those that clients watch, and those
 * that were asked for lately.
 */
export class OwnInterests {
  /** By job: when it was last asked for, in milliseconds of the monotonic clock. */
  private readonly asked = new Map<string, number>();
  /** Questions whose answers have not all arrived, by job. */
  private readonly asking = new Map<string, Promise<void>>();
  /** The question of this turn of the event loop, not sent yet. */
  private question: { readonly jobIds: string[]; readonly answered: Promise<void> } | null = null;
  private readonly unsaid = new Set<string>();
  private isAllUnsaid = false;
  private readonly renewing: NodeJS.Timeout;
  private next: NodeJS.Immediate | undefined;

  constructor(private readonly deps: OwnInterestsDeps) {
    this.renewing = setInterval(() => this.renew(), RENEWAL_MS);
  }

  /** A job, null: all jobs, has its first listener on this node. */
  watches(jobId: string | null): void {
    if (jobId === null) this.isAllUnsaid = true;
    else this.unsaid.add(jobId);
    this.next ??= setImmediate(() => this.sayUnsaid());
  }

  /** Resolves when the other nodes have told what they have in flight of the job; at once if they keep telling it. */
  async told(jobId: string): Promise<void> {
    const isNew = !this.isWanted(jobId);
    this.asked.set(jobId, performance.now());
    if (isNew) this.asking.set(jobId, this.ask(jobId));
    await this.asking.get(jobId);
  }

  /** Announces all interests, and asks what is in flight, because messages may have been lost. */
  askAgain(): void {
    const { feed } = this.deps;
    if (feed.watchesAll) return void this.askAll(null);
    for (const jobId of [...feed.watchedJobs, ...this.asked.keys()]) this.asking.set(jobId, this.ask(jobId));
  }

  close(): void {
    clearInterval(this.renewing);
    clearImmediate(this.next);
  }

  private renew(): void {
    const longAgo = performance.now() - RENEWAL_MS;
    for (const [jobId, at] of this.asked) if (at < longAgo) this.asked.delete(jobId);
    const { feed } = this.deps;
    if (feed.watchesAll) this.isAllUnsaid = true;
    else for (const jobId of [...feed.watchedJobs, ...this.asked.keys()]) this.unsaid.add(jobId);
    this.sayUnsaid();
  }

  private isWanted(jobId: string): boolean {
    return this.asked.has(jobId) || this.deps.feed.watches(jobId);
  }

  /** Jobs that are asked for in the same turn share a question. */
  private ask(jobId: string): Promise<void> {
    this.question ??= this.nextQuestion();
    this.question.jobIds.push(jobId);
    return this.question.answered;
  }

  private nextQuestion() {
    const jobIds: string[] = [];
    const answered = new Promise(setImmediate).then(() => {
      this.question = null;
      return this.askAll(jobIds);
    });
    return { jobIds, answered };
  }

  private async askAll(jobIds: readonly string[] | null): Promise<void> {
    const { acknowledgements, others, say } = this.deps;
    const answers = (jobIds === null ? [null] : inMessages(jobIds)).map((part) => {
      const id = acknowledgements.next();
      const answered = acknowledgements.until(id, Promise.resolve(others()), ASK_MS);
      say({ type: 'INTEREST', id, jobIds: part });
      return answered;
    });
    await Promise.all(answers);
    for (const jobId of jobIds ?? []) this.asking.delete(jobId);
  }

  private sayUnsaid(): void {
    this.next = undefined;
    const jobIds = [...this.unsaid];
    const isAll = this.isAllUnsaid || jobIds.length > MAX_JOBS;
    this.isAllUnsaid = false;
    this.unsaid.clear();
    if (isAll) return this.sayOne(null);
    for (const part of inMessages(jobIds)) this.sayOne(part);
  }

  private sayOne(jobIds: readonly string[] | null): void {
    this.deps.say({ type: 'INTEREST', id: null, jobIds });
  }
}

function inMessages(jobIds: readonly string[]): (readonly string[])[] {
  const count = Math.ceil(jobIds.length / JOBS_PER_MESSAGE);
  return Array.from({ length: count }, (_, n) => jobIds.slice(n * JOBS_PER_MESSAGE, (n + 1) * JOBS_PER_MESSAGE));
}
