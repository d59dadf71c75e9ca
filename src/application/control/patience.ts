import { StoreUnavailableError } from '../../domain/store-errors';
import type { Logger } from '../ports/logger';
import { sharedAbort } from '../../async/shared-abort';
import { within } from '../../async/within';
import { TIMING } from '../../timing';

/** What follows a commit is waited for so long in any case, in milliseconds. */
const LEAST_MS = 100;

/** The time that one command may take until its answer. */
export class Patience {
  private readonly began = performance.now();

  /** @param extraMs for a command that moves much data, in milliseconds */
  constructor(
    private readonly log: Logger,
    private readonly extraMs = 0,
  ) {}

  /**
   * Waits for the decision, which is given up when its time is over.
   * @param decide gets the signal that gives it up. @throws what it throws: for the signal StoreUnavailableError
   */
  async forDecision<T>(decide: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = sharedAbort();
    const giveUp = () => controller.abort(new StoreUnavailableError('the database does not answer'));
    const timer = setTimeout(giveUp, TIMING.DECISION + this.extraMs);
    return decide(controller.signal).finally(() => clearTimeout(timer));
  }

  /**
   * Waits for what follows a commit. The command is done: what takes too long goes on by itself, and what fails is
   * logged, because somebody makes up for either later.
   * @returns undefined when it did not come
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
