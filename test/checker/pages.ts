import type { History, JobRecord, RequestRecord, StepRecord } from './history';
import { groupBy, processAt, requestsByJob } from './timeline';
import { CLOCK_MS, COMMIT_MS } from './tolerance';
import type { Violation } from './violation';

/**
 * I9 within one job, whatever its mode: no page is requested again after it was stored. One exception: a process whose lease was taken over learns of it only when it stores. It may
 * once more request the page that was in flight, or, if frozen just before a request, send it when thawed.
 */
export function checkPages(history: History): Violation[] {
  const requests = requestsByJob(history);
  const steps = groupBy(history.steps, ({ jobId }) => jobId);
  return history.jobs.flatMap((job) => {
    const asked = groupBy(requests.get(job.id)!, ({ symbol }) => symbol);
    const bySymbol = groupBy(steps.get(job.id) ?? [], ({ position }) => position);
    return job.symbols.flatMap(({ symbol, position }) =>
      askedAgain(history, job, asked.get(symbol) ?? [], bySymbol.get(position) ?? []),
    );
  });
}

function askedAgain(
  history: History,
  job: JobRecord,
  asked: readonly RequestRecord[],
  steps: readonly StepRecord[],
): Violation[] {
  return steps.flatMap((step, index) => {
    const start = steps[index - 1]?.cursorAfter ?? job.from;
    return asked
      .filter(({ from, sentAt }) => from === start && sentAt > step.at + COMMIT_MS + CLOCK_MS)
      .filter((request) => !isDeposed(history, step, request, asked))
      .map((request) => ({
        invariant: 'I9' as const,
        name: 'STORED_PAGE_ASKED_AGAIN',
        jobId: job.id,
        evidence: { step, request },
      }));
  });
}

/** A thawed process may still continue where it stopped for this long, in milliseconds. */
const WAKING_MS = 500;

function wakes({ faults }: History, { node, at }: RequestRecord): boolean {
  return faults.some(
    ({ kind, node: frozen, from, until }) =>
      kind === 'FROZEN' && frozen === node && at >= from && at <= (until ?? at) + WAKING_MS,
  );
}

/** Whether the requesting node differs from the storing one, and had the symbol in flight before. */
export function isDeposed(
  history: History,
  step: StepRecord,
  request: RequestRecord,
  asked: readonly RequestRecord[],
): boolean {
  const process = processAt(history, request.node, request.at);
  const hadItInFlight = asked.some(
    ({ node, at }) => node === request.node && at < step.at && at >= (process?.from ?? -Infinity),
  );
  return (hadItInFlight || wakes(history, request)) && step.node !== request.node;
}
