import type { History, JobRecord, RequestRecord } from './history';
import { mayBeResumedByLost } from './losses';
import { inFlightSince, groupBy, processAt, requestsByJob, standstills, type Standstill } from './timeline';
import { CLOCK_MS, COMMIT_MS } from './tolerance';
import type { Violation } from './violation';

/** Within this time, in milliseconds, every node knows of a command or starts nothing. */
const OBEYED_AFTER_MS = 1_000;

/**
 * I1: no symbol starts later than one second after a pause or cancel committed. I2: none starts after the command was
 * answered. A start is a process's request for a symbol that it is not known to have in flight. Further pages and
 * retries of symbols in flight when the command came are not starts. (They may continue after a cancel on a node that
 * cannot receive it; their results are not stored, see I4.)
 */
export function checkStarts(history: History): Violation[] {
  const requests = requestsByJob(history);
  return history.jobs.flatMap((job) => {
    const bySymbol = [...groupBy(requests.get(job.id)!, ({ symbol }) => symbol).values()];
    return standstills(job).flatMap((still) => {
      const starts = bySymbol.flatMap((asked) => startsWithin(history, job, still, asked));
      return [...lateStarts(job, still, starts), ...startsAfterAnswer(history, job, still, starts)];
    });
  });
}

/** Returns the requests that start a symbol during a standstill. */
function startsWithin(history: History, job: JobRecord, { event, until }: Standstill, asked: RequestRecord[]) {
  const since = inFlightSince(job, event.at);
  return asked.filter((request, index) => {
    if (request.at <= event.at || request.at >= until) return false;
    if (mayBeResumedByLost(history, job.id, event, request)) return false;
    const process = processAt(history, request.node, request.at);
    const isUnderWay = asked
      .slice(0, index)
      .some(({ at, node }) => node === request.node && at >= Math.max(since, process?.from ?? -Infinity));
    return !isUnderWay;
  });
}

function lateStarts(job: JobRecord, { event }: Standstill, starts: RequestRecord[]): Violation[] {
  const deadline = (event.committingAt ?? event.at) + COMMIT_MS + OBEYED_AFTER_MS;
  return starts
    .filter(({ sentAt }) => sentAt > deadline + CLOCK_MS)
    .map((request) => violation('I1', 'STARTED_LATE_AFTER_COMMAND', job, { event, request }));
}

function startsAfterAnswer(
  history: History,
  job: JobRecord,
  { event }: Standstill,
  starts: RequestRecord[],
): Violation[] {
  const version = job.events.filter(({ seq, toState }) => toState !== null && seq <= event.seq).length;
  const command = history.commands.find(
    ({ jobId, answer, answeredAt }) =>
      jobId === job.id &&
      answer.kind === 'DONE' &&
      answer.version === version &&
      // An earlier answer with this version tells of a transition that was lost.
      answeredAt! >= event.at - CLOCK_MS,
  );
  if (!command) return [];
  return starts
    .filter(({ sentAt }) => sentAt > command.answeredAt! + CLOCK_MS)
    .map((request) => violation('I2', 'STARTED_AFTER_ANSWER', job, { command, request }));
}

function violation(invariant: 'I1' | 'I2', name: string, { id }: JobRecord, evidence: object): Violation {
  return { invariant, name, jobId: id, evidence };
}
