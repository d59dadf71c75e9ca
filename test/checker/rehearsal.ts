import type { Bar } from '../../src/domain/bar';
import type { JobEventType } from '../../src/domain/job-event';
import { transitionBetween, type JobState } from '../../src/domain/job-state';
import type { StoredSymbolState } from '../../src/domain/job-symbol';
import type {
  CommandName,
  CommandRecord,
  Counters,
  EventRecord,
  FaultRecord,
  FollowerRecord,
  Frame,
  History,
  LossRecord,
  NodeRecord,
  RequestRecord,
  StepRecord,
} from './history';

const JOB = 'job';
const HOUR = 3_600_000;
const PAGE = 2;
/** Time between two events, in milliseconds: more than any tolerance. */
const TICK = 700;
/** Round-trip time of a request, in milliseconds. */
const ROUND_TRIP = 50;
/** Uptime of the nodes at the start, in milliseconds. */
const UP_BEFORE = 60_000;
const REST_SECONDS = 3;
/** Commits younger than this may be lost, in milliseconds. */
const LOSS_MS = 5_000;

interface Collected {
  readonly name: string;
  readonly position: number;
  steps: number;
  rows: number;
  state: StoredSymbolState;
  /** The process that has it in flight. */
  by: NodeRecord | null;
}

/** What the database holds at a moment. */
interface Stored {
  readonly now: number;
  readonly state: JobState;
  readonly isDrained: boolean;
  readonly runId: string;
  readonly holder: NodeRecord | null;
  readonly symbols: readonly Collected[];
  readonly events: readonly EventRecord[];
  readonly steps: readonly StepRecord[];
}

const barsOf = (_symbol: string, _interval: unknown, from: number, to: number): Bar[] =>
  Array.from({ length: (to - from) / HOUR }, (_, n) => ({
    ...{ time: from + n * HOUR, open: `${n}.10`, high: `${n}.20`, low: `${n}.00`, close: `${n}.15`, volume: '1' },
    ...{ quoteVolume: null, trades: null, takerVolume: null },
  }));

const TO_STATE: Readonly<Record<CommandName, JobState>> = {
  pauseJob: 'PAUSED',
  resumeJob: 'RUNNING',
  cancelJob: 'CANCELLED',
};

/**
 * A synthetic correct run of one job on two nodes. Each method is an event and records what a real run would. Time is
 * synthetic, with gaps between events larger than every tolerance.
 */
export class Rehearsal {
  private now = 1_700_000_000_000;
  private state: JobState = 'PENDING';
  private isDrained = false;
  /** Runs so far, also those that the database has lost. */
  private runs = 0;
  private runId = '';
  private holder: NodeRecord | null = null;
  private symbols: Collected[];
  private events: EventRecord[] = [];
  private readonly commands: CommandRecord[] = [];
  private readonly requests: RequestRecord[] = [];
  private steps: StepRecord[] = [];
  private readonly nodes: { -readonly [K in keyof NodeRecord]: NodeRecord[K] }[] = [];
  private readonly faults: FaultRecord[] = [];
  private readonly losses: LossRecord[] = [];
  /** Before each event of the run. */
  private readonly moments: Stored[] = [];
  private readonly updates: Frame[] = [];
  private readonly told: Frame[] = [];

  /** @param pages number of pages per symbol */
  constructor(
    symbols: number,
    private readonly pages: number,
  ) {
    this.symbols = Array.from({ length: symbols }, (_, position) => ({
      ...{ name: `S${position}`, position, steps: 0, rows: 0, state: 'PENDING', by: null },
    }));
    const from = this.now - UP_BEFORE;
    for (const node of [0, 1]) this.nodes.push({ node, pid: 100 + node, from, until: null, killed: false });
    this.tell('CREATED', { toState: 'PENDING' });
    this.takeLease(0);
    this.move('RUNNING');
  }

  get isOver(): boolean {
    return ['COMPLETED', 'CANCELLED', 'FAILED'].includes(this.state);
  }

  /** Requests and stores a symbol's next page. During a drain, only for a symbol already in flight. */
  page(pick: number): void {
    this.remember();
    const [inFlight, waiting] = [this.open(true), this.open(false)];
    const may = this.state === 'RUNNING' ? [...inFlight, ...waiting] : this.isDraining ? inFlight : [];
    const symbol = may[pick % may.length];
    if (!symbol) return;
    this.ask(symbol);
    this.store(symbol);
    if (this.symbols.every(({ state }) => state !== 'PENDING') && this.state === 'RUNNING') this.move('COMPLETED');
  }

