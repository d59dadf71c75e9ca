import { SYSTEM } from '../../src/domain/job-event';
import { isTerminal, transitionFor, type JobAction, type JobState } from '../../src/domain/job-state';
import type { CommandName, CommandRecord, EventRecord, History, JobRecord } from './history';
import { mayBeUndone, mayTellOfLost } from './losses';
import { groupBy, transitionsOf } from './timeline';
import { CLOCK_MS, COMMIT_MS } from './tolerance';
import type { Violation } from './violation';

const ACTIONS: Readonly<Record<CommandName, { action: JobAction; to: JobState }>> = {
  pauseJob: { action: 'PAUSE', to: 'PAUSED' },
  resumeJob: { action: 'RESUME', to: 'RUNNING' },
  cancelJob: { action: 'CANCEL', to: 'CANCELLED' },
};

/**
 * I5, the commands: they are linearizable. Each acknowledged command has its own transition in the history, within its
 * time. Answers do not go back. A requestId acts at most once. Every transition by a user was requested. Every refusal
 * is explained by the job's state at some moment between request and answer.
 */
export function checkCommands(history: History): Violation[] {
  const byJob = groupBy(history.commands, ({ jobId }) => jobId);
  return history.jobs.flatMap((job) => {
    const requests = requestsOf(byJob.get(job.id) ?? []);
    const kept = requests.map((request) => withoutLost(history, job, request)).filter(({ length }) => length > 0);
    return [
      ...kept.flatMap((request) => unacknowledged(job, request)),
      ...kept.flatMap((request) => contradictions(job, request)),
      ...sharedTransitions(job, kept),
      ...unaskedTransitions(job, kept),
      ...answersGoneBack(history, job, requests),
      ...requests.flatMap((request) => unexplainedRefusal(history, job, request)),
    ];
  });
}

/** Returns the number of acknowledged commands that the database lost. */
export function countLostCommands(history: History): number {
  const kept = (job: JobRecord) => (request: Request) => request.length - withoutLost(history, job, request).length;
  const byJob = groupBy(history.commands, ({ jobId }) => jobId);
  const lost = history.jobs.flatMap((job) => requestsOf(byJob.get(job.id) ?? []).map(kept(job)));
  return lost.reduce((sum, count) => sum + count, 0);
}

/** One request with all its repetitions, which carry the same requestId. */
type Request = readonly CommandRecord[];

function requestsOf(commands: readonly CommandRecord[]): Request[] {
  const named = groupBy(
    commands.filter(({ requestId }) => requestId !== null),
    ({ requestId }) => requestId,
  );
  const unnamed = commands.filter(({ requestId }) => requestId === null).map((command) => [command]);
  return [...named.values(), ...unnamed];
}

/**
 * Omits the acknowledged commands whose commit was lost: the history lacks them, and their version is handed out again.
 * A repetition of such a request acts again, because the record of the request was lost too.
 */
function withoutLost(history: History, job: JobRecord, request: Request): Request {
  const { invokedAt } = request[0]!;
  const isMissing = (command: CommandRecord) => unacknowledged(job, [{ ...command, invokedAt }]).length > 0;
  return request.filter((command) => !mayTellOfLost(history, command) || !isMissing(command));
}

function doneBy(request: Request) {
  return request.flatMap((command) =>
    command.answer.kind === 'DONE' ? [{ ...command, answer: command.answer, answeredAt: command.answeredAt! }] : [],
  );
}

/** Returns the transition made by the command itself. A resume with no symbol left also leads on to COMPLETED. */
function ownTransition(job: JobRecord, { name }: CommandRecord, answer: { state: JobState; version: number }) {
  const leadsOn = name === 'resumeJob' && answer.state === 'COMPLETED';
  return transitionsOf(job)[answer.version - (leadsOn ? 2 : 1)];
}

function unacknowledged(job: JobRecord, request: Request): Violation[] {
  const [first] = doneBy(request);
  if (!first) return [];
  const { answer } = first;
  const event = ownTransition(job, first, answer);
  const told = transitionsOf(job)[answer.version - 1];
  if (event?.toState !== ACTIONS[first.name].to || told?.toState !== answer.state || event.actor === SYSTEM) {
    return [violation('ACKNOWLEDGED_NOT_IN_HISTORY', job, { command: first, event, told })];
  }
  const isInTime = event.at >= request[0]!.invokedAt - CLOCK_MS && event.at <= first.answeredAt + CLOCK_MS;
  return isInTime ? [] : [violation('ACTED_OUTSIDE_ITS_TIME', job, { command: first, event })];
}

