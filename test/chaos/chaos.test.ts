import { ENGINES } from '../cluster/engines';
import { CLUSTER_DEEDS, ClusterWorld, KILLABLE_DEEDS, type ClusterDeed } from './cluster-world';
import { storms, tellTotals, type Weather } from './drive';
import { DEEDS } from './script';
import { World } from './world';

/** Real services under a driver that records all events. See test/checker for the invariants. */
storms('one service', { deeds: DEEDS, certain: ['PAUSE', 'RESUME', 'KILL_SERVICE'], open: () => World.open() });

type Place = Parameters<typeof ClusterWorld.open>[1];

const CERTAIN = ['PAUSE', 'RESUME', 'KILL_NODE'] as const;
const KILLED = { deeds: KILLABLE_DEEDS, certain: [...CERTAIN, 'KILL_POSTGRES'] } as const;

/** Kinds of storms on three nodes. */
const KINDS: readonly (Omit<Weather<ClusterDeed>, 'open'> & { readonly what: string; readonly place: Place })[] = [
  { what: 'a storm', deeds: CLUSTER_DEEDS, certain: CERTAIN, place: {} },
  {
    what: 'clocks a second apart',
    deeds: CLUSTER_DEEDS,
    certain: CERTAIN,
    place: { clockSkewsMs: [0, 1_000, -1_000] },
  },
  { what: 'the database is killed', ...KILLED, place: { server: 'DURABLE' } },
  { what: 'the database is killed and loses commits', ...KILLED, place: { server: 'LOSSY' } },
];

for (const [engine, describeIt] of ENGINES) {
  describeIt(`three nodes on ${engine}`, () => {
    for (const { what, place, ...weather } of KINDS) {
      storms(`three nodes on ${engine}, ${what}`, { ...weather, open: () => ClusterWorld.open(engine, place) });
    }
  });
}

afterAll(tellTotals);
