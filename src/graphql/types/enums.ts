import { registerEnumType } from 'type-graphql';
import type { SourceKind } from '../../application/ports/data-source';
import type { InFlight } from '../../application/worker/worker-manager';
import { BAR_INTERVALS, type BarInterval } from '../../domain/bar';
import { JOB_ACTIONS, JOB_STATES, type JobAction, type JobState } from '../../domain/job-state';
import { SYMBOL_STATES, type SymbolState } from '../../domain/job-symbol';
import type { Role } from '../access/principal';

/** Registers an enum whose names are its values; the compiler sees to it that every value is described. */
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

export const JobStateEnum = describedEnum<JobState>('JobState', JOB_STATES, 'Where a job is in its life.', {
  PENDING: 'Created; its worker has not started yet.',
  RUNNING: 'Its worker collects.',
  PAUSED: 'No further symbol starts. Symbols in flight may still be draining: see `settled`.',
  COMPLETED: 'Terminal: every symbol has its outcome.',
  FAILED: 'Terminal: the job itself could not go on; symbols it did not reach stay PENDING.',
  CANCELLED: 'Terminal: given up on request; nothing of it is stored any more.',
});

export const JobActionEnum = describedEnum<JobAction>('JobAction', JOB_ACTIONS, 'What can be asked of a job.', {
  PAUSE: 'pauseJob: RUNNING → PAUSED.',
  RESUME: 'resumeJob: PAUSED → RUNNING.',
  CANCEL: 'cancelJob: PENDING, RUNNING or PAUSED → CANCELLED.',
  RETRY_FAILED: 'retryFailed: a new job for the FAILED symbols of a terminal one.',
});

export const SymbolStateEnum = describedEnum<SymbolState>(
  'SymbolState',
  SYMBOL_STATES,
  'Where a symbol of a job stands.',
  {
    PENDING: 'Waits for its outcome; pages of it may be stored already.',
    ACTIVE: 'A worker holds it now.',
    SUCCEEDED: 'All its bars are stored.',
    EMPTY: 'The source proved by a valid, empty answer that it has no bars in the window.',
    FAILED: 'Given up: see `error`.',
  },
);

export const BarIntervalEnum = describedEnum<BarInterval>('BarInterval', BAR_INTERVALS, 'How long one bar spans.', {
  ONE_MINUTE: '1 minute.',
  FIVE_MINUTES: '5 minutes.',
  FIFTEEN_MINUTES: '15 minutes.',
  ONE_HOUR: '1 hour.',
  ONE_DAY: '1 day, from midnight UTC.',
});

export const SourceKindEnum = describedEnum<SourceKind>(
  'SourceKind',
  ['SIMULATED', 'REAL'],
  'Whether the bars of a source are of this world.',
  {
    SIMULATED: 'Computed: fictional symbols, prices that are a pure function of seed, symbol and time.',
    REAL: 'An actual exchange.',
  },
);

export const InFlightEnum = describedEnum<InFlight>(
  'InFlight',
  ['FINISH', 'ABORT'],
  'What becomes of the symbols in flight when a job is paused.',
  {
    FINISH: 'They finish, and their results are kept.',
    ABORT: 'They are aborted and wait again, with their stored pages and without an attempt spent.',
  },
);

export const RoleEnum = describedEnum<Uppercase<Role>>(
  'Role',
  ['VIEWER', 'OPERATOR', 'ADMIN'],
  'What a principal may do.',
  {
    VIEWER: 'Look.',
    OPERATOR: 'Look, and command jobs.',
    ADMIN: 'All of it, and introspect a production service.',
  },
);
