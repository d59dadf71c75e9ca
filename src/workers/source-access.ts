import type { DataSource } from '../application/ports/data-source';
import type { Logger } from '../application/ports/logger';
import type { Telemetry } from '../application/ports/telemetry';
import { requestsPerSecond, SourceBudget } from '../application/source-access/source-budget';
import { SourceThrottle } from '../application/source-access/source-throttle';
import { SymbolCatalogue } from '../application/source-access/symbol-catalogue';
import type { LimiterOf } from '../cluster/rate-limiters';
import type { WorkerHost } from './worker-host';

export type Throttles = ReadonlyMap<string, SourceThrottle>;

/** Creates one throttle per source, keyed by name and shared by all jobs of this process. */
export function throttlesOf(sources: ReadonlyMap<string, DataSource>, host: WorkerHost): Throttles {
  const throttleOf = ({ name, requestsPerMinute }: DataSource) =>
    new SourceThrottle(budgetOf(name, requestsPerMinute, host.limiterOf), (ms) => host.tellToHold(name, ms));
  return new Map([...sources.values()].map((source) => [source.name, throttleOf(source)]));
}

/** Creates the symbol catalogue of each source. Catalogues use the source's throttle. */
export function cataloguesOf(
  sources: ReadonlyMap<string, DataSource>,
  throttles: Throttles,
  deps: { readonly telemetry: Telemetry; readonly log: Logger },
): ReadonlyMap<string, SymbolCatalogue> {
  return new Map(
    [...sources].map(([name, source]) => [
      name,
      new SymbolCatalogue({ ...deps, source, throttle: throttles.get(name)! }),
    ]),
  );
}

/** Null if the source has no limit. */
function budgetOf(source: string, requestsPerMinute: number, limiterOf: LimiterOf): SourceBudget | null {
  const perSecond = requestsPerSecond(requestsPerMinute);
  return Number.isFinite(perSecond) ? new SourceBudget(source, limiterOf(perSecond)) : null;
}
