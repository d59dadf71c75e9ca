import type { ArchiveLimits, DataSource } from '../application/ports/data-source';
import type { Logger } from '../application/ports/logger';
import type { Telemetry } from '../application/ports/telemetry';
import type { ArchiveAccess } from '../application/source-access/page-admission';
import { Pace } from '../application/source-access/pace';
import { rateOf } from '../application/source-access/rate';
import { SourceBudget } from '../application/source-access/source-budget';
import { SourceThrottle } from '../application/source-access/source-throttle';
import { SymbolCatalogue } from '../application/source-access/symbol-catalogue';
import { FairLimit } from '../async/fair-limit';
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

/** Creates the access to each source's archive, keyed by the name of the source. Sources may share an archive. */
export function archivesOf(
  sources: ReadonlyMap<string, DataSource>,
  host: WorkerHost,
): ReadonlyMap<string, ArchiveAccess> {
  const archives = new Map<string, ArchiveAccess>();
  const ofSources = new Map<string, ArchiveAccess>();
  for (const [name, { archive }] of sources) {
    if (!archive) continue;
    const access = archives.get(archive.name) ?? archiveAccess(archive, host);
    archives.set(archive.name, access);
    ofSources.set(name, access);
  }
  return ofSources;
}

function archiveAccess({ name, requestsPerMinute, atOnce }: ArchiveLimits, host: WorkerHost): ArchiveAccess {
  const throttle = new SourceThrottle(budgetOf(name, requestsPerMinute, host.limiterOf));
  return { throttle, limit: new FairLimit(atOnce) };
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
function budgetOf(source: string, perMinute: number, limiterOf: LimiterOf, pace?: Pace): SourceBudget | null {
  return Number.isFinite(perMinute) ? new SourceBudget(source, limiterOf(rateOf(perMinute)), pace) : null;
}
