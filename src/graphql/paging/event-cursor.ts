import { badInput, cursorCodec, integerOf, MAX_INTEGER } from './pagination';

/** Position in the history of one job. */
export interface EventPlace {
  readonly jobId: string;
  readonly seq: number;
}

export const eventCursor = cursorCodec<EventPlace>(
  'events',
  ({ jobId, seq }) => [jobId, String(seq)],
  ([jobId, word]) => {
    const seq = integerOf(word, MAX_INTEGER);
    return jobId && seq !== undefined ? { jobId, seq } : undefined;
  },
);

/** @throws GraphQLError BAD_USER_INPUT when the position belongs to another job's history */
export function seqWithin(jobId: string, place: EventPlace): number {
  if (place.jobId !== jobId) throw badInput('after', "This cursor belongs to another job's history.");
  return place.seq;
}
