import { randomUUID } from 'node:crypto';
import type { PauseCommand } from '../../src/application/use-cases/pause-collection';
import type { CollectionJob } from '../../src/domain/collection-job';
import { InvalidJobStateError } from '../../src/domain/errors';
import { transitionFor, type JobState } from '../../src/domain/job-state';
import { SourceError } from '../../src/domain/source-failure';
import { decided } from '../support/decided';
import { eventually } from '../support/eventually';
import { ACTOR, someDraft, type Harness } from '../support/harness';
import { someBars, type HeldCall } from '../support/held-source';

export const COMMANDS = ['PAUSE', 'PAUSE_ABORT', 'RESUME', 'CANCEL'] as const;
export type Command = (typeof COMMANDS)[number];
/**
 * START: starts the worker. ANSWER, REFUSE: the source answers or refuses the oldest request. ANSWER_ALL: answers all
 * requests until no more come. REPEAT: sends the last command again.
 */
export type Step = Command | 'START' | 'ANSWER' | 'REFUSE' | 'ANSWER_ALL' | 'RESTART' | 'REPEAT';

/** Situations that a command can meet. */
export const SITUATIONS = ['PENDING', 'RUNNING', 'DRAINING', 'DRAINED', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;
export type Situation = (typeof SITUATIONS)[number];

const WAYS: Readonly<Record<Situation, readonly Step[]>> = {
  PENDING: [],
  RUNNING: ['START'],
  DRAINING: ['START', 'PAUSE'],
  DRAINED: ['START', 'PAUSE', 'ANSWER_ALL'],
  COMPLETED: ['START', 'ANSWER_ALL'],
  FAILED: ['START'],
  CANCELLED: ['CANCEL'],
};

const [SYMBOLS, PAGES, BARS] = [5, 2, 3];

interface Standing {
  readonly state: JobState;
  readonly version: number;
}

/** Result of a command: the job after it, or the refusal. */
type Outcome = CollectionJob | InvalidJobStateError;

/** One job, the operations on it, and the expectations that follow from them. */
export class SequenceModel {
  /** As of the last command. Spontaneous transitions are detected with the next one. */
  private known: Standing = { state: 'PENDING', version: 1 };
  private readonly answered = new Set<HeldCall>();
  private readonly refused = new Set<HeldCall>();
  private last: { execute: () => Promise<Outcome>; outcome: Outcome } | null = null;
  /** Number of symbols requested when the pause was answered. Until the resume no others may be requested. */
  private startedBeforePause: number | null = null;
  /** Everything stored and requested for the job when its cancel was answered. */
  private leftByCancel: unknown = null;

  private constructor(
    private readonly harness: Harness,
    readonly id: string,
    private readonly symbols: readonly string[],
    private readonly met: (command: Command, situation: Situation) => void,
  ) {}

  /** Creates a PENDING job. @param met called for each command with the situation it met */
  static async open(harness: Harness, met: (command: Command, situation: Situation) => void): Promise<SequenceModel> {
    const id = randomUUID();
    const symbols = Array.from({ length: SYMBOLS }, (_, n) => `${id.slice(0, 8)}.${n}`);
    await harness.core.jobs.transaction((tx) => tx.create(id, someDraft(symbols), ACTOR));
    return new SequenceModel(harness, id, symbols, met);
  }

  get calls(): readonly HeldCall[] {
    return this.harness.source.calls.filter(({ symbol }) => this.symbols.includes(symbol));
  }

  async take(step: Step): Promise<void> {
    if (step === 'START') await this.harness.core.workers.startWorker(await this.harness.job(this.id));
    else if (step === 'ANSWER') this.answerOne();
    else if (step === 'REFUSE') this.refuseOne();
    else if (step === 'ANSWER_ALL') await this.answerAll();
    else if (step === 'RESTART') await this.restart();
    else if (step === 'REPEAT') await this.repeat();
    else await this.command(step);
    this.expectNoStart();
  }

  /** Brings a new job into a situation. */
  async bring(to: Situation): Promise<void> {
    for (const step of WAYS[to]) await this.take(step);
    if (to !== 'FAILED') return;
    await eventually(async () => {
      this.refuseOne();
      return (await this.harness.job(this.id)).state === 'FAILED';
    });
  }

  /** Brings the job to its end. This must be possible after any sequence of steps. */
  async finish(): Promise<CollectionJob> {
    const { state } = await this.harness.job(this.id);
    if (state === 'PENDING') await this.take('START');
    if (state === 'PAUSED') await this.take('RESUME');
    await this.answerAll();
    await eventually(async () => (await this.harness.core.workers.inFlight(this.id)).length === 0);
    if (this.leftByCancel) expect(await this.everything()).toEqual(this.leftByCancel);
    return this.harness.job(this.id);
  }

  /**
   * Expects that no page is requested again, unless its request was released: by an aborting pause, a restart, or a
   * refusal of the source.
   */
  expectAskedOnce(): void {
    const former = new Map<string, HeldCall>();
    for (const call of this.calls) {
      const page = `${call.symbol} ${call.request.from}`;
      const before = former.get(page);
      if (before) expect({ page, letGo: before.aborted || this.refused.has(before) }).toEqual({ page, letGo: true });
      former.set(page, call);
    }
  }

  /** Expects stored data of each symbol to match its outcome and steps, and a COMPLETED job to have all outcomes. */
  async expectStoredOnce({ state: jobState, progress }: CollectionJob): Promise<void> {
    const symbols = await this.stored();
    for (const { symbol, state, rows, bars, steps } of symbols) {
      const pages = state === 'FAILED' ? steps - 1 : steps;
      expect({ rows, bars }).toEqual({ rows: pages * BARS, bars: pages * BARS });
      expect(pages === PAGES).toBe(state === 'SUCCEEDED');
      if (state === 'FAILED') expect([...this.refused].map((call) => call.symbol)).toContain(symbol);
      if (jobState === 'COMPLETED') expect(state).not.toBe('PENDING');
    }
    const count = (wanted: string) => symbols.filter(({ state }) => state === wanted).length;
    const rows = symbols.reduce((sum, symbol) => sum + symbol.rows, 0);
    expect(progress).toMatchObject({ succeeded: count('SUCCEEDED'), failed: count('FAILED'), empty: 0, rows });
  }

  private get waiting(): HeldCall | undefined {
    return this.calls.find((call) => !this.answered.has(call) && !this.refused.has(call) && !call.aborted);
  }

  private answerOne(): boolean {
    const call = this.waiting;
    if (!call) return false;
    this.answered.add(call);
    const page = this.harness.source.pageOf(call);
    call.answer(someBars(call, BARS, page * BARS), page + 1 < PAGES ? 'MORE' : 'LAST');
    return true;
  }

  /** Refuses the oldest request with an error that fails the job. */
  private refuseOne(): void {
    const call = this.waiting;
    if (!call) return;
    this.refused.add(call);
    call.fail(new SourceError('AUTH', 'who are you'));
  }

  private async answerAll(): Promise<void> {
    await eventually(async () => {
      while (this.answerOne());
      const { state, drained } = await this.harness.job(this.id);
      return state === 'PAUSED' ? drained : state !== 'RUNNING';
    });
  }

  private async restart(): Promise<void> {
    await this.harness.end();
    await this.harness.restart();
    await this.harness.takeUp();
  }

  private async command(command: Command): Promise<void> {
    const action = command === 'PAUSE_ABORT' ? 'PAUSE' : command;
    const { pause, resume, cancel } = this.harness.core;
    const requestId = randomUUID();
    const inFlight = command === 'PAUSE_ABORT' ? 'ABORT' : 'FINISH';
    const use = (given: PauseCommand) =>
      ({ PAUSE: pause, RESUME: resume, CANCEL: cancel })[action].execute(this.id, given);
    if (action === 'RESUME') this.startedBeforePause = null;
    const execute = () => outcomeOf(() => use({ ...ACTOR, requestId, inFlight }));
    const outcome = await execute();
    const from = this.explained(action, outcome);
    this.last = { execute, outcome };
    this.met(command, await this.situation(from, outcome));
    if (outcome instanceof Error) return;
    if (outcome.state === 'PAUSED') this.startedBeforePause = this.started;
    if (outcome.state === 'CANCELLED') await this.noteCancel();
  }

  /** @returns the state that the command met, out of those possible by what is known */
  private explained(action: 'PAUSE' | 'RESUME' | 'CANCEL', outcome: Outcome): JobState {
    const job = outcome instanceof Error ? outcome.job : outcome;
    const from = this.possible.find(({ state, version }) => {
      const arrow = transitionFor(action, state);
      if (outcome instanceof Error) return !arrow && job.state === state && job.version === version;
      // The drain may have finished the last symbol.
      const completes = action === 'RESUME' && this.isAllAnswered && job.state === 'COMPLETED';
      return arrow && (completes ? job.version === version + 2 : job.state === arrow.to && job.version === version + 1);
    });
    expect({ action, refused: outcome instanceof Error, job, possible: this.possible, from }).toMatchObject({
      from: expect.any(Object),
    });
    this.known = job;
    return from!.state;
  }

  /** The last known state and version, and those reachable by spontaneous transitions since. */
  private get possible(): Standing[] {
    const all = [this.known];
    const then = (state: JobState) => all.push({ state, version: all.at(-1)!.version + 1 });
    if (this.known.state === 'PENDING') then('RUNNING');
    const { version, state } = all.at(-1)!;
    if (state === 'RUNNING' && this.isAllAnswered) all.push({ state: 'COMPLETED', version: version + 1 });
    if (state === 'RUNNING' && this.refused.size > 0) all.push({ state: 'FAILED', version: version + 1 });
    return all;
  }

  private get isAllAnswered(): boolean {
    const isLast = (call: HeldCall) => this.harness.source.pageOf(call) === PAGES - 1;
    const ended = [...[...this.answered].filter(isLast), ...this.refused];
    return new Set(ended.map(({ symbol }) => symbol)).size === SYMBOLS;
  }

  /** Returns the situation that a command met. The history, or the refusal, shows whether a PAUSED job had drained. */
  private async situation(from: JobState, outcome: Outcome): Promise<Situation> {
    if (from !== 'PAUSED') return from;
    if (outcome instanceof Error) return outcome.job.drained ? 'DRAINED' : 'DRAINING';
    const events = (await this.harness.events(this.id)).map(({ type }) => type);
    return events[events.findLastIndex((type) => ['RESUMED', 'CANCELLED'].includes(type)) - 1] === 'DRAINED'
      ? 'DRAINED'
      : 'DRAINING';
  }

  /** Repeats the last command with its requestId, and expects the same answer and no effect. */
  private async repeat(): Promise<void> {
    if (!this.last) return;
    const version = async () =>
      (await this.harness.events(this.id)).filter(({ type }) => type === 'PAUSED' || type === 'RESUMED').length;
    const before = await version();
    expect(await this.last.execute()).toEqual(this.last.outcome);
    expect(await version()).toBe(before);
  }

  private get started(): number {
    return new Set(this.calls.map(({ symbol }) => symbol)).size;
  }

  private expectNoStart(): void {
    if (this.startedBeforePause !== null) expect(this.started).toBe(this.startedBeforePause);
  }

  private async noteCancel(): Promise<void> {
    expect(this.waiting).toBeUndefined();
    this.leftByCancel = await this.everything();
    // These answers come too late.
    for (const call of this.calls) call.answer();
  }

  private async everything(): Promise<unknown> {
    const [job, events] = [await this.harness.job(this.id), await this.harness.events(this.id)];
    return { job, events, symbols: await this.stored(), calls: this.calls.length };
  }

  /** Returns each symbol as stored, with the number of its bars. */
  private stored(): Promise<{ symbol: string; state: string; rows: number; bars: number; steps: number }[]> {
    return this.harness.database.source.query(
      `SELECT symbol, state, steps, "rows"::integer,
              (SELECT count(*)::integer FROM bar WHERE bar.series_id = job_symbol.series_id) AS bars
         FROM job_symbol WHERE job_id = $1 ORDER BY position`,
      [this.id],
    );
  }
}

/** Returns an InvalidJobStateError as an outcome instead of throwing it. */
async function outcomeOf(command: () => Promise<CollectionJob>): Promise<Outcome> {
  return decided(command).catch((error: unknown) => {
    if (error instanceof InvalidJobStateError) return error;
    throw error;
  });
}
