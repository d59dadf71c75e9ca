import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SOURCE_FILE } from '../src/sources/described/file/source-file';

/** The schema of the files in SOURCES_DIR, in the version of JSON Schema that editors know. */
export function printedSourceSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(SOURCE_FILE, { target: 'draft-7', io: 'input' }), null, 2)}\n`;
}

/* npm run sources:schema     writes docs/source.schema.json from the code. A test fails while the two differ. */
if (require.main === module) {
  writeFileSync(join(process.cwd(), 'docs/source.schema.json'), printedSourceSchema());
}
