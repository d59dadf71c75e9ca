import { access, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { insertSeries } from '../support/series';
import { createTestDatabase, onServer } from '../support/database';
import { ScriptProcess } from '../support/script-process';
import { temporaryFolder } from '../support/service-process';

describe('npm run postgres', () => {
  test('holds a server for several nodes, and says where, until it is told to end', async () => {
    const folder = await temporaryFolder();
    const script = new ScriptProcess('postgres', [], { DATA_DIR: folder.path });
    const [, url] = /^DATABASE_URL=(postgres.*)$/.exec(await script.firstLine())!;
    const file = join(folder.path, 'database-url');
    expect(await readFile(file, 'utf8')).toBe(`${url}\n`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { rows } = await onServer(url!, (client) => client.query('SHOW max_connections'));
    expect(rows).toEqual([{ max_connections: '200' }]);

    script.kill('SIGTERM');
    expect(await script.ended()).toMatchObject({ code: 0, errors: '' });
    await expect(access(file)).rejects.toThrow('ENOENT');
    await expect(onServer(url!, (client) => client.query('SELECT'))).rejects.toThrow('ECONNREFUSED');
    await folder.remove();
  });

  test('a folder in use is refused in one line, and the address of its holder stays', async () => {
    const folder = await temporaryFolder();
    const first = new ScriptProcess('postgres', [], { DATA_DIR: folder.path });
    await first.firstLine();
    const { code, errors } = await new ScriptProcess('postgres', [], { DATA_DIR: folder.path }).ended();
    expect(errors).toMatch(/^data folder [^\n]* is in use by process \d+[^\n]*\n$/);
    expect(code).toBe(1);
    await access(join(folder.path, 'database-url'));
    first.kill('SIGINT');
    expect(await first.ended()).toMatchObject({ code: 0 });
    await folder.remove();
  });
});

describe('npm run bars', () => {
  const run = (args: string[], env: Record<string, string> = { DATABASE_URL: 'postgres://127.0.0.1:9/x' }) =>
    new ScriptProcess('bars', args, env).ended();

  test('partitions, and drops', async () => {
    const database = await createTestDatabase();
    const env = { DATABASE_URL: database.url };
    const id = await insertSeries(database.source, 's', 'S', 'ONE_DAY');
    await database.source.query(`INSERT INTO bar VALUES ($1, '2019-05-01', 1, 1, 1, 1, 1)`, [id]);
    expect(await run(['drop', '--before', '2020-01-01'], env)).toMatchObject({
      code: 1,
      errors: 'bar is not partitioned: npm run bars:partition first\n',
    });
    expect((await run(['partition', '--by', 'year'], env)).lines).toEqual([
      'bar is partitioned by year now',
      expect.stringMatching(/^\d partitions made: bar_2019 to bar_\d{4}$/),
      expect.stringMatching(/^1 bars moved, in \d+\.\d s$/),
    ]);
    expect((await run(['partition'], env)).lines).toEqual([
      'bar is partitioned by year already, and nothing is missing',
    ]);
    expect(await run(['drop', '--before', '2020-01-01'], env)).toMatchObject({
      lines: ['bar_2019 dropped: 1 bars', '1 partitions that end by 2020-01-01 dropped, with 1 bars'],
      errors: '',
    });
    await database.drop();
  });

  test.each([
    [['partition', '--by', 'day'], /^--by must be month or year, not day\n$/],
    [['partition', '--ahead', 'x'], /^--ahead must be a number of months up to 999, not x\n$/],
    [['partition', '--buy'], /^[^\n]*--buy[^\n]*\n$/],
    [['drop'], /^say before which day: --before 2020-01-01\n$/],
    [['drop', '--before', '2020-02-31'], /^--before must be a day such as 2020-01-01, not 2020-02-31\n$/],
    [['partition'], /^[^\n]*ECONNREFUSED[^\n]*\n$/],
  ])('%j is refused in one line', async (args, line) => {
    const { code, errors } = await run(args);
    expect(errors).toMatch(line);
    expect(code).toBe(1);
  });
});
