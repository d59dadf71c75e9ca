import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

/** Selection set of every job query. */
export const JOB_FIELDS = `id state verdict version settled inFlight { symbol }
  progress { total done succeeded empty failed rows symbolsPerSecond activeSeconds etaSeconds }`;

export interface Job {
  readonly id: string;
  readonly state: 'PENDING' | 'RUNNING' | 'PAUSED' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
  /** What a COMPLETED job has proved; null in every other state. */
  readonly verdict: 'COMPLETE' | 'NOTHING_COLLECTED' | 'WITH_GAPS' | 'WITH_FAILURES' | null;
  readonly version: number;
  readonly settled: boolean;
  readonly inFlight: readonly { symbol: string }[];
  readonly progress: {
    readonly total: number;
    readonly done: number;
    readonly succeeded: number;
    readonly empty: number;
    readonly failed: number;
    readonly rows: number;
    readonly symbolsPerSecond: number;
    readonly activeSeconds: number;
    readonly etaSeconds: number | null;
  };
}

export type ControlName = 'pauseJob' | 'resumeJob' | 'cancelJob';

/** A client of Sluice's public API. Like any other client it depends on the address and the schema only. */
export class ApiClient {
  private readonly live: Client;

  constructor(private readonly url: string) {
    this.live = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 3 });
  }

  /** Executes one operation. @throws Error with the messages of the GraphQL errors */
  async query<T>(query: string, variables: object = {}): Promise<T> {
    const body = JSON.stringify({ query, variables });
    const response = await fetch(this.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const { data, errors } = (await response.json()) as { data: T; errors?: { message: string }[] };
    if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
    return data;
  }

  /** Sends one command. @returns null on success, otherwise the reason of the refusal */
  async control(name: ControlName, id: string): Promise<string | null> {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const mutation = `mutation($input: ${type}!) { ${name}(input: $input) { ... on Error { message } } }`;
    const data = await this.query<Record<string, { message?: string }>>(mutation, { input: { id } });
    return data[name]!.message ?? null;
  }

  /** Yields the current state of the job and every update until it ends. @throws when reconnecting has failed */
  async *watch(id: string): AsyncGenerator<Job> {
    const query = `subscription($id: ID!) { jobUpdated(id: $id) { ${JOB_FIELDS} } }`;
    for await (const { data, errors } of this.live.iterate<{ jobUpdated: Job }>({ query, variables: { id } })) {
      if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
      if (data) yield data.jobUpdated;
    }
  }

  async close(): Promise<void> {
    await this.live.dispose();
  }
}
