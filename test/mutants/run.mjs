// Verifies that the tests catch the faults they exist for: `npm run test:mutants`, or `-- <mutant> …` for some of them.
import { resolve } from 'node:path';
import { runJest } from './runner/jest-run.mjs';
import { readMutants } from './runner/mutant.mjs';
import { needsBuild } from './runner/needs-build.mjs';
import { Processes } from './runner/processes.mjs';
import { Table } from './runner/table.mjs';
import { faultOf, verdictOf } from './runner/verdict.mjs';
import { WorkingCopy } from './runner/working-copy.mjs';

/** Timeouts of one build, one run of jest without a fault, and one run of jest with a mutant, in milliseconds. */
const [BUILD_MS, BASELINE_MS, MUTANT_MS] = [600_000, 1_800_000, 600_000];

const processes = new Processes();
const root = process.cwd();
let copy = null;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void giveUp(signal));

async function giveUp(signal) {
  processes.killAll();
  await copy?.remove();
  process.exit(signal === 'SIGINT' ? 130 : 143);
}

async function build(instruments) {
  if (!instruments.some(({ file }) => needsBuild(resolve(root, file)))) return null;
  const command = ['npm', 'run', '--silent', 'pretest'];
  const { exitCode, output } = await processes.run(command, { cwd: copy.folder, timeoutMs: BUILD_MS });
  return exitCode === 0 ? null : `does not build: ${output.trim().split('\n').slice(0, 3).join(' ')}`;
}

const jest = (instruments, timeoutMs) => runJest({ processes, copy, instruments, timeoutMs });

/**
 * Runs all instruments without a fault. An instrument that fails here cannot judge a mutant.
 * @returns a function that maps an instrument to what is wrong with it, or null
 */
async function baseline(mutants) {
  const instruments = mutants.flatMap((mutant) => mutant.instruments);
  const [whole, named] = [true, false].map((isWhole) =>
    instruments.filter(({ title }) => (title === null) === isWhole),
  );
  await copy.renew();
  const broken = await build(instruments);
  const runs = broken ? [] : [await jest(whole, BASELINE_MS), await jest(named, BASELINE_MS)];
  return (instrument) => broken ?? faultOf(runs[instrument.title === null ? 0 : 1], instrument);
}

async function judge(mutant, faultWithout) {
  const fault = mutant.instruments.map(faultWithout).find((each) => each !== null);
  if (fault) return { isCaught: false, what: `without it the test is not green: ${fault}` };
  await copy.renew();
  const inapplicable = await copy.apply(mutant.file);
  if (inapplicable) return { isCaught: false, what: `does not apply any more: ${inapplicable}` };
  const broken = await build(mutant.instruments);
  if (broken) return { isCaught: false, what: broken };
  return verdictOf(await jest(mutant.instruments, MUTANT_MS), mutant);
}

async function main() {
  const mutants = await readMutants(resolve(root, 'test/mutants'), process.argv.slice(2));
  copy = await WorkingCopy.open(root, processes);
  const table = new Table(mutants.map(({ name }) => name));
  const faultWithout = await baseline(mutants);
  let uncaught = 0;
  for (const mutant of mutants) {
    const began = performance.now();
    const verdict = await judge(mutant, faultWithout);
    table.add(mutant.name, verdict, (performance.now() - began) / 1_000);
    if (!verdict.isCaught) uncaught++;
  }
  console.log(
    uncaught === 0 ? `All ${mutants.length} mutants were caught.` : `${uncaught} of ${mutants.length} NOT caught.`,
  );
  return uncaught === 0 ? 0 : 1;
}

process.exitCode = await main()
  .catch((error) => {
    console.error(error.message);
    return 1;
  })
  .finally(() => copy?.remove());
