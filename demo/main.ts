import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { App } from '../src/app';
import { readConfig } from '../src/config';
import { ApiClient, type ControlName, type Job } from './api-client';
import { BarView } from './bar-view';
import { findOrStartJob } from './demo-job';
import { LineView } from './line-view';
import { HAS_ENDED, summaryOf } from './words';

const COMMANDS: Readonly<Record<string, ControlName>> = { p: 'pauseJob', r: 'resumeJob', c: 'cancelJob' };
const QUIT_KEYS = ['q', '\u0003'];

/** Exit code when the job has ended otherwise than with the verdict COMPLETE. */
const NOT_COMPLETE = 2;

type View = BarView | LineView;

/** Runs the service and a client that shows its progress. The client uses the public API only. */
async function main(): Promise<number> {
  const { source } = parseArgs({ options: { source: { type: 'string', default: 'simx' } } }).values;
  const config = readConfig(process.env);
  const log = pino({ level: process.env.LOG_LEVEL ? config.logLevel : 'silent' }, pino.destination(2));
  const quit = new AbortController();
  const app = new App(config, log, (error) => quit.abort(error));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => quit.abort());
  const address = await app.start();
  const api = new ApiClient(`${address}/graphql`);
  try {
    print(`Sluice is up: ${address} (open it in a browser to watch and steer; the API is at /graphql)`);
    return await show(api, source, quit);
  } finally {
    await api.close();
    await app.close();
  }
}

async function show(api: ApiClient, source: string, quit: AbortController): Promise<number> {
  const { job, isNew } = await findOrStartJob(api, source);
  const exchange = source === 'simx' ? 'the simulated exchange' : source;
  const what = isNew ? `Collecting from ${exchange}` : 'Going on with the collection of an earlier demo';
  print(`${what}: ${job.id}`);
  const view = openView((key) => void press(key, job.id, api, view, quit));
  try {
    const last = await follow(api, job, view, quit.signal);
    if (quit.signal.aborted) return quitting(view, quit.signal);
    view.close();
    print(summaryOf(last));
    return last.verdict === 'COMPLETE' ? 0 : NOT_COMPLETE;
  } finally {
    view.close();
  }
}

function openView(onKey: (key: string) => void): View {
  return process.stdin.isTTY && process.stdout.isTTY ? new BarView(onKey) : new LineView(print);
}

async function follow(api: ApiClient, started: Job, view: View, quit: AbortSignal): Promise<Job> {
  let last = started;
  const updates = api.watch(started.id);
  const stopped = new Promise<null>((resolve) => quit.addEventListener('abort', () => resolve(null), { once: true }));
  while (!quit.aborted) {
    const next = await Promise.race([updates.next(), stopped]);
    if (!next || next.done) break;
    last = next.value;
    view.show(last);
  }
  if (!quit.aborted && !HAS_ENDED.includes(last.state)) throw new Error('lost the connection to the service');
  return last;
}

async function press(key: string, id: string, api: ApiClient, view: View, quit: AbortController): Promise<void> {
  if (QUIT_KEYS.includes(key)) return quit.abort();
  const command = COMMANDS[key];
  if (!command) return;
  const refusal = await api.control(command, id).catch((error: Error) => error.message);
  if (refusal && !quit.signal.aborted) view.say(refusal);
}

function quitting(view: View, { reason }: AbortSignal): number {
  view.close();
  if (reason instanceof Error && reason.name !== 'AbortError') throw reason;
  print('The job is kept as it is and goes on with the next start.');
  return 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`sluice: ${error.message}\n`);
    process.exit(1);
  },
);
