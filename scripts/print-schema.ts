import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printedSchema } from '../src/graphql/schema';

/** Writes schema.graphql from the code. A test fails while the two differ. */
writeFileSync(join(process.cwd(), 'schema.graphql'), printedSchema());
