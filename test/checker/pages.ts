import type { History, JobRecord, RequestRecord, StepRecord } from './history';
import { groupBy, processAt, requestsByJob } from './timeline';
import { CLOCK_MS, COMMIT_MS } from './tolerance';
import type { Violation } from './violation';

/**
 * I9 as far as it exists today: coverage is not kept yet, a job knows only its own pages. No page is asked for again after
 * it was stored. One exception: a process whose lease somebody else has taken does not know that until it stores, and may
 * ask once more for the page that it had under way, or, if it was frozen just before it asked, when it wakes.
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

/** A process that has just been thawed goes on where it stood, in milliseconds. */
const WAKING_MS = 500;

function wakes({ faults }: History, { node, at }: RequestRecord): boolean {
  return faults.some(
    ({ kind, node: frozen, from, until }) =>
      kind === 'FROZEN' && frozen === node && at >= from && at <= (until ?? at) + WAKING_MS,
  );
}

/** Whether another process asks than the one that stored, and had the symbol in flight before that. */
function isDeposed(
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
