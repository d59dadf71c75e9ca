import type { JobGapPlace } from '../../application/ports/job-reader';
import { cursorCodec, integerOf, MAX_INTEGER, MAX_TIME } from './pagination';

/** Cursor in the gaps of a series: the end of a gap. */
export const gapCursor = cursorCodec<number>(
  'gaps',
  (time) => [String(time)],
  ([word]) => integerOf(word, MAX_TIME),
);

/** Cursor in the gaps of a job: a symbol, and the end of one of its gaps. */
export const jobGapCursor = cursorCodec<JobGapPlace>(
  'job-gaps',
  ({ position, time }) => [String(position), String(time)],
  ([first, second]) => {
    const [position, time] = [integerOf(first, MAX_INTEGER), integerOf(second, MAX_TIME)];
    return position !== undefined && time !== undefined ? { position, time } : undefined;
  },
);
