import { webcrypto } from 'node:crypto';
import type { SourceError } from '../../domain/source-failure';
import { HttpClient, type HttpBytes } from '../http/http-client';
import { refusalError } from '../http/refusal';
import { readRetryAfter } from '../http/retry-after';
import type { ArchiveFile } from './archive-files';
import { ArchiveFlaw } from './text/archive-flaw';

/** A zip is received in memory, as no byte of it counts before all are verified. A month of minutes has 3 MB. */
const MOST_ZIP_BYTES = 8 * 1024 * 1024;
/** Deadline of a whole request, in milliseconds: for a month at half a megabit a second. */
const DEADLINE_MS = 60_000;

const CHECKSUM = /^([\da-f]{64}) [ *](\S+)\s*$/i;

/** Requests to the archive. They are sent before the promise is returned, if the client is open. */
export class ArchiveClient {
  private readonly http: HttpClient;

  constructor(baseUrl: string) {
    this.http = new HttpClient({ baseUrl, deadlineMs: DEADLINE_MS, maxBodyBytes: MOST_ZIP_BYTES });
  }

  open(): Promise<void> {
    return this.http.open();
  }

  close(): Promise<void> {
    return this.http.close();
  }

  /**
   * @returns the SHA-256 of the file's zip, in hexadecimal; null if the archive does not have it
   * @throws ArchiveFlaw; SourceError if the archive fails or asks for a rest; the signal's reason if aborted
   */
  async checksum(file: ArchiveFile, signal: AbortSignal): Promise<string | null> {
    const bytes = await this.bytes(`${file.path}.CHECKSUM`, signal);
    if (!bytes) return null;
    const [, sum, name] = CHECKSUM.exec(bytes.toString('utf8', 0, 1_024)) ?? [];
    if (sum && name === `${file.name}.zip`) return sum.toLowerCase();
    throw new ArchiveFlaw('its checksum is none');
  }

  /** @returns the zip, verified; null if the archive does not have it. @throws as `checksum` */
  async zip(file: ArchiveFile, checksum: string, signal: AbortSignal): Promise<Buffer | null> {
    const bytes = await this.bytes(file.path, signal);
    if (!bytes) return null;
    // Not createHash, which would block the process for as long as it takes.
    const digest = Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
    signal.throwIfAborted();
    if (digest === checksum) return bytes;
    throw new ArchiveFlaw('its checksum is another');
  }

  private async bytes(path: string, signal: AbortSignal): Promise<Buffer | null> {
    const answer = await this.http.getBytes(path, { signal });
    if (answer.status >= 200 && answer.status < 300) return answer.bytes;
    if (answer.status >= 500 || answer.status === 429) throw failure(answer);
    return null;
  }
}

function failure({ request, status, headers, bytes }: HttpBytes): SourceError {
  const retryAfterMs = readRetryAfter(headers['retry-after'], Date.now());
  return refusalError({ request, status, text: bytes.toString('utf8', 0, 1_024), body: undefined, retryAfterMs });
}
