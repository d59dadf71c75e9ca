import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printedSchema } from '../src/graphql/schema';

/** Writes schema.graphql anew; a test fails while it is not what the code says. */
writeFileSync(join(process.cwd(), 'schema.graphql'), printedSchema());
