import type { JobSymbol } from '../domain/job-symbol';

/** A node that is not known to be there may only just have come, in milliseconds. */
const PATIENCE_MS = 3_000;

interface NodeInFlight {
  readonly jobs: Map<string, readonly JobSymbol[]>;
  /** In milliseconds of the monotonic clock. */
  toldAt: number;
}

/** What the other nodes have in flight, as they told last. */
export class InFlightBoard {
  private readonly byNode = new Map<string, NodeInFlight>();

  /** @param more adds to what the node told just before */
  set(nodeId: string, jobId: string, symbols: readonly JobSymbol[], more: boolean): void {
    const node = this.byNode.get(nodeId) ?? { jobs: new Map<string, readonly JobSymbol[]>(), toldAt: 0 };
    this.byNode.set(nodeId, node);
    node.toldAt = performance.now();
    const { jobs } = node;
    const all = more ? [...(jobs.get(jobId) ?? []), ...symbols] : symbols;
    if (all.length > 0) jobs.set(jobId, all);
    else jobs.delete(jobId);
  }

  of(jobId: string): readonly JobSymbol[] {
    return [...this.byNode.values()].flatMap(({ jobs }) => jobs.get(jobId) ?? []);
  }

  /** Nothing of the job is in flight any more: so says the database. */
  forget(jobId: string): void {
    for (const { jobs } of this.byNode.values()) jobs.delete(jobId);
  }

  /** Whoever is not there has nothing in flight. */
  keepOnly(nodeIds: ReadonlySet<string>): void {
    const longAgo = performance.now() - PATIENCE_MS;
    for (const [nodeId, { toldAt }] of this.byNode) {
      if (!nodeIds.has(nodeId) && toldAt < longAgo) this.byNode.delete(nodeId);
    }
  }

  /** What was told may have been missed: everybody is asked to tell again. */
  clear(): void {
    this.byNode.clear();
  }
}
