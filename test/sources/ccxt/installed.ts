import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type * as Package from '../../../src/sources/ccxt/ccxt-package';

/** Also in tests that decide for the service whether the package is installed. */
const { ccxtFolder } = jest.requireActual<typeof Package>('../../../src/sources/ccxt/ccxt-package');
const ROOT = join(__dirname, '../../..');

/** The package that `npm run tools`, or else the benchmarks, installed; null: neither did. */
export const CCXT = ccxtFolder(join(ROOT, 'tools')) ?? ccxtFolder(join(ROOT, 'bench'));

if (!existsSync(join(ROOT, 'dist/service/ccxt-thread.js')))
  throw new Error('ccxt runs in a thread of the build: npm run pretest');

/** For tests that run ccxt. */
export const describeWithCcxt = CCXT ? describe : describe.skip;
