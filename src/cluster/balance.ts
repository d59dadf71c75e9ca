import type { NodeState } from '../application/ports/cluster-store';

/** How much one node should do about its part of the work. */
export interface Advice {
  /** Runs to hand on. */
  readonly give: number;
  /** How many it should have then, so that it does not take back what it gave; null: no matter. */
  readonly limit: number | null;
}

/**
 * Compares a node with all others that run workers: whoever has more than its part hands on what is too much, until no
 * two differ by more than one. Every node decides for itself, by what all said last.
 */
export function balance(selfId: string, nodes: readonly NodeState[]): Advice {
  const workers = nodes.filter(({ role }) => role !== 'api');
  const self = workers.find(({ id }) => id === selfId);
  if (!self || workers.length < 2) return { give: 0, limit: null };
  const total = workers.reduce((sum, { shares }) => sum + shares, 0);
  const fewest = Math.min(...workers.map(({ shares }) => shares));
  const tooMany = self.shares - Math.ceil(total / workers.length);
  const give = tooMany > 0 ? tooMany : Number(self.shares - fewest >= 2);
  return give > 0 ? { give, limit: self.shares - give } : { give: 0, limit: null };
}
