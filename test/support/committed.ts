import type { Command } from '../../src/application/control/request';
import { decideTransition } from '../../src/application/control/decide-transition';
import type { Core } from '../../src/core';
import type { CollectionJob } from '../../src/domain/collection-job';
import type { JobAction } from '../../src/domain/job-state';

/** Commits a command without signalling any worker. @throws the refusal */
export function committed(core: Core, jobId: string, action: JobAction, request: Command): Promise<CollectionJob> {
  return core.commands.execute({
    jobId,
    operation: action,
    request,
    content: { jobId, ...(action === 'PAUSE' && { inFlight: 'FINISH' }) },
    decide: (tx) => decideTransition(tx, jobId, action, request),
    follow: () => Promise.resolve(),
  });
}