  /** A request that the exchange answers with an error. It may be repeated later. */
  fail(pick: number): void {
    this.remember();
    const open = this.state === 'RUNNING' ? [...this.open(true), ...this.open(false)] : [];
    const symbol = open[pick % open.length];
    if (symbol) this.ask(symbol, 500);
  }

  /** @param isHeard whether the answer is received */
  command(name: CommandName, isHeard: boolean): void {
    this.remember();
    const invokedAt = this.tick();
    const to = TO_STATE[name];
    const before = this.state;
    const isAllowed = transitionBetween(before, to) && (name === 'resumeJob' || before !== 'PENDING');
    if (isAllowed) this.move(to, 'somebody');
    const standing = { state: this.state, version: this.version };
    const told = isAllowed
      ? ({ kind: 'DONE', ...standing } as const)
      : ({ kind: 'REFUSED', refusal: 'InvalidJobStateError', ...standing } as const);
    const answeredAt = this.tick();
    this.commands.push({
      ...{ name, jobId: JOB, node: 1, requestId: null, invokedAt },
      ...(isHeard ? { answeredAt, answer: told } : { answeredAt: null, answer: { kind: 'UNKNOWN' } }),
    });
  }

  /** Releases what is in flight and ends the drain. */
  drain(): void {
    if (!this.isDraining) return;
    this.remember();
    for (const symbol of this.symbols) symbol.by = null;
    this.isDrained = true;
    this.tell('DRAINED');
    this.show();
  }

  /** Kills the working node. The other one takes over. */
  kill(): void {
    if (this.state !== 'RUNNING' || this.nodes.some(({ killed }) => killed)) return;
    this.remember();
    const dead = this.nodes.find(({ node }) => node === this.holder!.node)!;
    [dead.until, dead.killed] = [this.tick(), true];
    this.takeOver(dead);
  }

  /** The exchange asks for a rest, which is observed. */
  rest(): void {
    const [symbol] = this.state === 'RUNNING' ? this.open(false) : [];
    if (!symbol) return;
    this.remember();
    this.ask(symbol, 429);
    this.now += REST_SECONDS * 1_000;
  }

  /** Nothing happens, until no commit may be lost any more. */
  idle(): void {
    this.now += LOSS_MS + TICK;
  }

  /** The database is killed, loses its last commits, and continues. The nodes drop what they had in flight. */
  loseCommits(): void {
    const killedAt = this.tick();
    const from = killedAt - LOSS_MS;
    const last = this.moments.find(({ now }) => now >= from);
    if (last) this.restore(last);
    const backAt = this.tick();
    this.losses.push({ from, killedAt, backAt });
    this.faults.push({ kind: 'DATABASE_KILLED', node: null, from: killedAt, until: backAt });
    // The takeover may have been lost, but not the death of the node.
    if (this.holder?.killed) this.takeOver(this.holder);
  }

  history(): History {
    const ended = this.isOver ? 'COMPLETED' : null;
    const follower = { jobId: JOB, node: 1, begunAt: this.now, end: ended } satisfies Partial<FollowerRecord>;
    return {
      jobs: [
        {
          ...{
            id: JOB,
            state: this.state,
            version: this.version,
            interval: 'ONE_HOUR' as const,
            mode: 'MISSING' as const,
          },
          ...{ from: 0, to: this.pages * PAGE * HOUR },
          symbols: this.symbols.map(({ name, by: _, ...symbol }) => ({ symbol: name, ...symbol })),
          progress: this.counters,
          leases: [{ shard: 0, runId: this.runId, holder: this.holder && holderName(this.holder), finished: false }],
          events: this.events,
        },
      ],
      ...{
        commands: this.commands,
        requests: this.requests,
        steps: this.steps,
        nodes: this.nodes,
        faults: this.faults,
        losses: this.losses,
      },
      series: this.symbols.map(({ name, rows }) => ({
        ...{ symbol: name, interval: 'ONE_HOUR' as const, bars: barsOf(name, null, 0, rows * HOUR) },
        covered: rows > 0 ? [{ from: 0, to: rows * HOUR }] : [],
      })),
      followers: [
        { ...follower, frames: this.updates },
        { ...follower, frames: this.told },
      ],
      stalls: [],
      silences: [],
      source: { requestsPerSecond: 3, pageSize: PAGE, timeoutMs: 1_000, barsOf },
    };
  }

