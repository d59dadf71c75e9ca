import type { DataSource, SourceLoader } from '../ports/data-source';
import type { ArchiveAccess } from './page-admission';
import type { SourceThrottle } from './source-throttle';
import type { SymbolCatalogue } from './symbol-catalogue';

/** What all jobs of this process share of a source. */
export interface SharedAccess {
  readonly throttle: SourceThrottle;
  readonly catalogue: SymbolCatalogue;
  /** Of its archive, if it has one. */
  readonly archive: ArchiveAccess | undefined;
}

/**
 * The sources of this process, each with its throttle and its catalogue. Owns who is known: a source that is loaded
 * when it is first asked for is added to all maps at once. Nothing is ever removed.
 */
export class SourceRegistry {
  private readonly sources = new Map<string, DataSource>();
  private readonly accesses = new Map<string, SharedAccess>();
  private readonly loading = new Map<string, Promise<DataSource | undefined>>();

  constructor(
    configured: Iterable<DataSource>,
    private readonly loader: SourceLoader,
    private readonly accessOf: (source: DataSource) => SharedAccess,
  ) {
    for (const source of configured) this.add(source);
  }

  /** The sources that are known now. */
  get byName(): ReadonlyMap<string, DataSource> {
    return this.sources;
  }

  /** Undefined for a source that is not known. */
  accessTo(name: string): SharedAccess | undefined {
    return this.accesses.get(name);
  }

  /**
   * Returns a source, which is loaded if need be. All who ask meanwhile share one attempt.
   * @returns undefined if there is none with this name
   * @throws InvalidInputError if the name is one of a source that cannot be had; what loading it throws
   */
  async load(name: string): Promise<DataSource | undefined> {
    const known = this.sources.get(name);
    if (known) return known;
    const present = this.loading.get(name);
    if (present) return present;
    const loading = this.loadNow(name).finally(() => this.loading.delete(name));
    this.loading.set(name, loading);
    return loading;
  }

  close(): void {
    for (const { catalogue } of this.accesses.values()) catalogue.close();
  }

  private async loadNow(name: string): Promise<DataSource | undefined> {
    const source = await this.loader.load(name);
    if (source) this.add(source);
    return source ?? undefined;
  }

  private add(source: DataSource): void {
    this.accesses.set(source.name, this.accessOf(source));
    this.sources.set(source.name, source);
  }
}
