import { LRUCache } from 'lru-cache';
import type { ArchiveLimits } from '../../application/ports/data-source';
import type { Logger } from '../../application/ports/logger';
import { SourceError } from '../../domain/source-failure';
import { ArchiveClient } from './archive-client';
import type { ArchiveFile } from './archive-files';
import { ArchiveFlaw } from './text/archive-flaw';
import { ArchiveRest } from './archive-rest';
import { CsvScan } from './text/csv-scan';
import { Spool, type SpoolLimits } from './text/spool';
import { SpooledFile } from './text/spooled-file';
import { unzipped } from './text/unzipped';

export interface ArchiveSettings {
  readonly baseUrl: string;
  /** Where texts are kept while they are used. Created with the first one. */
  readonly folder: string;
  readonly log: Pick<Logger, 'warn'>;
  readonly spool?: SpoolLimits;
}

/**
 * What is known of a file.
 *
 * - MISSING: the archive does not have it, or has something else there.
 * - AWAY: it cannot be asked for now, as the archive rests or too many files are in use.
 * - COMING: a request for it is in flight.
 * - UNKNOWN: its checksum, or the file itself, is to be asked for.
 */
export type FileState =
  | { readonly kind: 'HERE'; readonly spooled: SpooledFile }
  | { readonly kind: 'COMING'; readonly settled: Promise<void> }
  | { readonly kind: 'MISSING' | 'AWAY' | 'UNKNOWN' };

/** How long a file counts as missing, in milliseconds: it may appear. */
const MISSING_MS = 60 * 60_000;
const CHECKSUM_MS = 10 * 60_000;
/** Enough for the symbols in flight. What is forgotten costs a request more. */
const MOST_KNOWN = 2_000;

/** An archive of files, and those of them that are here. Never fails: what it cannot get is missing or away. */
export class Archive {
  private readonly client: ArchiveClient;
  private readonly spool: Spool;
  private readonly rest = new ArchiveRest();
  private readonly missing = new LRUCache<string, true>({ max: MOST_KNOWN, ttl: MISSING_MS });
  private readonly checksums = new LRUCache<string, string>({ max: MOST_KNOWN, ttl: CHECKSUM_MS });
  private readonly coming = new Map<string, Promise<void>>();
  private isClosed = false;

  constructor(
    readonly limits: ArchiveLimits,
    private readonly settings: ArchiveSettings,
  ) {
    this.client = new ArchiveClient(settings.baseUrl);
    this.spool = new Spool(settings.spool);
  }

  open(): Promise<void> {
    return this.client.open();
  }

  stateOf({ path }: ArchiveFile): FileState {
    const spooled = this.spool.find(path);
    if (spooled) return { kind: 'HERE', spooled };
    const settled = this.coming.get(path);
    if (settled) return { kind: 'COMING', settled };
    if (this.missing.get(path)) return { kind: 'MISSING' };
    const isAskable = !this.rest.isResting && this.spool.hasRoom(this.coming.size);
    return { kind: isAskable ? 'UNKNOWN' : 'AWAY' };
  }

  /**
   * Sends the next request for a file that is UNKNOWN, before it returns the promise, which resolves when the state of
   * the file has changed. @throws the signal's reason if aborted
   */
  async bring(file: ArchiveFile, signal: AbortSignal): Promise<void> {
    const brought = this.ask(file, signal);
    const settled = brought.catch(() => undefined);
    this.coming.set(file.path, settled);
    try {
      await brought;
      this.rest.answered();
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      this.failed(file, error);
    } finally {
      this.coming.delete(file.path);
    }
  }

  /** Must be called before a file is read. */
  use({ path }: ArchiveFile): void {
    this.spool.use(path);
  }

  /** A file could not be read, or not be got. */
  failed(file: ArchiveFile, error: unknown): void {
    if (this.isClosed) return;
    this.spool.drop(file.path);
    this.checksums.delete(file.path);
    const isFlaw = error instanceof ArchiveFlaw || (error instanceof SourceError && error.code === 'BAD_RESPONSE');
    const retryAfterMs = error instanceof SourceError ? error.retryAfterMs : undefined;
    if (isFlaw) this.missing.set(file.path, true);
    if (isFlaw || this.rest.failed(retryAfterMs)) this.warn(file, error as Error, isFlaw);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.spool.close();
    await this.client.close();
  }

  private async ask(file: ArchiveFile, signal: AbortSignal): Promise<void> {
    const { path } = file;
    const known = this.checksums.get(path);
    if (known === undefined) {
      const checksum = await this.client.checksum(file, signal);
      if (checksum === null) this.missing.set(path, true);
      else this.checksums.set(path, checksum);
      return;
    }
    const zip = await this.client.zip(file, known, signal);
    if (zip) this.spool.put(path, await this.spooled(file, zip, signal));
    else this.missing.set(path, true);
  }

  private spooled(file: ArchiveFile, zip: Buffer, signal: AbortSignal): Promise<SpooledFile> {
    const text = unzipped(zip, `${file.name}.csv`);
    return SpooledFile.write(this.settings.folder, file, text, new CsvScan(file), signal);
  }

  private warn({ path }: ArchiveFile, { message }: Error, isFlaw: boolean): void {
    const { name } = this.limits;
    const what = isFlaw ? 'a file of the archive is not used' : 'the archive is left alone for a while';
    this.settings.log.warn({ archive: name, path, reason: message }, `${what}; the exchange is asked instead`);
  }
}
