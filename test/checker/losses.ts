import type { CommandRecord, EventRecord, History, LossRecord, RequestRecord } from './history';

/*
 * What the loss of commits explains, and nothing else: a database was killed that acknowledges commits before they are
 * durable. It continues from an earlier moment, at which its tables agreed with each other. So everything that is read
 * from the database at the end of the run obeys all invariants without exception: each step once, counters, bars,
 * transitions, leases. Only what clients and the exchange saw of lost commits contradicts it.
 */

type Losses = Pick<History, 'losses'>;

/** Within this time after the database is back, every node knows what it holds then, in milliseconds. As for a command. */
const KNOWN_AFTER_MS = 1_000;

/**
 * Whether the commit that a command was answered from may have been lost: it was made at some moment between the
 * request and the answer.
 */
export function mayTellOfLost({ losses }: Losses, { invokedAt, answeredAt }: CommandRecord): boolean {
  return losses.some(({ from, killedAt }) => invokedAt <= killedAt && (answeredAt ?? killedAt) >= from);
}

/** Whether a later answer may contradict an earlier one, because the commit that the earlier one told of was lost. */
export function mayBeUndone({ losses }: Losses, earlier: CommandRecord, later: CommandRecord): boolean {
  return losses.some((loss) => mayTellOfLost({ losses: [loss] }, earlier) && later.answeredAt! >= loss.killedAt);
}

/** Whether a frame that a subscriber received at this moment may show a commit that was lost. */
export function mayShowLost({ losses }: Losses, at: number): boolean {
  return losses.some((loss) => isShownBy(loss, at));
}

/** Whether a subscriber that was shown lost commits in the frame before is then shown the same versions once more. */
export function mayShowAgain({ losses }: Losses, before: number, at: number): boolean {
  return losses.some((loss) => isShownBy(loss, before) && at >= loss.killedAt);
}

function isShownBy({ from, backAt }: LossRecord, at: number): boolean {
  return at >= from && at <= (backAt ?? Infinity) + KNOWN_AFTER_MS;
}

/**
 * Whether a symbol that starts while a job stands still may have been started by a resume that was lost. Only that: a
 * pause that was not lost is obeyed, also when other commits are lost.
 */
export function mayBeResumedByLost(
  { losses, commands }: Pick<History, 'losses' | 'commands'>,
  jobId: string,
  pause: EventRecord,
  { sentAt }: RequestRecord,
): boolean {
  const resumes = commands.filter(
    ({ name, jobId: resumed, answer, answeredAt, invokedAt }) =>
      name === 'resumeJob' &&
      resumed === jobId &&
      (answer.kind === 'DONE' || answer.kind === 'UNKNOWN') &&
      (answeredAt ?? Infinity) >= pause.at &&
      invokedAt <= sentAt,
  );
  return losses.some(
    (loss) =>
      sentAt <= (loss.backAt ?? Infinity) + KNOWN_AFTER_MS &&
      resumes.some((resume) => mayTellOfLost({ losses: [loss] }, resume)),
  );
}
