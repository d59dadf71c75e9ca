import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { partitionBars, type Partitioning, type PartitionPlan } from '../src/persistence/bars/bar-partitions';
import { dropBars, type DroppedBars } from '../src/persistence/bars/bar-retention';
import { startEmbeddedPostgres } from '../src/persistence/embedded-postgres/embedded-postgres';

/** Partitions the table `bar`, or drops old partitions, in DATABASE_URL or the embedded database in DATA_DIR. */
async function main([command, ...args]: string[]): Promise<string[]> {
  if (command === 'partition') {
    const plan = partitionOptions(args);
    return onDatabase(async (client) => {
      const start = performance.now();
      return partitioningInWords(await partitionBars(client, plan), (performance.now() - start) / 1_000);
    });
  }
  const before = dropOptions(args);
  return onDatabase(async (client) => droppingInWords(await dropBars(client, before), before));
}

function partitionOptions(args: string[]): PartitionPlan {
  const { values } = parseArgs({ args, options: { by: { type: 'string' }, ahead: { type: 'string' } } });
  const { by, ahead } = values;
  if (by !== undefined && by !== 'month' && by !== 'year') throw new Error(`--by must be month or year, not ${by}`);
  if (ahead !== undefined && !/^\d{1,3}$/.test(ahead))
    throw new Error(`--ahead must be a number of months up to 999, not ${ahead}`);
  return { by, aheadMonths: ahead === undefined ? undefined : Number(ahead) };
}

function dropOptions(args: string[]): Date {
  const { before } = parseArgs({ args, options: { before: { type: 'string' } } }).values;
  if (before === undefined) throw new Error('say before which day: --before 2020-01-01');
  const date = new Date(`${before}T00:00:00Z`);
  const isDay = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${before}T`);
  if (!isDay) throw new Error(`--before must be a day such as 2020-01-01, not ${before}`);
  return date;
}

async function onDatabase<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const { DATABASE_URL, DATA_DIR } = process.env;
  if (DATABASE_URL) return connected(DATABASE_URL, work);
  const server = await startEmbeddedPostgres({ dataDir: DATA_DIR || '.data' });
  return connected(server.connectionString, work).finally(() => server.stop());
}

async function connected<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString, application_name: 'sluice bars', connectionTimeoutMillis: 5_000 });
  // The statement in flight rejects as well; an unhandled 'error' event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return work(client).finally(() => client.end().catch(() => undefined));
}

function partitioningInWords({ by, isNew, created, moved }: Partitioning, seconds: number): string[] {
  const [first, last] = [created[0], created.at(-1)];
  if (!first) return [`bar is partitioned by ${by} already, and nothing is missing`];
  const range = first === last ? first : `${first} to ${last}`;
  const what = isNew ? `bar is partitioned by ${by} now` : `bar is partitioned by ${by} already, and was complemented`;
  return [
    what,
    `${whole(created.length)} partitions made: ${range}`,
    `${whole(moved)} bars moved, in ${seconds.toFixed(1)} s`,
  ];
}

function droppingInWords({ partitions, remaining }: DroppedBars, before: Date): string[] {
  const day = before.toISOString().slice(0, 10);
  const bars = partitions.reduce((sum, partition) => sum + partition.bars, 0);
  return [
    ...partitions.map((partition) => `${partition.name} dropped: ${whole(partition.bars)} bars`),
    `${whole(partitions.length)} partitions that end by ${day} dropped, with ${whole(bars)} bars`,
    ...(remaining > 0 ? [`${whole(remaining)} bars before ${day} stay: ${WHY_THEY_STAY}`] : []),
  ];
}

const WHY_THEY_STAY =
  'in a partition that ends later, or in the default one, out of which npm run bars:partition takes them';

function whole(n: number): string {
  return n.toLocaleString('en-US');
}

/** Returns one line without the stack, for errors that the user must resolve. */
function inOneLine(error: Error & { code?: string }): string {
  if (error.code === '55P03') return 'somebody uses bar and does not let go of it: try again later';
  if (error.code === '53200')
    return 'too many partitions for one transaction: use --by year, or raise max_locks_per_transaction';
  return error.message.split('\n')[0] || String(error.code);
}

main(process.argv.slice(2)).then(
  (lines) => process.stdout.write(`${lines.join('\n')}\n`),
  (error: Error) => {
    process.stderr.write(`${inOneLine(error)}\n`);
    process.exit(1);
  },
);
