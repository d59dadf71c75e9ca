import { answerOf, answerOfError, type ApiAnswer } from './answers';
import { Followers } from './followers';
import type { CommandRecord, FaultRecord, History, NodeRecord, RequestRecord, SourceRecord, Stall } from './history';
import { readBars, readJobs, readSilences, readSteps } from './rows';
import type { Sql } from './step-log';

/** Between two looks at the clock, in milliseconds. */
const LOOK_MS = 20;
/** A look that comes so much too late tells of a stall, in milliseconds. */
const STALL_MS = 30;

type Open<T> = { -readonly [K in keyof T]: T[K] };

/** What the driver of a run knows, and nobody else: noted while it happens. */
export class Recorder {
  readonly followers: Followers;
  readonly commands: CommandRecord[] = [];
  private readonly nodes: Open<NodeRecord>[] = [];
  private readonly faults: Open<FaultRecord>[] = [];
  private readonly stalls: Stall[] = [];
  private readonly looking: NodeJS.Timeout;
  private lookedAt = Date.now();

  /** @param addressOf the GraphQL address of a node at this place that is up, or null */
  constructor(addressOf: (node: number) => string | null) {
    this.followers = new Followers(addressOf);
    this.looking = setInterval(() => this.look(), LOOK_MS);
  }

  nodeStarted(node: number, pid: number, from: number): void {
    this.nodes.push({ node, pid, from, until: null, killed: false });
  }

  nodeEnds(node: number, killed: boolean): void {
    const process = this.nodes.findLast((each) => each.node === node);
    if (process?.until === null) [process.until, process.killed] = [Date.now(), killed];
  }

  /** @returns to be called when it is over */
  faultBegins(kind: FaultRecord['kind'], node: number | null): () => void {
    const fault: Open<FaultRecord> = { kind, node, from: Date.now(), until: null };
    this.faults.push(fault);
    return () => (fault.until ??= Date.now());
  }

  /** Something that is over as soon as it is done. */
  faultHappens(kind: FaultRecord['kind'], node: number | null): void {
    this.faultBegins(kind, node)();
  }

  /** @param ask resolves with the answer. @throws what `ask` throws */
  async command<T extends ApiAnswer>(
    command: Pick<CommandRecord, 'name' | 'jobId' | 'node' | 'requestId'>,
    ask: () => Promise<T>,
  ): Promise<T> {
    const unknown = { answeredAt: null, answer: { kind: 'UNKNOWN' } } as const;
    const record: Open<CommandRecord> = { ...command, invokedAt: Date.now(), ...unknown };
    this.commands.push(record);
    try {
      const answered = await ask();
      [record.answeredAt, record.answer] = [Date.now(), answerOf(answered)];
      return answered;
    } catch (error) {
      record.answer = answerOfError(error);
      throw error;
    }
  }

  /** @param sql in a transaction, as of one moment. @param nodeOfPort see readSteps */
  async history(
    sql: Sql,
    exchange: { requests: readonly RequestRecord[]; source: SourceRecord },
    nodeOfPort: (port: number | null, at: number) => number | null,
  ): Promise<History> {
    // Between two questions this process is busy with the answers.
    await sql('SET LOCAL idle_in_transaction_session_timeout = 0');
    const jobs = await readJobs(sql);
    const { commands, nodes, faults, stalls } = this;
    const steps = await readSteps(sql, nodeOfPort);
    const [bars, silences] = [await readBars(sql), await readSilences(sql)];
    const { records: followers } = this.followers;
    return { jobs, commands, ...exchange, steps, bars, followers, nodes, faults, stalls, silences };
  }

  async close(): Promise<void> {
    clearInterval(this.looking);
    await this.followers.close();
  }

  private look(): void {
    const now = Date.now();
    if (now - this.lookedAt > LOOK_MS + STALL_MS) this.stalls.push({ from: this.lookedAt, until: now });
    this.lookedAt = now;
  }
}
