import fc from 'fast-check';
import { surplus } from '../../src/cluster/runs/balance';
import type { NodeState } from '../../src/application/ports/cluster-store';

const worker = (id: string, shards: number): NodeState => ({ id, role: 'worker', shards, protocol: 1 });

test('whoever is alone keeps everything', () => {
  expect(surplus('a', [worker('a', 9), { ...worker('b', 0), role: 'api' }])).toBe(0);
});

test('a node that is not known yet does nothing', () => {
  expect(surplus('c', [worker('a', 9), worker('b', 0)])).toBe(0);
});

test('a newcomer gets its part at once', () => {
  expect(surplus('a', [worker('a', 12), worker('b', 0), worker('c', 0)])).toBe(8);
});

test('from any distribution it comes to rest, and then no two differ by more than one', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { minLength: 2, maxLength: 6 }), (start) => {
      let nodes = start.map((shards, n) => worker(String(n), shards));
      for (let round = 0; round < 100; round++) {
        const gifts = nodes.map(({ id }) => surplus(id, nodes));
        const given = gifts.reduce((sum, gift) => sum + gift, 0);
        if (given === 0) break;
        nodes = nodes.map((node, n) => ({ ...node, shards: node.shards - gifts[n]! }));
        // The node with the fewest shards is the first to take a waiting one.
        for (let gift = 0; gift < given; gift++) {
          const [poorest] = [...nodes].sort((a, b) => a.shards - b.shards);
          nodes = nodes.map((node) => (node === poorest ? { ...node, shards: node.shards + 1 } : node));
        }
      }
      const shards = nodes.map((node) => node.shards);
      expect(Math.max(...shards) - Math.min(...shards)).toBeLessThanOrEqual(1);
      expect(shards.reduce((sum, n) => sum + n)).toBe(start.reduce((sum, n) => sum + n));
    }),
  );
});
