import { readFile } from 'node:fs/promises';

/**
 * Reads what the recorder has written.
 * @returns for each case the measurements of its newest complete run; `rounds` of that run beside each
 */
export async function newestRuns(file) {
  const lines = (await textOf(file)).split('\n').filter((line) => line !== '');
  const entries = lines.map((line, n) => parsed(line, file, n + 1));
  const newest = new Map();
  for (const { run, case: name, rounds } of entries.filter(({ complete }) => complete))
    newest.set(name, { run, rounds });
  const measurementsOf = ([name, { run, rounds }]) => [
    name,
    entries
      .filter((entry) => !entry.complete && entry.case === name && entry.run === run)
      .map((entry) => ({ ...entry, rounds })),
  ];
  return new Map([...newest].map(measurementsOf));
}

async function textOf(file) {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

function parsed(line, file, number) {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`${file}:${number} is not a line of JSON`);
  }
}
