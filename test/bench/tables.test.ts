import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(__dirname, '../../bench/main.mjs');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-tables-'));
  await mkdir(join(folder, 'docs'));
  await document('docs/performance.md', 'Before.\n\n<!-- bench:symbols -->\n<!-- /bench:symbols -->\n\nAfter.\n');
  await document('README.md', '# Title\n\nWithout a table.\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const document = (path: string, text: string) => writeFile(join(folder, path), text);
const performance = () => readFile(join(folder, 'docs/performance.md'), 'utf8');

function tables(...options: string[]): Promise<{ code: number; errors: string }> {
  const args = [MAIN, 'tables', '--results', 'results.ndjson', ...options];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder }, (error, _, errors) => {
      resolve({ code: error ? Number(error.code) : 0, errors });
    });
  });
}

const MACHINE = { cpu: '2 × Some Processor', memoryGiB: 24, kernel: '6.1' };

/** Measurements of one contender that stores so many symbols a second in each round, one at once. */
function measured(run: string, contender: string, perSecond: readonly number[], version?: string): object[] {
  return perSecond.map((rate, n) => ({
    ...{ run, date: '2026-11-28T12:00:00.000Z', commit: 'abc123', machine: MACHINE, node: '24.21.0', scale: 1 },
    ...{ case: 'symbols', contender, version, params: { concurrency: 1 }, round: n + 1 },
    figures: { items: 3 * rate, seconds: 3, cpuSeconds: 0.3, postgresCpuSeconds: 0.6, walBytes: 300 },
  }));
}

const complete = (run: string) => ({ run, case: 'symbols', rounds: 3, complete: true });

function record(...entries: object[]): Promise<void> {
  return document('results.ndjson', entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
}

describe('the tables of the documents', () => {
  test('show the medians of the newest complete run, and where they come from', async () => {
    await record(
      ...[...measured('a', 'sluice', [1, 1, 1]), complete('a')],
      ...[...measured('b', 'sluice', [4_000, 1_000, 2_000]), ...measured('b', 'bullmq-redis', [50, 60, 40], '6.7.0')],
      ...[complete('b'), ...measured('c', 'sluice', [9, 9, 9])],
    );
    expect(await tables()).toEqual({ code: 0, errors: '' });
    const text = await performance();
    expect(text).toMatch(/^Before\.\n\n<!-- bench:symbols -->\n\n\|[^]*<!-- \/bench:symbols -->\n\nAfter\.\n$/);
    expect(text).toMatch(/\| \*\*Sluice\*\* +\| +2,000 \(50\.0 \+ 100\.0\) \|/);
    expect(text).toMatch(/\| BullMQ 6\.7, on Redis, appendfsync always +\| +50 \(/);
    expect(text).toContain('3 rounds, 2026-11-28, commit abc123, 2 × Some Processor, 24 GiB, Node 24.21.0.');
  });

  test('match what is recorded, or the check fails', async () => {
    await record(...measured('a', 'sluice', [2_000, 2_000, 2_000]), complete('a'));
    expect((await tables('--check')).code).toBe(1);
    await tables();
    expect(await tables('--check')).toEqual({ code: 0, errors: '' });

    const written = await performance();
    await document('docs/performance.md', written.replace('2,000', '3,000'));
    const { code, errors } = await tables('--check');
    expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining('docs/performance.md') });
    expect(await performance()).toContain('3,000');
  });

  test('need a complete run: one that broke off leaves the table as it is, and fails', async () => {
    await record(...measured('a', 'sluice', [2_000]));
    const before = await performance();
    expect(await tables()).toEqual({ code: 1, errors: expect.stringContaining('no complete run') });
    expect(await performance()).toBe(before);
  });

  test('name the contender that failed, and why', async () => {
    const [failed] = measured('a', 'pg-boss', [1], '12.38.0') as [{ figures?: object }];
    delete failed.figures;
    await record({ ...failed, error: 'needs a newer Node' }, ...measured('a', 'sluice', [10]), complete('a'));
    await tables();
    const text = await performance();
    expect(text).toMatch(/\| pg-boss 12\.38 +\| +– \|/);
    expect(text).toContain('pg-boss 12.38: needs a newer Node');
  });
});
