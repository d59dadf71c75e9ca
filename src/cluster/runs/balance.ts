import type { NodeState } from '../../application/ports/cluster-store';

/**
 * Returns the number of runs that the node should hand on so that no two nodes with workers end up more than one run
 * apart. Every node decides for itself, from the counts in the latest heartbeat of each node.
 */
export function surplus(selfId: string, nodes: readonly NodeState[]): number {
  const workers = nodes.filter(({ role }) => role !== 'api');
  const self = workers.find(({ id }) => id === selfId);
  if (!self || workers.length < 2) return 0;
  const total = workers.reduce((sum, { shards }) => sum + shards, 0);
  const fewest = Math.min(...workers.map(({ shards }) => shards));
  const tooMany = self.shards - Math.ceil(total / workers.length);
  return tooMany > 0 ? tooMany : Number(self.shards - fewest >= 2);
}
