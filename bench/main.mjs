import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CASES } from './cases/index.mjs';
import { describeRun } from './record/provenance.mjs';
import { Recorder, RESULTS } from './record/recorder.mjs';
import { asText } from './record/table.mjs';
import { chooseNode } from './support/node-binary.mjs';

const USAGE = `npm run bench [-- case …] [options]
npm run bench:tables [-- --check] [--results FILE]   writes the tables of README.md and docs, or checks them

cases: ${Object.keys(CASES).join(' ')}
  --rounds 3          runs of each measurement, all contenders in turns
  --scale 1           factor of durations and counts; results of other scales are recorded only if --results is given
  --node 24|current   the Node of every measured process: bench/node_modules/node, or the one that runs this
  --results FILE      where measurements are appended, by default ${RESULTS}
  --profile           symbol: prints where the CPU time of the service goes
  --bars, --jobs N    filled: what the full database holds
  --keep DIR          filled: keeps the full database there, and uses it if it is there already`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    scale: { type: 'string', default: '1' },
    node: { type: 'string', default: '24' },
    results: { type: 'string' },
    profile: { type: 'boolean', default: false },
    bars: { type: 'string', default: '100000000' },
    jobs: { type: 'string', default: '100000' },
    keep: { type: 'string' },
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (positionals[0] === 'tables') {
  const { writeTables } = await import('./record/documents.mjs');
  process.exit((await writeTables(values)) ? 0 : 1);
}

const chosen = positionals.length > 0 ? positionals : Object.keys(CASES);
const [rounds, scale, bars, jobs] = [values.rounds, values.scale, values.bars, values.jobs].map(Number);
const isSound = chosen.every((name) => name in CASES) && [rounds, bars, jobs].every((n) => n >= 1) && scale > 0;
if (values.help || !isSound || !['24', 'current'].includes(values.node)) {
  console.error(USAGE);
  process.exit(1);
}

chooseNode(values.node);
const provenance = await describeRun();
console.log(`${provenance.commit}, ${Object.values(provenance.machine).join(', ')}, Node ${provenance.node}`);
const file = values.results ?? (scale === 1 ? RESULTS : null);
const note = (text) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : text && `${text}\n`);
for (const name of chosen) {
  const recorder = new Recorder({ file, provenance, name, rounds, scale });
  const { profile } = values;
  const keep = values.keep === undefined ? null : resolve(values.keep);
  const record = (measurement) => recorder.add(measurement);
  try {
    await CASES[name].run({ rounds, scale, note, record, profile, keep, bars, jobs });
  } catch (error) {
    // The other cases may take hours more. Without its end this one is not used.
    console.error(`${name} broke off:`, error);
    process.exitCode = 1;
    continue;
  }
  await recorder.end();
  note('');
  for (const table of CASES[name].tables(recorder.measurements)) console.log(asText(table));
}
