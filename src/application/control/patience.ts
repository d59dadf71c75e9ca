import { StoreUnavailableError } from '../../domain/store-errors';
import type { Logger } from '../ports/logger';
import { sharedAbort } from '../../async/shared-abort';
import { within } from '../../async/within';
import { TIMING } from '../../timing';

/** Minimum wait for the work after a commit, in milliseconds. */
const LEAST_MS = 100;

/** The time budget of one command. */
export class Patience {
  private readonly began = performance.now();

  /** @param extraMs additional time for a command that moves much data, in milliseconds */
  constructor(
    private readonly log: Logger,
    private readonly extraMs = 0,
  ) {}

  /**
   * Waits for the decision and aborts it after its deadline.
   * @param decide receives the abort signal, whose reason is a StoreUnavailableError. @throws what `decide` throws
   */
  async forDecision<T>(decide: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = sharedAbort();
    const giveUp = () => controller.abort(new StoreUnavailableError('the database does not answer'));
    const timer = setTimeout(giveUp, TIMING.DECISION + this.extraMs);
    return decide(controller.signal).finally(() => clearTimeout(timer));
  }

  /**
   * Waits for the work after a commit. The command is done: work that takes too long continues in the background, and
   * failures are only logged, because other mechanisms make up for both later.
   * @returns undefined if it timed out or failed
   */
  async forWhatFollows<T>(following: Promise<T>, jobId: string): Promise<T | undefined> {
    const leftMs = Math.max(LEAST_MS, this.began + TIMING.ANSWER + this.extraMs - performance.now());
    try {
      return (await within(leftMs, following)) ? await following : undefined;
    } catch (error) {
      this.log.warn({ err: error, jobId }, 'what follows a committed command failed');
      return undefined;
    }
  }
}
