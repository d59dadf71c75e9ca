import type { DataSource } from '../application/ports/data-source';
import type { Logger } from '../application/ports/logger';
import type { Telemetry } from '../application/ports/telemetry';
import { Pace } from '../application/source-access/pace';
import { rateOf } from '../application/source-access/rate';
import { SourceBudget } from '../application/source-access/source-budget';
import { SourceThrottle } from '../application/source-access/source-throttle';
import { SymbolCatalogue } from '../application/source-access/symbol-catalogue';
import type { LimiterOf } from '../cluster/rate-limiters';
import type { WorkerHost } from './worker-host';

export type Throttles = ReadonlyMap<string, SourceThrottle>;

/** Creates one throttle per source, keyed by name and shared by all jobs of this process. */
export function throttlesOf(sources: ReadonlyMap<string, DataSource>, host: WorkerHost): Throttles {
  const throttleOf = ({ name, requestsPerMinute }: DataSource) => {
    const pace = new Pace();
    const budget = budgetOf(name, requestsPerMinute, host.limiterOf, pace);
    return new SourceThrottle(budget, (ms) => host.tellToHold(name, ms), pace);
  };
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
function budgetOf(source: string, perMinute: number, limiterOf: LimiterOf, pace: Pace): SourceBudget | null {
  return Number.isFinite(perMinute) ? new SourceBudget(source, limiterOf(rateOf(perMinute)), pace) : null;
}
