import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** Returns a zip of files, given by name. */
export async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name, { mtime: new Date(0) });
  zip.end();
  return buffer(zip.outputStream as AsyncIterable<Buffer>);
}
