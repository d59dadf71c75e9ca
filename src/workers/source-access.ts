import type { ArchiveLimits, DataSource, SourceLoader } from '../application/ports/data-source';
import type { Logger } from '../application/ports/logger';
import type { Telemetry } from '../application/ports/telemetry';
import type { ArchiveAccess } from '../application/source-access/page-admission';
import { Pace } from '../application/source-access/pace';
import { rateOf } from '../application/source-access/rate';
import { SourceBudget } from '../application/source-access/source-budget';
import { SourceRegistry } from '../application/source-access/source-registry';
import { SourceThrottle } from '../application/source-access/source-throttle';
import { SymbolCatalogue } from '../application/source-access/symbol-catalogue';
import { FairLimit } from '../async/fair-limit';
import type { LimiterOf } from '../cluster/rate-limiters';
import type { WorkerHost } from './worker-host';

/**
 * Creates the registry of sources. Each has one throttle, shared by all jobs of this process, which its catalogue
 * observes as well. Sources may share an archive.
 */
export function registryOf(
  configured: ReadonlyMap<string, DataSource>,
  loader: SourceLoader,
  host: WorkerHost,
  deps: { readonly telemetry: Telemetry; readonly log: Logger },
): SourceRegistry {
  const archives = new Map<string, ArchiveAccess>();
  const archiveOf = (limits: ArchiveLimits) => {
    const access = archives.get(limits.name) ?? archiveAccess(limits, host);
    archives.set(limits.name, access);
    return access;
  };
  return new SourceRegistry(configured.values(), loader, (source) => {
    const throttle = throttleOf(source, host);
    const catalogue = new SymbolCatalogue({ ...deps, source, throttle });
    return { throttle, catalogue, archive: source.archive && archiveOf(source.archive) };
  });
}

function throttleOf({ name, requestsPerMinute }: DataSource, host: WorkerHost): SourceThrottle {
  const pace = new Pace();
  const budget = budgetOf(name, requestsPerMinute, host.limiterOf, pace);
  return new SourceThrottle(budget, (ms) => host.tellToHold(name, ms), pace);
}

function archiveAccess({ name, requestsPerMinute, atOnce }: ArchiveLimits, host: WorkerHost): ArchiveAccess {
  const throttle = new SourceThrottle(budgetOf(name, requestsPerMinute, host.limiterOf));
  return { throttle, limit: new FairLimit(atOnce) };
}

/** Null if the source has no limit. */
function budgetOf(source: string, perMinute: number, limiterOf: LimiterOf, pace?: Pace): SourceBudget | null {
  return Number.isFinite(perMinute) ? new SourceBudget(source, limiterOf(rateOf(perMinute)), pace) : null;
}
