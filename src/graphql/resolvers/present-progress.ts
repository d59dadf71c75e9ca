import { doneCount, etaSeconds, type JobProgress } from '../../domain/collection-job';
import type { JobState } from '../../domain/job-state';
import type { JobProgressType } from '../types/job-progress';

/** @param state of the job at that moment, as far as it is known */
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
