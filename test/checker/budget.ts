import type { FaultRecord, History, RequestRecord } from './history';
import { processAt } from './timeline';
import { lateness } from './tolerance';
import type { Violation } from './violation';

/** The budget of a source is counted per second. */
const WINDOW_MS = 1_000;
/** All nodes know of a rest within this time, in milliseconds, because it is counted with the budget. */
const TOLD_WITHIN_MS = 1_000;

/**
 * I8: all nodes together stay within the budget. Windows are not aligned with the budget's seconds, so any one second
 * has at most twice the budget. No node sends a request while the source rests: the node that received the refusal
 * stops at once, the others once the rest is counted.
 */
export function checkBudget(history: History): Violation[] {
  return [...overspent(history), ...askedWhileResting(history)];
}

/** Returns only the first window that exceeds the limit: later ones overlap it. */
function overspent(history: History): Violation[] {
  const { requests, source } = history;
  for (const [index, first] of requests.entries()) {
    // Requests that arrived during a stall are recorded all at once, so the window may have been this much longer.
    const span = WINDOW_MS + lateness(history, first.at);
    const forgotten = history.faults.filter((fault) => forgets(fault.kind) && isAbout(fault, first.at, span)).length;
    const limit = source.requestsPerSecond * (1 + Math.ceil(span / WINDOW_MS) + forgotten);
    const last = requests[index + limit];
    if (last && last.at < first.at + WINDOW_MS) return [violation('BUDGET_EXCEEDED', { limit, first, last })];
  }
  return [];
}

function forgets(kind: string): boolean {
  return kind === 'FORGOTTEN' || kind === 'DATABASE_KILLED';
}

/** A database that was killed has forgotten the budget when it is back. */
function isAbout({ from, until }: FaultRecord, moment: number, span: number): boolean {
  return from <= moment + span && (until ?? Infinity) >= moment - span;
}

function within(moment: number, start: number, span: number): boolean {
  return moment >= start - span && moment <= start + span;
}

function askedWhileResting(history: History): Violation[] {
  return history.requests.flatMap((told) => {
    if (told.retryAfterSeconds === null || told.endedAt === null) return [];
    const from = told.endedAt;
    const until = from + told.retryAfterSeconds * 1_000;
    const asked = history.requests.find(
      (request) =>
        request.at < until && request.at > from + lateness(history, request.at) && mustRest(history, told, request),
    );
    return asked ? [violation('ASKED_WHILE_RESTING', { told, asked })] : [];
  });
}

/** Whether the requesting node must know of the rest by then. */
function mustRest(history: History, told: RequestRecord, { node, at }: RequestRecord): boolean {
  const teller = processAt(history, told.node, told.at);
  const isTeller = node === told.node && teller === processAt(history, node, at);
  if (isTeller) return true;
  const deadline = told.endedAt! + TOLD_WITHIN_MS + lateness(history, at);
  return at > deadline && !mayHaveKeptIt(history, told);
}

/** Whether the node may have been unable to report the rest, or the counted rest was lost. */
function mayHaveKeptIt({ faults, nodes }: History, { node, endedAt, retryAfterSeconds }: RequestRecord): boolean {
  const [from, until] = [endedAt!, endedAt! + retryAfterSeconds! * 1_000];
  const hasEnded = nodes.some(
    (each) => each.node === node && each.until !== null && within(each.until, from, TOLD_WITHIN_MS),
  );
  const isCut = faults.some(
    (fault) =>
      (fault.node ?? node) === node && fault.from <= from + TOLD_WITHIN_MS && (fault.until ?? from) >= from - 2_000,
  );
  const isForgotten = faults.some(({ kind, from: at }) => forgets(kind) && at >= from - TOLD_WITHIN_MS && at <= until);
  const isAlone = new Set(nodes.map((each) => each.node)).size <= 1;
  return hasEnded || isCut || isForgotten || isAlone;
}

function violation(name: string, evidence: object): Violation {
  return { invariant: 'I8', name, jobId: null, evidence };
}
