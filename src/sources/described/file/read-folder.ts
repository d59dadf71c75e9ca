import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { ExchangeDescription } from '../../exchange/description';
import { excerpt } from '../../http/refusal';
import { exchangeOf } from '../described-exchange';
import { Environment } from './environment';
import { SOURCE_FILE } from './source-file';

const MOST_FILES = 100;
const MOST_BYTES = 64 * 1024;
/** Faults of one file that are told. */
const MOST_FAULTS = 3;
const NAME = /^[a-z][a-z0-9-]{0,31}$/;

/** Files are bad, or cannot be read. The message is one line. */
export class SourceFilesError extends Error {
  override readonly name = 'SourceFilesError';
}

/**
 * Reads the sources that the files of a folder describe.
 * @param taken names of other sources
 * @throws SourceFilesError for all bad files at once; it names the file, the path in it and what is wrong
 */
export async function readSourceFolder(
  folder: string,
  variables: Readonly<Record<string, string | undefined>>,
  taken: ReadonlySet<string>,
): Promise<readonly ExchangeDescription[]> {
  const names = await jsonFiles(folder);
  const read = await Promise.all(
    names.map(async (file) => {
      try {
        return await exchangeIn(folder, file, variables, taken);
      } catch (error) {
        if (error instanceof Fault) return `${file}: ${error.message}`;
        throw error;
      }
    }),
  );
  const faults = read.filter((each) => typeof each === 'string');
  if (faults.length > 0) throw new SourceFilesError(faults.join('; '));
  return read.filter((each) => typeof each !== 'string');
}

/** What is wrong with a file. */
class Fault extends Error {}

async function jsonFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new SourceFilesError(`${folder} cannot be read (${error.code})`);
  });
  const names = entries.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
  if (names.length > MOST_FILES)
    throw new SourceFilesError(`${folder} has ${names.length} files, and may have ${MOST_FILES}`);
  return names;
}

async function exchangeIn(
  folder: string,
  file: string,
  variables: Readonly<Record<string, string | undefined>>,
  taken: ReadonlySet<string>,
): Promise<ExchangeDescription> {
  const name = file.slice(0, -'.json'.length);
  if (!NAME.test(name)) throw new Fault('the name of a source is 1 to 32 of a-z, 0-9 and -, and begins with a letter');
  if (taken.has(name)) throw new Fault('there is another source with this name');
  const content = SOURCE_FILE.safeParse(await jsonIn(join(folder, file)));
  if (!content.success) throw new Fault(told(content.error));
  try {
    return exchangeOf(name, content.data, new Environment(variables));
  } catch (error) {
    throw error instanceof RangeError ? new Fault(error.message) : error;
  }
}

async function jsonIn(path: string): Promise<unknown> {
  const text = await textIn(path).catch((error: NodeJS.ErrnoException) => {
    throw error instanceof Fault ? error : new Fault(`cannot be read (${error.code})`);
  });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Fault(`is not JSON: ${excerpt((error as Error).message)}`);
  }
}

async function textIn(path: string): Promise<string> {
  const found = await stat(path);
  if (!found.isFile()) throw new Fault('is not a file');
  if (found.size > MOST_BYTES) throw new Fault(`has ${found.size} bytes, and may have ${MOST_BYTES}`);
  return readFile(path, 'utf8');
}

function told({ issues }: z.ZodError): string {
  const faults = issues.slice(0, MOST_FAULTS).map(({ path, message }) => {
    const where = path.map(String).join('.');
    return excerpt(where === '' ? message : `${where} ${message}`);
  });
  const left = issues.length - faults.length;
  return [...faults, ...(left > 0 ? [`and ${left} more`] : [])].join(', ');
}
