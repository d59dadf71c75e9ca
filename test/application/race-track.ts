import { randomUUID } from 'node:crypto';
import { StoreUnavailableError } from '../../src/domain/store-errors';
import type { CollectionJob } from '../../src/domain/collection-job';
import type { JobEventType } from '../../src/domain/job-event';
import { isTerminal } from '../../src/domain/job-state';
import { EventBarrier, type Use } from '../support/event-barrier';
import { eventually } from '../support/eventually';
import { ACTOR, Harness, someDraft, type Engine } from '../support/harness';

/** The job after a command, or the error. */
export type Outcome = CollectionJob | Error;

export function won(outcome: Outcome): outcome is CollectionJob {
  return !(outcome instanceof Error);
}

export interface Turns<A, B> {
  /** Event of the first transaction. */
  readonly event: JobEventType;
  readonly first: () => A;
  readonly second: () => B;
  /** Pool use of the second transaction. */
  readonly queues: Use;
}

/** Many jobs in one database, each with its own symbols, and commands that race with other operations. */
export class RaceTrack {
  private readonly jobs: string[] = [];

  private constructor(readonly harness: Harness) {}

  static async open(engine: Engine): Promise<RaceTrack> {
    const harness = await Harness.open({ engine });
    await EventBarrier.install(harness.database.source);
    return new RaceTrack(harness);
  }

  get source() {
    return this.harness.source;
  }

  /** Ends the jobs of the current test. */
  async clear(): Promise<void> {
    this.source.onFetch = () => undefined;
    for (const id of this.jobs.splice(0)) if (!isTerminal((await this.harness.job(id)).state)) await this.cancel(id);
  }

  pause(id: string, more: object = {}): Promise<Outcome> {
    return outcomeOf(this.harness.core.pause.execute(id, { ...ACTOR, ...more }));
  }

  resume(id: string, more: object = {}): Promise<Outcome> {
    return outcomeOf(this.harness.core.resume.execute(id, { ...ACTOR, ...more }));
  }

  cancel(id: string, more: object = {}): Promise<Outcome> {
    return outcomeOf(this.harness.core.cancel.execute(id, { ...ACTOR, ...more }));
  }

  async start(count: number, concurrency = 2) {
    const symbols = newSymbols(count);
    const { id, version } = await this.harness.start(symbols, { concurrency });
    this.jobs.push(id);
    return { id, version, symbols };
  }

  /** Creates a job without starting its worker. */
  async startLater(count: number) {
    const draft = someDraft(newSymbols(count));
    const job = await this.harness.core.jobs.transaction((tx) => tx.create(randomUUID(), draft, ACTOR));
    this.jobs.push(job.id);
    return { id: job.id, job, symbols: draft.symbols };
  }

  /** Starts a job and waits for its first request, which stays unanswered. */
  async startHeld(count: number, concurrency = 2) {
    const job = await this.start(count, concurrency);
    return { ...job, call: await this.source.called(job.symbols[0]!) };
  }

  callsOf(symbols: readonly string[]) {
    return this.source.calls.filter(({ symbol }) => symbols.includes(symbol));
  }

  asked(symbols: readonly string[]): string[] {
    return this.callsOf(symbols).map(({ symbol }) => symbol);
  }

  /**
   * Starts `second` while `first` is in the middle of its transaction. If the delay makes a command time out, which
   * then has done nothing, everything is repeated with another job.
   */
  async inTurn<J extends { id: string }, A, B>(newJob: () => Promise<J>, turns: (job: J) => Turns<A, B>) {
    for (;;) {
      const job = await newJob();
      const { event, first, second, queues } = turns(job);
      const barrier = await EventBarrier.raise(this.harness.database.source, job.id, event);
      let isRefused = false;
      const running = async <T>(result: T) => {
        const value = await result;
        isRefused ||= value instanceof StoreUnavailableError;
        return value;
      };
      const one = running(first());
      await barrier.reached(() => isRefused);
      const two = running(second());
      await barrier.queued(queues, () => isRefused);
      await barrier.lower();
      const results = [await one, await two] as const;
      if (!isRefused) return { ...job, results };
    }
  }

  /** Expects what must hold for every job at any time. */
  async expectSoundHistory(id: string): Promise<void> {
    const events = await this.harness.events(id);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    const transitions = events.filter((event) => event.toState);
    transitions.forEach((event, index) => expect(event.fromState).toBe(transitions[index - 1]?.toState ?? null));
    const job = await this.harness.job(id);
    expect(job.state).toBe(transitions.at(-1)!.toState);
    expect(job.version).toBe(transitions.length);
    const [{ rows }] = await this.harness.database.source.query<[{ rows: string }]>(
      'SELECT coalesce(sum("rows"), 0) AS rows FROM job_symbol WHERE job_id = $1',
      [id],
    );
    expect(job.progress.rows).toBe(Number(rows));
  }

  /** Waits until nothing of the job is in flight, and expects that nothing more was stored. */
  async expectNothingMore(id: string, symbols: readonly string[], bars: number): Promise<void> {
    await eventually(async () => (await this.harness.core.workers.inFlight(id)).length === 0);
    expect(await this.barsOf(symbols)).toBe(bars);
    expect((await this.harness.job(id)).progress.rows).toBe(bars);
    await this.expectSoundHistory(id);
  }

  private async barsOf(symbols: readonly string[]): Promise<number> {
    const query = 'SELECT count(*)::integer AS n FROM bars WHERE symbol = ANY($1)';
    const [row] = await this.harness.database.source.query<{ n: number }[]>(query, [symbols]);
    return row!.n;
  }
}

function outcomeOf(command: Promise<CollectionJob>): Promise<Outcome> {
  return command.catch((error: Error) => error);
}

function newSymbols(count: number): string[] {
  const job = randomUUID().slice(0, 8);
  return Array.from({ length: count }, (_, n) => `${job}.${n}`);
}
