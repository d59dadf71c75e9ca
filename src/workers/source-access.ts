import type { DataSource } from '../application/ports/data-source';
import type { Logger } from '../application/ports/logger';
import type { Telemetry } from '../application/ports/telemetry';
import { SourceBudget } from '../application/source-access/source-budget';
import { SourceThrottle } from '../application/source-access/source-throttle';
import { SymbolCatalogue } from '../application/source-access/symbol-catalogue';
import type { LimiterOf } from '../cluster/rate-limiters';
import type { WorkerHost } from './worker-host';

export type Throttles = ReadonlyMap<string, SourceThrottle>;

/** Who may ask which source now, by its name: one throttle for all jobs of this process. */
export function throttlesOf(sources: ReadonlyMap<string, DataSource>, host: WorkerHost): Throttles {
  const throttleOf = ({ name, requestsPerMinute }: DataSource) =>
    new SourceThrottle(budgetOf(name, requestsPerMinute, host.limiterOf), (ms) => host.tellToHold(name, ms));
  return new Map([...sources.values()].map((source) => [source.name, throttleOf(source)]));
}

/** What each source offers, asked for through its throttle. */
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

/** Counted by the second, so that a minute's budget is not spent in one burst. */
function budgetOf(source: string, requestsPerMinute: number, limiterOf: LimiterOf): SourceBudget | null {
  const perSecond = Math.max(1, Math.floor(requestsPerMinute / 60));
  return Number.isFinite(perSecond) ? new SourceBudget(source, limiterOf(perSecond)) : null;
}
