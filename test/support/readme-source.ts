import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const README = readFileSync(join(__dirname, '../../README.md'), 'utf8');

/** The file that README gives as an example of one's own source: alpaca, whose two keys are in the environment. */
export const README_SOURCE = /### Your own source[^]*?```json\n([^]*?)```/.exec(README)![1]!;
