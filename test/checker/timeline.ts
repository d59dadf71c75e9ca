import type { EventRecord, History, JobRecord, NodeRecord, RequestRecord } from './history';

/** A period in which no symbol of a job may start. */
export interface Standstill {
  /** The pause or cancel. */
  readonly event: EventRecord;
  /** Time of the next transition, recorded before its commit; Infinity if there is none. */
  readonly until: number;
}

export function transitionsOf({ events }: JobRecord): EventRecord[] {
  return events.filter(({ toState }) => toState !== null);
}

export function standstills(job: JobRecord): Standstill[] {
  const moves = transitionsOf(job);
  return moves.flatMap((event, index) =>
    event.toState === 'PAUSED' || event.toState === 'CANCELLED'
      ? [{ event, until: moves[index + 1]?.at ?? Infinity }]
      : [],
  );
}

/** Returns the earliest request time of a symbol in flight at `at`: before it, nothing was in flight. */
export function inFlightSince({ events }: JobRecord, at: number): number {
  let since = -Infinity;
  let isDrained = true;
  for (const { type, at: then } of events) {
    if (then > at) break;
    if (type === 'DRAINED') isDrained = true;
    if ((type === 'STARTED' || type === 'RESUMED') && isDrained) [since, isDrained] = [then, false];
  }
  return since;
}

/** Returns the process that ran at a node's index at a moment. */
export function processAt({ nodes }: Pick<History, 'nodes'>, node: number | null, at: number): NodeRecord | null {
  return nodes.findLast((process) => process.node === node && process.from <= at) ?? null;
}

/** Returns the process of a lease holder, whose name is host-pid-random. */
export function processOf({ nodes }: Pick<History, 'nodes'>, holder: string): NodeRecord | null {
  const pid = Number(/-(\d+)-[0-9a-f]+$/.exec(holder)?.[1]);
  return nodes.find((process) => process.pid === pid) ?? null;
}

/**
 * Returns the requests of each job. A request does not name its job: requests for a series that several jobs of the run
 * collect are omitted, because they prove nothing about any of them.
 */
export function requestsByJob({ jobs, requests }: History): Map<string, RequestRecord[]> {
  const owners = new Map<string, JobRecord | null>();
  for (const job of jobs) {
    for (const { symbol } of job.symbols) {
      const key = `${job.interval} ${symbol}`;
      owners.set(key, owners.has(key) ? null : job);
    }
  }
  const byJob = new Map<string, RequestRecord[]>(jobs.map(({ id }) => [id, []]));
  for (const request of requests) {
    const owner = owners.get(`${request.interval} ${request.symbol}`);
    if (owner) byJob.get(owner.id)!.push(request);
  }
  return byJob;
}

/** Groups items by key, preserving order. */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
