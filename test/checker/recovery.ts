import type { EventRecord, History, JobRecord, NodeRecord, Silence } from './history';
import { processOf, transitionsOf } from './timeline';
import { lateness } from './tolerance';
import type { Violation } from './violation';

/**
 * A process may be taken for dead this long after it was unreachable, in milliseconds: until its lock expires and
 * another node notices.
 */
const FENCED_FOR_MS = 10_000;
/** A process without processor time for this long may be taken for dead without any fault, in milliseconds. */
const STARVED_MS = 1_000;
/** Work of a dead node continues elsewhere within this time, in milliseconds. */
const TAKEN_UP_WITHIN_MS = 5_000;

/** I7: RECOVERED only if the holder was dead or fenced. Work of a killed holder is taken over within five seconds. */
export function checkRecovery(history: History): Violation[] {
  return history.jobs.flatMap((job) =>
    job.events.flatMap((event) => {
      const holder = event.type === 'RECOVERED' ? /was held by (\S+)$/.exec(event.reason ?? '')?.[1] : undefined;
      const process = holder && processOf(history, holder);
      if (!process) return [];
      if (process.until === null || process.until > event.at) return fromTheLiving(history, job, event, process);
      return takenUpLate(history, job, event, process);
    }),
  );
}

function fromTheLiving(history: History, job: JobRecord, event: EventRecord, process: NodeRecord): Violation[] {
  const since = event.at - FENCED_FOR_MS;
  const isThen = ({ from, until }: { from: number; until: number | null }) =>
    from <= event.at && (until ?? event.at) >= since;
  const isFenced = history.faults.some((fault) => (fault.node ?? process.node) === process.node && isThen(fault));
  const isStarved =
    history.stalls.some((stall) => stall.until - stall.from >= STARVED_MS && isThen(stall)) ||
    starved(history, (holder) => processOf(history, holder) === process).some(isThen);
  if (isFenced || isStarved) return [];
  return [{ invariant: 'I7', name: 'RECOVERED_FROM_THE_LIVING', jobId: job.id, evidence: { event, process } }];
}

/** Returns the periods without processor time in which a node's locks may have expired. */
function starved({ silences }: History, is: (holder: string) => boolean): Silence[] {
  return silences.filter(({ holder, from, until }) => until - from >= STARVED_MS && is(holder));
}

function takenUpLate(history: History, job: JobRecord, event: EventRecord, process: NodeRecord): Violation[] {
  const wantedSince =
    transitionsOf(job).findLast(({ at, toState }) => at <= event.at && toState === 'RUNNING')?.at ?? 0;
  const since = Math.max(process.until!, wantedSince);
  const isLate = event.at - since > TAKEN_UP_WITHIN_MS + lateness(history, event.at);
  if (!isLate || !process.killed || isDisturbed(history, process, since, event.at)) return [];
  return [{ invariant: 'I7', name: 'TAKEN_UP_LATE', jobId: job.id, evidence: { event, process, since } }];
}

/** Whether another fault may delay the takeover, or no other node was up the whole time. */
function isDisturbed(history: History, dead: NodeRecord, from: number, until: number): boolean {
  const before = from - FENCED_FOR_MS;
  const others = history.nodes.filter(({ node }) => node !== dead.node);
  const changed = others.some((other) => other.until !== null && other.until >= before && other.until <= until);
  const stayed = others.some((other) => other.from < before && (other.until === null || other.until > until));
  const isFaulty = history.faults.some((fault) => fault.from <= until && (fault.until ?? until) >= before);
  const isSlow = starved(history, () => true).some((silence) => silence.from <= until && silence.until >= from);
  return isFaulty || isSlow || changed || !stayed;
}
