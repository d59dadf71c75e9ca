import type { Logger } from '../application/ports/logger';
import type { Telemetry } from '../application/ports/telemetry';
import type { JobAction } from '../domain/job-state';
import type { ApiContext } from './context';
import { globalJobId, namedBy } from './paging/global-id';

/** Records every command received through the API, with its outcome, in the log and the metrics. */
export class AuditLog {
  constructor(
    private readonly telemetry: Telemetry,
    private readonly log: Logger,
  ) {}

  /**
   * @param jobId as given by the client, so possibly not an id; null for a job that is yet to be created
   * @returns what `answer` resolves with
   */
  async noted<T>(
    action: JobAction | 'START',
    jobId: string | null,
    { actor, request }: ApiContext,
    answer: Promise<T>,
  ): Promise<T> {
    const began = performance.now();
    const note = (outcome: string, job: string | null) => {
      const ms = performance.now() - began;
      this.telemetry.commanded(action, outcome, ms);
      this.log.info(
        { request, jobId: fitForLog(job), actor, action, outcome, ms: Math.round(ms * 10) / 10 },
        'command',
      );
    };
    try {
      const result = await answer;
      const { __typename, id } = result as { __typename?: string; id?: string };
      note(__typename ?? 'DONE', jobId ?? (id === undefined ? null : globalJobId(id)));
      return result;
    } catch (error) {
      note('FAILED', jobId);
      throw error;
    }
  }
}

/** Text that is not a job id may be long and contain anything, so it is not logged. */
function fitForLog(job: string | null): string | null {
  return job === null || namedBy(job)?.kind === 'JOB' ? job : 'not an id';
}
