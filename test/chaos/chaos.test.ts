import { ENGINES } from '../cluster/engines';
import { CLUSTER_DEEDS, ClusterWorld } from './cluster-world';
import { weather } from './drive';
import { DEEDS } from './script';
import { expectNoPageAgain, expectSound } from './soundness';
import { World } from './world';

/** Real services under a driver that knows what must come out. */
test('one service', () =>
  weather('one service', DEEDS, {
    open: () => World.open(),
    check: async (world) => {
      await expectSound(world);
      expectNoPageAgain(world.exchange);
    },
  }));

for (const [engine, describeIt] of ENGINES) {
  describeIt(`three nodes on ${engine}`, () => {
    test('a storm', () =>
      weather(`three nodes on ${engine}`, CLUSTER_DEEDS, {
        open: () => ClusterWorld.open(engine),
        check: expectSound,
      }));
  });
}