function contradictions(job: JobRecord, request: Request): Violation[] {
  const [first, ...others] = doneBy(request);
  const different = others.filter(({ answer }) => answer.version !== first!.answer.version);
  return different.map((command) => violation('REQUEST_ACTED_TWICE', job, { first, command }));
}

function sharedTransitions(job: JobRecord, requests: readonly Request[]): Violation[] {
  const first = requests.flatMap((request) => doneBy(request).slice(0, 1));
  const byEvent = groupBy(first, (command) => ownTransition(job, command, command.answer)?.seq);
  return [...byEvent].flatMap(([seq, commands]) =>
    seq !== undefined && commands.length > 1 ? [violation('TRANSITION_ANSWERED_TWICE', job, { seq, commands })] : [],
  );
}

/** Transitions that no acknowledged command made must be made by commands with unknown outcome, one each. */
function unaskedTransitions(job: JobRecord, requests: readonly Request[]): Violation[] {
  const acknowledged = new Set(
    requests.flatMap((request) => doneBy(request).map((command) => ownTransition(job, command, command.answer))),
  );
  const left = requests.filter(
    (request) => doneBy(request).length === 0 && request.some(({ answer }) => answer.kind === 'UNKNOWN'),
  );
  return transitionsOf(job).flatMap((event) => {
    if (event.actor === SYSTEM || event.type === 'CREATED' || acknowledged.has(event)) return [];
    const found = left.findIndex((request) => mayHaveMade(request, event));
    if (found < 0) return [violation('TRANSITION_NOBODY_ASKED_FOR', job, { event })];
    left.splice(found, 1);
    return [];
  });
}

/** The transition may also come after the client has given up. */
function mayHaveMade([first]: Request, event: EventRecord): boolean {
  return ACTIONS[first!.name].to === event.toState && first!.invokedAt - CLOCK_MS <= event.at;
}

/** A command sent after an answer sees the job as in that answer, or later. Checked by the driver's clock alone. */
function answersGoneBack(history: History, job: JobRecord, requests: readonly Request[]): Violation[] {
  const told = requests.flatMap(([command]) => {
    const { answer, answeredAt } = command!;
    const version = answer.kind === 'DONE' || answer.kind === 'REFUSED' ? answer.version : null;
    return version === null || answeredAt === null ? [] : [{ ...command!, version, answeredAt }];
  });
  return told.flatMap((later) => {
    const earlier = told.find(
      (command) =>
        command.answeredAt < later.invokedAt &&
        (command.version > later.version ||
          (command.version === later.version && later.answer.kind === 'DONE' && command.answer.kind === 'DONE')) &&
        !mayBeUndone(history, command, later),
    );
    return earlier ? [violation('ANSWERS_WENT_BACK', job, { earlier, later })] : [];
  });
}

function unexplainedRefusal(history: History, job: JobRecord, request: Request): Violation[] {
  const refused = request.find(({ answer }) => answer.kind === 'REFUSED');
  if (refused?.answer.kind !== 'REFUSED') return [];
  const { refusal, state, version } = refused.answer;
  if (refusal !== 'InvalidJobStateError' || state === null || version === null) {
    return [violation('REFUSAL_UNEXPLAINED', job, { refused })];
  }
  const isReason = transitionFor(ACTIONS[refused.name].action, state) === undefined;
  const stood = stoodAt(job, version, request[0]!.invokedAt, refused.answeredAt!);
  // The state that was the reason may have been lost.
  if (isReason && (stood?.toState === state || mayTellOfLost(history, refused))) return [];
  return [violation('REFUSAL_UNEXPLAINED', job, { refused, stood })];
}

/** Returns the transition into a version if the job was at that version at some moment between `from` and `until`. */
function stoodAt(job: JobRecord, version: number, from: number, until: number): EventRecord | undefined {
  const moves = transitionsOf(job);
  const [entered, left] = [moves[version - 1], moves[version]];
  const leftBy = left ? (left.committingAt ?? left.at) + COMMIT_MS : Infinity;
  const isForGood = entered?.toState && isTerminal(entered.toState);
  return entered && entered.at <= until + CLOCK_MS && (isForGood || leftBy >= from) ? entered : undefined;
}

function violation(name: string, { id }: JobRecord, evidence: object): Violation {
  return { invariant: 'I5', name, jobId: id, evidence };
}
