import { registerEnumType } from 'type-graphql';
import { SYMBOL_STATUSES, type SourceKind, type SymbolStatus } from '../../application/ports/data-source';
import type { InFlight } from '../../application/worker/worker-manager';
import { BAR_INTERVALS, type BarInterval } from '../../domain/bar';
import { COLLECT_MODES, VERDICTS, type CollectMode, type Verdict } from '../../domain/collection-job';
import { JOB_ACTIONS, JOB_STATES, type JobAction, type JobState } from '../../domain/job-state';
import { GAP_REASONS, type GapReason } from '../../domain/series/gap';
import { SYMBOL_STATES, type SymbolState } from '../../domain/job-symbol';
import type { Role } from '../access/principal';

/** Registers an enum whose names equal its values. The type of `meanings` forces a description for every value. */
function describedEnum<T extends string>(
  name: string,
  values: readonly T[],
  description: string,
  meanings: Readonly<Record<T, string>>,
): Record<T, T> {
  const enumObject = Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;
  const valuesConfig = Object.fromEntries(values.map((value) => [value, { description: meanings[value] }])) as Record<
    T,
    { description: string }
  >;
  registerEnumType(enumObject, { name, description, valuesConfig });
  return enumObject;
}

export const JobStateEnum = describedEnum<JobState>('JobState', JOB_STATES, 'Lifecycle state of a job.', {
  PENDING: 'Created; its worker has not started yet.',
  RUNNING: 'A worker collects its symbols.',
  PAUSED: 'No further symbol starts. Symbols in flight may still be draining: see `settled`.',
  COMPLETED: 'Terminal: every symbol has an outcome.',
  FAILED: 'Terminal: the job itself could not continue; symbols it did not reach stay PENDING.',
  CANCELLED: 'Terminal: cancelled on request; nothing more is stored for it.',
});

export const JobActionEnum = describedEnum<JobAction>(
  'JobAction',
  JOB_ACTIONS,
  'Action that can be requested of a job.',
  {
    PAUSE: 'pauseJob: RUNNING → PAUSED.',
    RESUME: 'resumeJob: PAUSED → RUNNING.',
    CANCEL: 'cancelJob: PENDING, RUNNING or PAUSED → CANCELLED.',
    RETRY_FAILED: 'retryFailed: a new job for the FAILED symbols of a terminal one.',
  },
);

export const SymbolStateEnum = describedEnum<SymbolState>('SymbolState', SYMBOL_STATES, 'State of a symbol of a job.', {
  PENDING: 'Has no outcome yet; some of its pages may be stored already.',
  ACTIVE: 'A worker is collecting it now.',
  SUCCEEDED: 'Nothing is left to ask for, and the time window holds a bar, whichever job has collected it.',
  EMPTY: 'The source has confirmed with two valid, empty responses that it has no bars in the time window.',
  FAILED: 'Collection failed: see `error`.',
});

export const SymbolStatusEnum = describedEnum<SymbolStatus>(
  'SymbolStatus',
  SYMBOL_STATUSES,
  'Whether a symbol is traded at its source.',
  {
    TRADING: 'It is traded.',
    HALTED: 'It is not traded now. Some sources do not tell whether it will be again.',
    DELISTED: 'It is not traded any more.',
  },
);

export const BarIntervalEnum = describedEnum<BarInterval>('BarInterval', BAR_INTERVALS, 'Time span of one bar.', {
  ONE_MINUTE: '1 minute.',
  THREE_MINUTES: '3 minutes.',
  FIVE_MINUTES: '5 minutes.',
  FIFTEEN_MINUTES: '15 minutes.',
  THIRTY_MINUTES: '30 minutes.',
  ONE_HOUR: '1 hour.',
  TWO_HOURS: '2 hours.',
  FOUR_HOURS: '4 hours.',
  SIX_HOURS: '6 hours.',
  EIGHT_HOURS: '8 hours.',
  TWELVE_HOURS: '12 hours.',
  ONE_DAY: '1 day, from midnight UTC.',
  ONE_WEEK: '1 week, from Monday, midnight UTC.',
  ONE_MONTH: '1 calendar month, UTC.',
});

export const CollectModeEnum = describedEnum<CollectMode>(
  'CollectMode',
  COLLECT_MODES,
  'What a job asks of the source.',
  {
    MISSING: 'What has not been answered yet, by whichever job. Bars that are there are not asked for again.',
    REFRESH:
      'The whole time window. Bars that differ are replaced, and what they were is kept: see `Series.revisions`. Bars that the source no longer has stay: see `CollectionJob.differences`.',
    VERIFY:
      'What is covered of the time window, to compare it with what is stored: see `CollectionJob.differences`. No bar is stored, and nothing is proved.',
  },
);

export const VerdictEnum = describedEnum<Verdict>(
  'Verdict',
  VERDICTS,
  'What a COMPLETED job has proved. The last value that applies.',
  {
    COMPLETE: 'Every symbol has all the bars that the source has.',
    NOTHING_COLLECTED: 'No time window holds a bar.',
    WITH_GAPS: 'Symbols miss bars other than those that the source does not have: see `symbolsWithGaps`.',
    WITH_FAILURES: 'Symbols FAILED.',
  },
);

export const GapReasonEnum = describedEnum<GapReason>('GapReason', GAP_REASONS, 'Why a time has no bar.', {
  NOT_COLLECTED: 'No valid answer of the source has said yet what is there.',
  SOURCE_HAS_NONE: 'The source has answered that it has none.',
  BEFORE_LISTING: 'The source has answered that it has none, and the time lies before the first bar of the series.',
  OUT_OF_REACH: 'The source does not serve times as old as this.',
  QUARANTINED: 'The source sent something that is no bar, such as a high below the low. It was kept aside.',
});

export const SourceKindEnum = describedEnum<SourceKind>(
  'SourceKind',
  ['SIMULATED', 'REAL'],
  'Whether the bars of a source are simulated or real.',
  {
    SIMULATED: 'Computed: fictional symbols, with prices that are a pure function of seed, symbol and time.',
    REAL: 'An actual exchange.',
  },
);

export const InFlightEnum = describedEnum<InFlight>(
  'InFlight',
  ['FINISH', 'ABORT'],
  'How symbols in flight are treated when a job is paused.',
  {
    FINISH: 'They finish, and their results are kept.',
    ABORT: 'They are aborted and return to PENDING. Stored pages are kept, and no attempt is counted.',
  },
);

export const RoleEnum = describedEnum<Uppercase<Role>>(
  'Role',
  ['VIEWER', 'OPERATOR', 'ADMIN'],
  'Permissions of a principal.',
  {
    VIEWER: 'May read.',
    OPERATOR: 'May read and command jobs.',
    ADMIN: 'May do everything, including introspection of a production service.',
  },
);
