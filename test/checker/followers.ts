import { apiIdOf } from '../support/api-id';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { TERMINAL_STATES, type JobState } from '../../src/domain/job-state';
import { eventually } from '../support/eventually';
import type { FollowerRecord, Frame } from './history';

/** Delay before another node is tried, in milliseconds. */
const RETRY_MS = 100;

const WATCH = `subscription ($id: ID!) {
  jobUpdated(id: $id) { state version settled inFlight { position } progress { done rows } }
}`;
const FOLLOW = 'subscription ($id: ID!, $after: String) { jobEvents(id: $id, after: $after) { cursor seq type } }';

interface Shown {
  readonly state: JobState;
  readonly version: number;
  readonly settled: boolean;
  readonly inFlight: readonly unknown[];
  readonly progress: { readonly done: number; readonly rows: number };
}

interface Told {
  readonly cursor: string;
  readonly seq: number;
  readonly type: string;
}

type Open = { -readonly [K in keyof FollowerRecord]: FollowerRecord[K] } & { frames: Frame[] };

/** Subscribers of jobs. On a lost connection they continue at the next node, until the job has ended. */
export class Followers {
  readonly records: Open[] = [];
  private readonly clients = new Set<Client>();
  private readonly running: Promise<void>[] = [];
  private isClosed = false;

  constructor(private readonly addressOf: (node: number) => string | null) {}

  /**
   * Starts two subscriptions, to the job's updates and to its history, each beginning at another node.
   * @param nodes number of nodes
   */
  follow(jobId: string, first: number, nodes: number): void {
    const at = (node: number) => node % nodes;
    this.running.push(this.followOn(jobId, first, at, (record) => this.watch(record)));
    let after: string | null = null;
    const followHistory = (record: Open) => this.followHistory(record, after, (cursor) => (after = cursor));
    this.running.push(this.followOn(jobId, first + 1, at, followHistory));
  }

  /**
   * Waits until all subscriptions to these jobs have ended, or for `timeoutMs`. One still open then has missed the end.
   */
  async untilEnded(jobIds: readonly string[], timeoutMs: number): Promise<void> {
    const isOpen = ({ jobId, end }: Open) => end === null && jobIds.includes(jobId);
    await eventually(() => !this.records.some(isOpen), { timeoutMs }).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.clients].map(async (client) => client.dispose()));
    await Promise.all(this.running);
  }

  private async followOn(
    jobId: string,
    first: number,
    at: (node: number) => number,
    subscribe: (record: Open) => Promise<void>,
  ): Promise<void> {
    for (let node = at(first); !this.isClosed; node = at(node + 1)) {
      if (this.addressOf(node) !== null) {
        const record: Open = { jobId, node, begunAt: Date.now(), frames: [], end: null };
        this.records.push(record);
        await subscribe(record);
        if (record.end === 'COMPLETED' || endsWith(record)) return;
      }
      if (!this.isClosed) await delay(RETRY_MS);
    }
  }

  private watch(record: Open): Promise<void> {
    return this.iterate<{ jobUpdated: Shown }>(record, WATCH, {}, ({ jobUpdated: shown }) => {
      const { state, version, settled, inFlight, progress } = shown;
      return { of: 'jobUpdated', at: Date.now(), state, version, settled, inFlight: inFlight.length, ...progress };
    });
  }

  private followHistory(record: Open, after: string | null, passed: (cursor: string) => void): Promise<void> {
    return this.iterate<{ jobEvents: Told }>(record, FOLLOW, { after }, ({ jobEvents: { cursor, seq, type } }) => {
      passed(cursor);
      return { of: 'jobEvents', at: Date.now(), seq, type };
    });
  }

  private async iterate<T>(record: Open, query: string, more: object, frameOf: (data: T) => Frame): Promise<void> {
    const url = this.addressOf(record.node)!.replace('http', 'ws');
    const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
    this.clients.add(client);
    try {
      for await (const { data, errors } of client.iterate<T>({
        query,
        variables: { id: apiIdOf(record.jobId), ...more },
      })) {
        if (errors) throw new Error(JSON.stringify(errors));
        record.frames.push(frameOf(data!));
      }
      // Disposing of a client also completes its iterations.
      if (!this.isClosed) record.end = 'COMPLETED';
    } catch {
      if (!this.isClosed) record.end = 'LOST';
    } finally {
      this.clients.delete(client);
      await client.dispose();
    }
  }
}

function endsWith({ frames }: Open): boolean {
  const last = frames.at(-1);
  const told = last?.of === 'jobUpdated' ? last.state : last?.type;
  return (TERMINAL_STATES as readonly (string | undefined)[]).includes(told);
}
