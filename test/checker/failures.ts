import { DEFAULT_RETRY_POLICY } from '../../src/application/source-access/retry-policy';
import type { History, JobRecord, RequestRecord } from './history';
import { groupBy, requestsByJob } from './timeline';
import type { Violation } from './violation';

const UNKNOWN_SYMBOL_STATUS = 400;
/** Number of symbols that must exhaust their retries before an unavailable source fails a job. */
const SYMBOLS_TO_FAIL_A_JOB = 2;

/**
 * Every failure has its cause in the exchange's log: for a symbol, as many consecutive failed attempts as the retry
 * policy allows; for a job, two such symbols. (A fault in a storm lasts for three requests, so four simultaneous faults
 * are needed to fail a job: rare, but legitimate.)
 */
export function checkFailures(history: History): Violation[] {
  const requests = requestsByJob(history);
  return history.jobs.flatMap((job) => {
    const bySymbol = groupBy(requests.get(job.id)!, ({ symbol }) => symbol);
    const spent = job.symbols.filter(({ symbol }) => hasSpentRetries(history, bySymbol.get(symbol) ?? []));
    const failed = job.symbols.filter((symbol) => symbol.state === 'FAILED' && !spent.includes(symbol));
    return [
      ...failed.map((symbol) => violation('SYMBOL_FAILED_WITHOUT_CAUSE', job, { symbol })),
      ...failedJob(job, spent.length),
    ];
  });
}

function failedJob(job: JobRecord, spent: number): Violation[] {
  if (job.state !== 'FAILED' || spent >= SYMBOLS_TO_FAIL_A_JOB) return [];
  return [
    violation('JOB_FAILED_WITHOUT_CAUSE', job, { event: job.events.at(-1), symbolsThatSpentTheirRetries: spent }),
  ];
}

/** A symbol unknown to the exchange is not retried. */
function hasSpentRetries({ source }: History, asked: readonly RequestRecord[]): boolean {
  let inRow = 0;
  return asked.some((request) => {
    if (request.status === UNKNOWN_SYMBOL_STATUS) return true;
    inRow = cameToNothing(request, source.timeoutMs) ? inRow + 1 : 0;
    return inRow >= DEFAULT_RETRY_POLICY.maxAttempts;
  });
}

function cameToNothing({ fault, status, at, endedAt }: RequestRecord, timeoutMs: number): boolean {
  return fault !== null || status !== 200 || (endedAt ?? Infinity) - at >= timeoutMs;
}

function violation(name: string, { id }: JobRecord, evidence: object): Violation {
  return { invariant: 'FAILURES', name, jobId: id, evidence };
}
