import { answerOf, answerOfError, type ApiAnswer } from './answers';
import { Followers } from './followers';
import type {
  CommandRecord,
  FaultRecord,
  History,
  LossRecord,
  NodeRecord,
  RequestRecord,
  SourceRecord,
  Stall,
} from './history';
import { readJobs, readSeries, readSilences, readSteps } from './rows';
import type { Sql } from './step-log';

/** Interval between two reads of the clock, in milliseconds. */
const LOOK_MS = 20;
/** A read that is late by more than this indicates a stall, in milliseconds. */
const STALL_MS = 30;

type Open<T> = { -readonly [K in keyof T]: T[K] };

/** Records what only the driver of a run knows, as it happens. */
export class Recorder {
  readonly followers: Followers;
  readonly commands: CommandRecord[] = [];
  private readonly nodes: Open<NodeRecord>[] = [];
  private readonly faults: Open<FaultRecord>[] = [];
  private readonly losses: Open<LossRecord>[] = [];
  private readonly stalls: Stall[] = [];
  private readonly looking: NodeJS.Timeout;
  private lookedAt = Date.now();

  /** @param addressOf returns the GraphQL address of the node with this index, or null while it is down */
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

  /** @returns a function to call when the fault is over */
  faultBegins(kind: FaultRecord['kind'], node: number | null): () => void {
    const fault: Open<FaultRecord> = { kind, node, from: Date.now(), until: null };
    this.faults.push(fault);
    return () => (fault.until ??= Date.now());
  }

  /** Records a fault without duration. */
  faultHappens(kind: FaultRecord['kind'], node: number | null): void {
    this.faultBegins(kind, node)();
  }

  /**
   * Records that the database has just been killed.
   * @param lossMs how long before the kill a commit may have been made that is lost, in milliseconds; 0: none is
   * @returns a function to call when it accepts sessions again
   */
  databaseKilled(lossMs: number): () => void {
    const over = this.faultBegins('DATABASE_KILLED', null);
    const killedAt = Date.now();
    const loss: Open<LossRecord> = { from: killedAt - lossMs, killedAt, backAt: null };
    if (lossMs > 0) this.losses.push(loss);
    return () => {
      over();
      loss.backAt ??= Date.now();
    };
  }

  /** @param ask sends the command and resolves with the answer. @throws the error of `ask` */
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

  /** @param sql queries within one snapshot transaction. @param nodeOfPort see readSteps */
  async history(
    sql: Sql,
    exchange: { requests: readonly RequestRecord[]; source: SourceRecord },
    nodeOfPort: (port: number | null, at: number) => number | null,
  ): Promise<History> {
    // Between two queries this process is busy with the results.
    await sql('SET LOCAL idle_in_transaction_session_timeout = 0');
    const jobs = await readJobs(sql);
    const { commands, nodes, faults, losses, stalls } = this;
    const steps = await readSteps(sql, nodeOfPort);
    const [series, silences] = [await readSeries(sql), await readSilences(sql)];
    const { records: followers } = this.followers;
    return { jobs, commands, ...exchange, steps, series, followers, nodes, faults, losses, stalls, silences };
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
