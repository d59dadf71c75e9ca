import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { ArchiveFlaw } from './archive-flaw';
import { MOST_TEXT_BYTES } from './csv-scan';

/**
 * Yields the text of a zip's only file, in pieces of some kilobytes.
 * @param name of the file
 * @throws ArchiveFlaw if the zip is broken, or holds something else or more than a file of the archive can
 */
export async function* unzipped(zip: Buffer, name: string): AsyncGenerator<Buffer> {
  try {
    // Loaded with the first file: most services need it never.
    const { fromBufferPromise } = await import('yauzl');
    const file = await fromBufferPromise(zip, { lazyEntries: true });
    yield* textOf(file, await onlyEntry(file, name));
  } catch (error) {
    throw error instanceof ArchiveFlaw ? error : new ArchiveFlaw(`a broken zip: ${(error as Error).message}`);
  }
}

async function onlyEntry(file: ZipFile, name: string): Promise<Entry> {
  if (file.entryCount !== 1) throw new ArchiveFlaw(`it holds ${file.entryCount} files, and not one`);
  for await (const entry of file.eachEntry()) {
    if (entry.fileName !== name) throw new ArchiveFlaw('it holds another file');
    if (entry.uncompressedSize > MOST_TEXT_BYTES) throw new ArchiveFlaw('its text is too long');
    return entry;
  }
  throw new ArchiveFlaw('it holds no file');
}

/** yauzl checks that the text is as long as the entry says, but not what it is. */
async function* textOf(file: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const chunk of await file.openReadStreamPromise(entry)) {
    sum = crc32(chunk as Buffer, sum);
    yield chunk as Buffer;
  }
  if (sum !== entry.crc32) throw new ArchiveFlaw('a broken zip: its text has another CRC');
}
