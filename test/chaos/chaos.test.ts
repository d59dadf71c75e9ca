import { ENGINES } from '../cluster/engines';
import { CLUSTER_DEEDS, ClusterWorld } from './cluster-world';
import { weather } from './drive';
import { DEEDS } from './script';
import { World } from './world';

/** Real services under a driver that records all events. See test/checker for the invariants. */
test('one service', () =>
  weather('one service', { deeds: DEEDS, certain: ['PAUSE', 'RESUME', 'KILL_SERVICE'], open: () => World.open() }));

for (const [engine, describeIt] of ENGINES) {
  describeIt(`three nodes on ${engine}`, () => {
    test('a storm', () =>
      weather(`three nodes on ${engine}`, {
        deeds: CLUSTER_DEEDS,
        certain: ['PAUSE', 'RESUME', 'KILL_NODE'],
        open: () => ClusterWorld.open(engine),
      }));
  });
}
