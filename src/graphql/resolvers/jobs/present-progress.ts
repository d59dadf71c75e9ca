import { doneCount, etaSeconds, type JobProgress } from '../../../domain/collection-job';
import type { JobState } from '../../../domain/job-state';
import type { JobProgressType } from '../../types/job-progress';

/** @param state state of the job at the time of `progress`; null when unknown */
export function presentProgress(progress: JobProgress, state: JobState | null): JobProgressType {
  const { activeMs, ...counts } = progress;
  const done = doneCount(progress);
  return {
    ...counts,
    done,
    fraction: done / progress.total,
    activeSeconds: activeMs / 1000,
    etaSeconds: etaSeconds(progress, state),
  };
}
