import type { EventRecord, History, JobRecord, NodeRecord, Silence } from './history';
import { processOf, transitionsOf } from './timeline';
import { lateness } from './tolerance';
import type { Violation } from './violation';

/** A process that was out of reach may be taken for dead so long afterwards, in milliseconds: its lock runs out, somebody looks. */
const FENCED_FOR_MS = 10_000;
/** Without a turn for so long a process is taken for dead although nothing was done to it, in milliseconds. */
const STARVED_MS = 1_000;
/** What a dead node held goes on elsewhere within this time, in milliseconds. */
const TAKEN_UP_WITHIN_MS = 5_000;

/** I7: RECOVERED only when the holder was dead or fenced; what a killed one held is taken up within five seconds. */
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

/** When nodes had no turn for so long that their locks may have run out. */
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

/** Whether something else keeps the others from taking over, or nobody else was there all the time. */
function isDisturbed(history: History, dead: NodeRecord, from: number, until: number): boolean {
  const before = from - FENCED_FOR_MS;
  const others = history.nodes.filter(({ node }) => node !== dead.node);
  const changed = others.some((other) => other.until !== null && other.until >= before && other.until <= until);
  const stayed = others.some((other) => other.from < before && (other.until === null || other.until > until));
  const isFaulty = history.faults.some((fault) => fault.from <= until && (fault.until ?? until) >= before);
  const isSlow = starved(history, () => true).some((silence) => silence.from <= until && silence.until >= from);
  return isFaulty || isSlow || changed || !stayed;
}
