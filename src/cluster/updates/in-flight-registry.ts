import type { JobSymbol } from '../../domain/job-symbol';

/** How long to keep a node whose session is not known: it may have joined just now. In milliseconds. */
const PATIENCE_MS = 3_000;

/** More symbols than any node has in flight, and more nodes than any cluster has: the excess is ignored. */
const [MAX_SYMBOLS, MAX_NODES] = [100_000, 1_000];

type ByPosition = Map<number, JobSymbol>;

interface NodeInFlight {
  readonly jobs: Map<string, ByPosition>;
  /** Symbols of all jobs. */
  count: number;
  /** Time of the last report, in milliseconds of the monotonic clock. */
  toldAt: number;
}

/** The symbols in flight on the other nodes, as last reported. */
export class InFlightRegistry {
  private readonly byNode = new Map<string, NodeInFlight>();

  /** @param more adds to the symbols that the node reported before instead of replacing them */
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

  /** Removes a job that has drained according to the database. */
  forget(jobId: string): void {
    for (const node of this.byNode.values()) forgetJob(node, jobId);
  }

  /** Removes the nodes that are not alive: they have nothing in flight. */
  keepOnly(nodeIds: ReadonlySet<string>): void {
    const longAgo = performance.now() - PATIENCE_MS;
    for (const [nodeId, { toldAt }] of this.byNode) {
      if (!nodeIds.has(nodeId) && toldAt < longAgo) this.byNode.delete(nodeId);
    }
  }

  /** Removes everything, because reports may have been lost. The other nodes are asked to report again. */
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
