import type { EventRecord, History, JobRecord, NodeRecord, RequestRecord } from './history';

/** A stretch of a job's life in which no symbol of it may start. */
export interface Standstill {
  /** The pause or the cancel. */
  readonly event: EventRecord;
  /** When the resume was about to commit; Infinity if none did. */
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

/** Since when whatever is in flight at a moment must have been asked for: before, the job was known to have nothing in flight. */
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

/** The process that was at a node's place at a moment. */
export function processAt({ nodes }: Pick<History, 'nodes'>, node: number | null, at: number): NodeRecord | null {
  return nodes.findLast((process) => process.node === node && process.from <= at) ?? null;
}

/** The process that a holder's name belongs to: host-pid-random. */
export function processOf({ nodes }: Pick<History, 'nodes'>, holder: string): NodeRecord | null {
  const pid = Number(/-(\d+)-[0-9a-f]+$/.exec(holder)?.[1]);
  return nodes.find((process) => process.pid === pid) ?? null;
}

/**
 * The requests of each job. A request does not tell whose it is: one for a series that several jobs of the run collect is
 * left out, as it proves nothing about any of them.
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

/** Groups what has the same key, in its order. */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
