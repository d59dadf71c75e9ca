import { INTEREST_TTL_MS } from './own-interests';

/** More nodes than any cluster has, and more jobs than a node names before it wants all: the excess is ignored. */
const [MAX_NODES, MAX_JOBS] = [1_000, 10_000];

interface NodeInterest {
  /** Until when it wants all jobs, in milliseconds of the monotonic clock. */
  all: number;
  readonly byJob: Map<string, number>;
}

/** What the other nodes want to be told of. */
export class InterestRegistry {
  private readonly byNode = new Map<string, NodeInterest>();

  /**
   * @param jobIds null: all jobs
   * @returns what of it the node did not want before
   */
  add(nodeId: string, jobIds: readonly string[] | null): readonly string[] | null {
    const known = this.byNode.get(nodeId);
    if (!known && this.byNode.size >= MAX_NODES) return [];
    const interest = known ?? { all: 0, byJob: new Map<string, number>() };
    this.byNode.set(nodeId, interest);
    const now = performance.now();
    const until = now + INTEREST_TTL_MS;
    const isAllKnown = interest.all > now;
    if (jobIds === null) {
      interest.all = until;
      return isAllKnown ? [] : null;
    }
    const news = jobIds.filter((id) => !isAllKnown && (interest.byJob.get(id) ?? 0) <= now);
    if (interest.byJob.size + news.length > MAX_JOBS) return [];
    for (const id of jobIds) interest.byJob.set(id, until);
    return news;
  }

  /** Returns the nodes that want to be told of a job. */
  of(jobId: string): readonly string[] {
    const now = performance.now();
    return [...this.byNode.keys()].filter((nodeId) => {
      const { all, byJob } = this.byNode.get(nodeId)!;
      return all > now || (byJob.get(jobId) ?? 0) > now;
    });
  }

  /** Removes what has expired, and the nodes that are gone. */
  keepOnly(nodeIds: ReadonlySet<string>): void {
    const now = performance.now();
    for (const [nodeId, { all, byJob }] of this.byNode) {
      for (const [jobId, until] of byJob) if (until <= now) byJob.delete(jobId);
      if (!nodeIds.has(nodeId) && all <= now && byJob.size === 0) this.byNode.delete(nodeId);
    }
  }
}
