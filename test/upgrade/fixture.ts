import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * A fixture is what one version of the schema was, with rows that the service of that time has stored in it, and what its
 * API answered about them. It is written once, with the migration that made the schema, and kept.
 */
const FOLDER = join(__dirname, 'fixtures');

export interface Fixture {
  readonly schema: string;
  readonly rows: string;
  readonly answers: unknown;
}

/** @param migration its name, such as Initial1795885459000 */
export function readFixture(migration: string): Fixture {
  const read = (file: string) => readFileSync(join(FOLDER, migration, file), 'utf8');
  return { schema: read('schema.txt'), rows: read('rows.json'), answers: JSON.parse(read('answers.json')) };
}

export function writeFixture(migration: string, { schema, rows, answers }: Fixture): void {
  mkdirSync(join(FOLDER, migration), { recursive: true });
  const write = (file: string, text: string) => writeFileSync(join(FOLDER, migration, file), text);
  write('schema.txt', schema);
  write('rows.json', rows);
  write('answers.json', `${JSON.stringify(answers, null, 2)}\n`);
}
