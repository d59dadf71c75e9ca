import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import prettier from 'prettier';
import { CASES } from '../cases/index.mjs';
import { RESULTS } from './recorder.mjs';
import { newestRuns } from './results-file.mjs';
import { asMarkdown } from './table.mjs';

const MARKED = /(<!-- bench:(\S+) -->)([^]*?)(<!-- \/bench:\2 -->)/g;

/**
 * Writes the tables between the markers of README.md and docs/*.md from the newest complete run of each case.
 * @param check only compare. @returns whether every table has its recorded results (and, to check, matches them)
 */
export async function writeTables({ check, results = RESULTS, root = '.' }) {
  const tables = await recordedTables(results);
  const documents = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
  const faults = [];
  for (const path of ['README.md', ...documents.map((name) => join('docs', name))]) {
    faults.push(...(await update(join(root, path), tables, check)).map((fault) => `${path}: ${fault}`));
  }
  for (const fault of faults) console.error(fault);
  return faults.length === 0;
}

async function recordedTables(file) {
  const tables = new Map();
  for (const [name, measurements] of await newestRuns(file)) {
    for (const table of CASES[name]?.tables(measurements) ?? []) {
      tables.set(table.id, asMarkdown(table, sourceOf(measurements)));
    }
  }
  return tables;
}

function sourceOf(measurements) {
  const { rounds, date, commit, machine, node, scale } = measurements[0];
  const scaled = scale === 1 ? '' : `, scale ${scale}: not a measurement`;
  const made = `${rounds} ${rounds === 1 ? 'round' : 'rounds'}, ${date.slice(0, 10)}, commit ${commit}`;
  return `${made}, ${machine.cpu}, ${machine.memoryGiB} GiB, Node ${node}${scaled}.`;
}

async function update(path, tables, check) {
  const text = await readFile(path, 'utf8');
  const faults = [...text.matchAll(MARKED)]
    .filter(([, , id]) => !tables.has(id))
    .map(([, , id]) => `no complete run is recorded for the table ${id}`);
  const replaced = text.replace(MARKED, (all, begin, id, old, end) =>
    tables.has(id) ? `${begin}\n\n${tables.get(id)}\n\n${end}` : all,
  );
  const options = await prettier.resolveConfig(path);
  const next = replaced === text ? text : await prettier.format(replaced, { ...options, filepath: path });
  if (next === text) return faults;
  if (check) return [...faults, 'a table does not match the recorded results: npm run bench:tables'];
  await writeFile(path, next);
  return faults;
}
