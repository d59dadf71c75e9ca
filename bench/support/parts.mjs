import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The parts of the service in bench/parts. Loaded when they are used: tables are made without a build. */
export function parts() {
  return require('../../dist/bench/sluice.js');
}
