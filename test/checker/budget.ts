import type { History, RequestRecord } from './history';
import { processAt } from './timeline';
import { lateness } from './tolerance';
import type { Violation } from './violation';

/** What a source grants is counted by the second. */
const WINDOW_MS = 1_000;
/** All nodes together know of a rest after this time, in milliseconds: it is counted with the budget. */
const TOLD_WITHIN_MS = 1_000;

/**
 * I8: all nodes together ask no more often than is granted, in windows that nobody aligned: at most twice a second's budget
 * in any second; and nobody asks while the source rests, its teller at once, the others as soon as it is counted.
 */
export function checkBudget(history: History): Violation[] {
  return [...overspent(history), ...askedWhileResting(history)];
}

/** One violation for the first window that is too full: the ones after it overlap. */
function overspent(history: History): Violation[] {
  const { requests, source } = history;
  for (const [index, first] of requests.entries()) {
    // What came while nothing could be noted is noted all at once: so much longer may the window have been.
    const span = WINDOW_MS + lateness(history, first.at);
    const forgotten = history.faults.filter(({ kind, from }) => forgets(kind) && within(from, first.at, span)).length;
    const limit = source.requestsPerSecond * (1 + Math.ceil(span / WINDOW_MS) + forgotten);
    const last = requests[index + limit];
    if (last && last.at < first.at + WINDOW_MS) return [violation('BUDGET_EXCEEDED', { limit, first, last })];
  }
  return [];
}

function forgets(kind: string): boolean {
  return kind === 'FORGOTTEN' || kind === 'DATABASE_KILLED';
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

/** Whether who asks knows of the rest by then. */
function mustRest(history: History, told: RequestRecord, { node, at }: RequestRecord): boolean {
  const teller = processAt(history, told.node, told.at);
  const isTeller = node === told.node && teller === processAt(history, node, at);
  if (isTeller) return true;
  const deadline = told.endedAt! + TOLD_WITHIN_MS + lateness(history, at);
  return at > deadline && !mayHaveKeptIt(history, told);
}

/** The one that was told cannot have told it, or what was counted is forgotten. */
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
