import type { JobSymbol } from '../domain/job-symbol';

/** A node that is not known to be there may only just have come, in milliseconds. */
const PATIENCE_MS = 3_000;

/** More than any node has in flight, and than there are nodes: what is told beyond that is not believed. */
const [MAX_SYMBOLS, MAX_NODES] = [100_000, 1_000];

type ByPosition = Map<number, JobSymbol>;

interface NodeInFlight {
  readonly jobs: Map<string, ByPosition>;
  /** Of all jobs together. */
  count: number;
  /** In milliseconds of the monotonic clock. */
  toldAt: number;
}

/** What the other nodes have in flight, as they told last. */
export class InFlightBoard {
  private readonly byNode = new Map<string, NodeInFlight>();

  /** @param more adds to what the node told just before */
  set(nodeId: string, jobId: string, symbols: readonly JobSymbol[], more: boolean): void {
    const node = this.nodeOf(nodeId);
    if (!node) return;
    node.toldAt = performance.now();
    if (!more) forgetJob(node, jobId);
    if (node.count + symbols.length > MAX_SYMBOLS) return;
    const all = node.jobs.get(jobId) ?? new Map<number, JobSymbol>();
    const before = all.size;
    for (const symbol of symbols) all.set(symbol.position, symbol);
    node.count += all.size - before;
    if (all.size > 0) node.jobs.set(jobId, all);
  }

  of(jobId: string): readonly JobSymbol[] {
    return [...this.byNode.values()].flatMap(({ jobs }) => [...(jobs.get(jobId)?.values() ?? [])]);
  }

  /** Nothing of the job is in flight any more: so says the database. */
  forget(jobId: string): void {
    for (const node of this.byNode.values()) forgetJob(node, jobId);
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

  private nodeOf(nodeId: string): NodeInFlight | undefined {
    const known = this.byNode.get(nodeId);
    if (known || this.byNode.size >= MAX_NODES) return known;
    const node = { jobs: new Map<string, ByPosition>(), count: 0, toldAt: 0 };
    this.byNode.set(nodeId, node);
    return node;
  }
}

function forgetJob(node: NodeInFlight, jobId: string): void {
  node.count -= node.jobs.get(jobId)?.size ?? 0;
  node.jobs.delete(jobId);
}
