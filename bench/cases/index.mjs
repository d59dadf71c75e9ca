import { across, printAcross } from './across.mjs';
import { archive } from './archive.mjs';
import { bars } from './bars.mjs';
import { bus, printBus } from './bus.mjs';
import { cluster, printCluster } from './cluster.mjs';
import { control, printControl } from './control.mjs';
import { endtoend } from './endtoend.mjs';
import { fanout, printFanout } from './fanout.mjs';
import { filled } from './filled.mjs';
import { large, printLarge } from './large.mjs';
import { memory } from './memory.mjs';
import { nodes, printNodes } from './nodes.mjs';
import { page, printPage } from './page.mjs';
import { printRecovery, recovery } from './recovery.mjs';
import { printResting, resting } from './resting.mjs';
import { series } from './series.mjs';
import { symbols } from './symbols.mjs';
import { symbol } from './symbol.mjs';
import { printTakeover, takeover } from './takeover.mjs';
import { printViewers, viewers } from './viewers.mjs';

const many = (count, scale) => Math.max(100, Math.round(count * scale));
const few = (count, scale) => Math.max(2, Math.round(count * scale));

/** A case that measures in one go: each of its results is recorded as it is. */
function inOneGo(run, print) {
  return {
    run: async (context) => {
      const results = [await run(context)].flat();
      for (const figures of results) await context.record({ contender: 'sluice', figures });
    },
    tables: (measurements) => [print(measurements.map(({ figures }) => figures))].flat(),
  };
}

/** The same, for a case with one result. */
function once(run, print) {
  return inOneGo(run, ([figures]) => print(figures));
}

/**
 * The benchmark cases, each `{ run, tables }`: `run` records measurements, `tables` makes tables of them. One case
 * alone: `npm run bench -- symbols`.
 */
export const CASES = {
  symbols,
  bars,
  endtoend,
  archive,
  symbol,
  memory,
  filled,
  series,
  control: inOneGo(({ scale, note }) => control({ samples: many(300, scale), note }), printControl),
  viewers: once(({ rounds, scale, note }) => viewers({ samples: many(100, scale), rounds, note }), printViewers),
  fanout: once(
    ({ rounds, scale, note }) => fanout({ subscribers: many(2_000, scale), events: 200, rounds, note }),
    printFanout,
  ),
  recovery: once(({ scale, note }) => recovery({ samples: few(10, scale), note }), printRecovery),
  large: once(({ scale, note }) => large({ symbols: many(100_000, Math.min(scale, 1)), note }), printLarge),
  resting: inOneGo(({ scale, note }) => resting({ jobs: many(10_000, scale), note }), printResting),
  nodes: inOneGo(({ rounds, scale, note }) => nodes({ rounds, scale, note }), printNodes),
  across: inOneGo(({ scale, note }) => across({ samples: many(200, scale), note }), printAcross),
  bus: inOneGo(({ rounds, scale, note }) => bus({ messages: many(20_000, scale), rounds, note }), printBus),
  cluster: inOneGo(({ scale, note }) => cluster({ jobs: many(1_000, scale), note }), printCluster),
  takeover: inOneGo(({ scale, note }) => takeover({ samples: few(5, scale), note }), printTakeover),
  page: once(({ rounds, scale, note }) => page({ jobs: many(10_000, scale), rounds, note }), printPage),
};
