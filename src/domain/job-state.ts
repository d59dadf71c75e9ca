export const JOB_STATES = ['PENDING', 'RUNNING', 'PAUSED', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;
export type JobState = (typeof JOB_STATES)[number];

export const TERMINAL_STATES = ['COMPLETED', 'FAILED', 'CANCELLED'] as const satisfies readonly JobState[];

/** The actions that a user may request on a job. */
export const JOB_ACTIONS = ['PAUSE', 'RESUME', 'CANCEL', 'RETRY_FAILED'] as const;
export type JobAction = (typeof JOB_ACTIONS)[number];

/** One transition of the lifecycle. */
export interface Transition {
  readonly from: JobState;
  readonly to: JobState;
  /** The event that records it. */
  readonly event: 'STARTED' | 'PAUSED' | 'RESUMED' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
  /** The command that requests it; null if only the service performs it. */
  readonly action: JobAction | null;
  readonly when: string;
}

/** The complete lifecycle: a transition that is not listed here does not exist. */
export const TRANSITIONS: readonly Transition[] = [
  { from: 'PENDING', to: 'RUNNING', event: 'STARTED', action: null, when: 'its worker starts' },
  { from: 'PENDING', to: 'CANCELLED', event: 'CANCELLED', action: 'CANCEL', when: 'cancelled before it started' },
  { from: 'RUNNING', to: 'PAUSED', event: 'PAUSED', action: 'PAUSE', when: 'no further symbol starts' },
  { from: 'RUNNING', to: 'COMPLETED', event: 'COMPLETED', action: null, when: 'every symbol has its outcome' },
  { from: 'RUNNING', to: 'FAILED', event: 'FAILED', action: null, when: 'the job itself cannot go on' },
  { from: 'RUNNING', to: 'CANCELLED', event: 'CANCELLED', action: 'CANCEL', when: 'in-flight requests are aborted' },
  { from: 'PAUSED', to: 'RUNNING', event: 'RESUMED', action: 'RESUME', when: 'goes on from the stored page' },
  { from: 'PAUSED', to: 'CANCELLED', event: 'CANCELLED', action: 'CANCEL', when: 'given up while it rested' },
];

export function isTerminal(state: JobState): boolean {
  return (TERMINAL_STATES as readonly JobState[]).includes(state);
}

/** Returns the transition between two states, or undefined if there is none. */
export function transitionBetween(from: JobState, to: JobState): Transition | undefined {
  return TRANSITIONS.find((arrow) => arrow.from === from && arrow.to === to);
}

/** Returns the transition of an action from a state, or undefined if the state does not allow the action. */
export function transitionFor(action: JobAction, from: JobState): Transition | undefined {
  return TRANSITIONS.find((arrow) => arrow.action === action && arrow.from === from);
}
