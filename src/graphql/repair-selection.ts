import { MAX_SYMBOLS } from '../application/control/draft-check';
import { InvalidInputError } from '../domain/errors';
import { ASKABLE_REASONS, type AskableReason, type GapReason } from '../domain/series/gap';
import type { Repair, RepairSelection } from '../domain/series/repair';
import { jobIdOf, namedBy } from './paging/global-id';
import type { RepairGapsInput } from './types/control/repair-input';

/** Returns what `repairGaps` is to repair. @throws InvalidInputError */
export function repairOf(input: RepairGapsInput): Repair {
  return { selection: selectionOf(input), reasons: reasonsOf(input.reasons ?? ['NOT_COLLECTED', 'QUARANTINED']) };
}

function selectionOf({ job, series, source, interval }: RepairGapsInput): RepairSelection {
  const given = [job, series, source ?? interval].filter((value) => value !== null && value !== undefined);
  if (given.length !== 1) refuse('Give exactly one of job, series, or source with interval.');
  if (job) return { by: 'JOB', jobId: jobIdOf(job) };
  if (series) return { by: 'SERIES', seriesIds: seriesIdsOf(series) };
  if (!source) refuse('An interval selects series together with a source.', 'source');
  if (!interval) refuse('A source selects series together with an interval.', 'interval');
  return { by: 'SOURCE', source, interval };
}

/** Sorted, so that the same series in another order are the same request. */
function seriesIdsOf(ids: readonly string[]): readonly number[] {
  if (ids.length < 1 || ids.length > MAX_SYMBOLS)
    refuse(`Give 1 to ${MAX_SYMBOLS} series, not ${ids.length}.`, 'series');
  const numbers = ids.map((id, index) => {
    const named = namedBy(id);
    if (named?.kind !== 'SERIES') refuse('This is not the id of a series.', 'series', String(index));
    return named.seriesId;
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function reasonsOf(reasons: readonly GapReason[]): readonly AskableReason[] {
  if (reasons.length === 0) refuse('Give at least one reason.', 'reasons');
  reasons.forEach((reason, index) => {
    if (!isAskable(reason))
      refuse(
        `The source has proved that it has none there. Askable are: ${ASKABLE_REASONS.join(', ')}.`,
        'reasons',
        String(index),
      );
  });
  return ASKABLE_REASONS.filter((reason) => reasons.includes(reason));
}

function isAskable(reason: GapReason): reason is AskableReason {
  return ASKABLE_REASONS.includes(reason as AskableReason);
}

function refuse(message: string, ...path: string[]): never {
  throw new InvalidInputError(message, ['input', ...path]);
}
