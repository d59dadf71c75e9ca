import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/**
 * @typedef {object} Instrument
 * @property {string} file of the test, relative to the project's root
 * @property {string | null} title of the test or group to run; null for the whole file
 *
 * @typedef {object} Mutant
 * @property {string} name of the patch, without its extension
 * @property {string} file of the patch
 * @property {readonly Instrument[]} instruments
 * @property {boolean} hangCounts whether a test that does not end counts as having caught the fault
 */

const CAUGHT_BY = /^Caught by: (\S+\.test\.ts)(?: "(.+)")?$/gm;

/**
 * @param {readonly string[]} names empty for all mutants
 * @returns {Promise<readonly Mutant[]>}
 * @throws Error for an unknown name, or a patch whose header names no test or a missing one
 */
export async function readMutants(folder, names) {
  const all = (await readdir(folder)).filter((file) => file.endsWith('.patch')).map((file) => file.slice(0, -6));
  const wanted = names.map((name) => name.replace(/^.*\//, '').replace(/\.patch$/, ''));
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`there is no mutant ${unknown.join(', ')} in ${folder}`);
  return Promise.all((wanted.length > 0 ? wanted : all.sort()).map((name) => readMutant(folder, name)));
}

async function readMutant(folder, name) {
  const file = join(folder, `${name}.patch`);
  const [header] = (await readFile(file, 'utf8')).split(/^diff --git /m, 1);
  const instruments = [...header.matchAll(CAUGHT_BY)].map(([, test, title]) => ({ file: test, title: title ?? null }));
  if (instruments.length === 0) throw new Error(`${file} has no line "Caught by: test/….test.ts"`);
  const missing = instruments.filter((instrument) => !existsSync(resolve(folder, '../..', instrument.file)));
  if (missing.length > 0) throw new Error(`${file} names a test that there is not: ${missing[0].file}`);
  return { name, file, instruments, hangCounts: /^A hang counts\b/m.test(header) };
}