  private get version(): number {
    return this.events.filter(({ toState }) => toState !== null).length;
  }

  private get isDraining(): boolean {
    return this.state === 'PAUSED' && !this.isDrained;
  }

  private get counters(): Counters {
    const succeeded = this.symbols.filter(({ state }) => state === 'SUCCEEDED').length;
    return { succeeded, empty: 0, failed: 0, rows: this.symbols.reduce((sum, { rows }) => sum + rows, 0) };
  }

  private tick(): number {
    return (this.now += TICK);
  }

  private open(isInFlight: boolean): Collected[] {
    return this.symbols.filter(({ state, by }) => state === 'PENDING' && (by !== null) === isInFlight);
  }

  private remember(): void {
    const { now, state, isDrained, runId, holder } = this;
    const symbols = this.symbols.map((symbol) => ({ ...symbol, by: null }));
    this.moments.push({
      now,
      state,
      isDrained,
      runId,
      holder,
      symbols,
      events: [...this.events],
      steps: [...this.steps],
    });
  }

  private restore({ now: _, symbols, events, steps, ...rest }: Stored): void {
    Object.assign(this, rest);
    this.symbols = symbols.map((symbol) => ({ ...symbol }));
    [this.events, this.steps] = [[...events], [...steps]];
  }

  private takeOver(dead: NodeRecord): void {
    for (const symbol of this.symbols) symbol.by = null;
    this.tick();
    this.tell('RECOVERED', { reason: `shard 0 was held by ${holderName(dead)}` });
    this.takeLease(1 - dead.node);
  }

  private takeLease(node: number): void {
    this.runId = `run ${++this.runs}`;
    this.holder = this.nodes[node]!;
  }

  private ask(symbol: Collected, status = 200): void {
    symbol.by = this.holder;
    this.requests.push({
      ...{ symbol: symbol.name, interval: 'ONE_HOUR', from: symbol.rows * HOUR },
      ...{ to: this.pages * PAGE * HOUR, node: this.holder!.node },
      ...{
        sentAt: this.tick(),
        at: this.now,
        endedAt: this.now + ROUND_TRIP,
        fault: status === 200 ? null : 'server-error',
        status,
      },
      retryAfterSeconds: status === 429 ? REST_SECONDS : null,
    });
    this.now += ROUND_TRIP;
  }

  private store(symbol: Collected): void {
    symbol.steps++;
    symbol.rows += PAGE;
    const isLast = symbol.steps === this.pages;
    if (isLast) [symbol.state, symbol.by] = ['SUCCEEDED', null];
    if (isLast) this.tell('SYMBOLS_DONE');
    this.steps.push({
      ...{ jobId: JOB, position: symbol.position, number: symbol.steps, rows: symbol.rows, state: symbol.state },
      ...{ cursorAfter: symbol.rows * HOUR, at: this.now, lastEvent: this.events.length, shard: 0 },
      ...{ runId: this.runId, holder: holderName(this.holder!), node: this.holder!.node },
    });
    this.show();
  }

  private move(to: JobState, actor = 'system'): void {
    const { event } = transitionBetween(this.state, to)!;
    const fromState = this.state;
    [this.state, this.isDrained] = [to, false];
    this.tell(event, { fromState, toState: to, actor });
    this.show();
    if (to === 'RUNNING' && this.symbols.every(({ state }) => state !== 'PENDING')) this.move('COMPLETED');
  }

  private tell(type: JobEventType, more: Partial<EventRecord> = {}): void {
    const at = this.tick();
    const nothing = { fromState: null, toState: null, actor: 'system', reason: null };
    const seq = this.events.length + 1;
    this.events.push({ seq, type, at, committingAt: at, ...nothing, counters: this.counters, ...more });
    this.told.push({ of: 'jobEvents', at, seq, type });
  }

  private show(): void {
    const { succeeded: done, rows } = this.counters;
    const inFlight = this.open(true).length;
    const settled = inFlight === 0 && (this.state !== 'PAUSED' || this.isDrained);
    const { state, version } = this;
    this.updates.push({ of: 'jobUpdated', at: this.now, state, version, settled, inFlight, done, rows });
  }
}

function holderName({ pid }: NodeRecord): string {
  return `host-${pid}-0a1b2c3d`;
}
