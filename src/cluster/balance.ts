import type { NodeState } from '../application/ports/cluster-store';

/**
 * How many runs a node should hand on: compared with all others that run workers, whoever has more than its part hands on
 * what is too much, until no two differ by more than one. Every node decides for itself, by what all said last.
 */
export function surplus(selfId: string, nodes: readonly NodeState[]): number {
  const workers = nodes.filter(({ role }) => role !== 'api');
  const self = workers.find(({ id }) => id === selfId);
  if (!self || workers.length < 2) return 0;
  const total = workers.reduce((sum, { shares }) => sum + shares, 0);
  const fewest = Math.min(...workers.map(({ shares }) => shares));
  const tooMany = self.shares - Math.ceil(total / workers.length);
  return tooMany > 0 ? tooMany : Number(self.shares - fewest >= 2);
}
