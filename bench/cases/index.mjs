import { across, printAcross } from './across.mjs';
import { bus, printBus } from './bus.mjs';
import { cluster, printCluster } from './cluster.mjs';
import { control, printControl } from './control.mjs';
import { fanout, printFanout } from './fanout.mjs';
import { large, printLarge } from './large.mjs';
import { nodes, printNodes } from './nodes.mjs';
import { printRecovery, recovery } from './recovery.mjs';
import { page, printPage } from './page.mjs';
import { printResting, resting } from './resting.mjs';
import { printTakeover, takeover } from './takeover.mjs';
import { compare, print } from './throughput.mjs';
import { printViewers, viewers } from './viewers.mjs';

const PEERS = [
  'dbos',
  'pg-boss',
  'pg-boss-batch',
  'graphile-worker',
  'graphile-worker-batch',
  'bullmq-postgres',
  'bullmq-redis',
];

const many = (count, scale) => Math.max(100, Math.round(count * scale));

/** The benchmark cases. One case alone: `npm run bench -- symbols`. */
export const CASES = {
  symbols: {
    run: ({ rounds, scale, note }) => {
      const limits = ['plain-single', 'plain-hundred', 'plain-coalescing'];
      const variants = [
        { concurrency: 1, items: many(4_000, scale) },
        { concurrency: 8, items: many(20_000, scale) },
        { concurrency: 32, items: many(60_000, scale) },
      ];
      return compare('symbols', ['sluice', ...PEERS, ...limits], variants, { rounds, note });
    },
    print: (results) => print('symbols', results),
  },
  bars: {
    run: ({ rounds, scale, note }) => {
      const limits = ['plain-unnest', 'plain-copy-merge', 'plain-copy'];
      const variants = [
        { concurrency: 8, barsPerPage: 250, items: many(1_200, scale) },
        { concurrency: 8, barsPerPage: 1_000, items: many(300, scale) },
      ];
      return compare('bars', ['sluice', ...PEERS, ...limits], variants, { rounds, note });
    },
    print: (results) => print('bars', results),
  },
  control: {
    run: ({ scale, note }) => control({ samples: many(300, scale), note }),
    print: printControl,
  },
  viewers: {
    run: ({ rounds, scale, note }) => viewers({ samples: many(100, scale), rounds, note }),
    print: printViewers,
  },
  fanout: {
    run: ({ rounds, scale, note }) => fanout({ subscribers: many(2_000, scale), events: 200, rounds, note }),
    print: printFanout,
  },
  recovery: {
    run: ({ scale, note }) => recovery({ samples: Math.max(2, Math.round(10 * scale)), note }),
    print: printRecovery,
  },
  large: {
    run: ({ scale, note }) => large({ symbols: many(100_000, Math.min(scale, 1)), note }),
    print: printLarge,
  },
  resting: {
    run: ({ scale, note }) => resting({ jobs: many(10_000, scale), note }),
    print: printResting,
  },
  nodes: {
    run: ({ rounds, scale, note }) => nodes({ rounds, scale, note }),
    print: printNodes,
  },
  across: {
    run: ({ scale, note }) => across({ samples: many(200, scale), note }),
    print: printAcross,
  },
  bus: {
    run: ({ rounds, scale, note }) => bus({ messages: many(20_000, scale), rounds, note }),
    print: printBus,
  },
  cluster: {
    run: ({ scale, note }) => cluster({ jobs: many(1_000, scale), note }),
    print: printCluster,
  },
  takeover: {
    run: ({ scale, note }) => takeover({ samples: Math.max(2, Math.round(5 * scale)), note }),
    print: printTakeover,
  },
  page: {
    run: ({ rounds, scale, note }) => page({ jobs: many(10_000, scale), rounds, note }),
    print: printPage,
  },
};
