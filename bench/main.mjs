// npm run bench [-- case …] [--rounds 3] [--scale 1] [--json bench/results.json]
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { CASES } from './cases/index.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    scale: { type: 'string', default: '1' },
    json: { type: 'string', default: 'bench/results.json' },
  },
});
const chosen = positionals.length > 0 ? positionals : Object.keys(CASES);
const unknown = chosen.filter((name) => !(name in CASES));
const [rounds, scale] = [Number(values.rounds), Number(values.scale)];
if (unknown.length > 0 || !(rounds >= 1) || !(scale > 0)) {
  console.error(`usage: npm run bench -- [${Object.keys(CASES).join('|')}]… [--rounds 3] [--scale 1] [--json FILE]`);
  process.exit(1);
}

const machine = {
  date: new Date().toISOString(),
  node: process.version,
  cpu: `${cpus().length} × ${cpus()[0].model.trim()}`,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  kernel: release(),
};
console.log(Object.values(machine).join(', '));
const results = {};
for (const name of chosen) {
  const note = (text) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : text && `${text}\n`);
  results[name] = await CASES[name].run({ rounds, scale, note });
  note('');
  console.log(CASES[name].print(results[name]));
}
await mkdir(dirname(values.json), { recursive: true });
await writeFile(values.json, `${JSON.stringify({ machine, rounds, scale, results }, null, 2)}\n`);
