import type { CollectionJob } from '../../../domain/collection-job';
import type { SymbolOutcome } from '../../../domain/job-symbol';
import { SourceError } from '../../../domain/source-failure';
import type { JobFailure, PendingSymbol } from '../../ports/collection-ledger';
import type { DataSource, Page } from '../../ports/data-source';
import type { ActiveSymbol } from './active-symbol';
import type { StepWriter } from './step-writer';
import type { ControlSignals } from '../control-signals';
import { delay } from '../../../async/delay';
import type { LanePlace } from './lane-place';
import type { Telemetry } from '../../ports/telemetry';
import { retryDelayMs, type RetryPolicy } from '../../source-access/retry-policy';
import { FatalSourceError } from './run-failure';
import { SourceSilence } from '../../source-access/source-silence';
import type { SourceThrottle } from '../../source-access/source-throttle';

export interface CollectorDeps {
  readonly source: DataSource;
  readonly throttle: SourceThrottle;
  readonly retry: RetryPolicy;
  readonly signals: Pick<ControlSignals, 'gate' | 'maySymbolStart'>;
  readonly telemetry: Telemetry;
  readonly writer: Pick<StepWriter, 'store'>;
}

export type Collected =
  /** Its outcome is stored. */
  | { readonly kind: 'STORED' }
  /** No further request is needed. `stored` resolves once the outcome is stored and rejects as the writer does. */
  | { readonly kind: 'STORING'; readonly stored: Promise<void> }
  /** Released without an outcome, with the progress stored so far. */
  | { readonly kind: 'RELEASED'; readonly symbol: PendingSymbol };

/** RELEASED: released without an outcome, by a pause during a wait or by an abort. */
type Tried = Page | SourceError | 'RELEASED';
type Fetched = Page | GaveUp | 'RELEASED';

class GaveUp {
  constructor(
    readonly error: SourceError,
    /** Why the job cannot continue; null if it can. */
    readonly failure: JobFailure | null,
  ) {}
}

/** Collects symbols for one run of a job and retries failures that are retryable. */
export class SymbolCollector {
  private readonly silence = new SourceSilence();

  constructor(
    private readonly job: CollectionJob,
    private readonly deps: CollectorDeps,
  ) {}

  /**
   * Collects a symbol from its stored page to its outcome. Each page is stored before the next is requested.
   * @param place is left during waits, except while a page that another follows is stored: otherwise other lanes would
   *   start symbols meanwhile, and a pause would have to wait for all of them. The caller must leave it afterwards
   * @throws FatalSourceError once the outcome is stored; whatever the writer rejects with
   */
  async collect(active: ActiveSymbol, place: LanePlace): Promise<Collected> {
    for (;;) {
      const fetched = await this.fetchPage(active, place);
      if (fetched === 'RELEASED') return { kind: 'RELEASED', symbol: active.stored };
      if (fetched instanceof GaveUp) {
        await this.storeFailure(active, fetched);
        return { kind: 'STORED' };
      }
      if (fetched.nextCursor === null) return { kind: 'STORING', stored: this.storePage(active, fetched) };
      await this.storePage(active, fetched);
    }
  }

  /** Fetches one page, with as many tries as the policy allows. */
  private async fetchPage(active: ActiveSymbol, place: LanePlace): Promise<Fetched> {
    const began = this.silence.begin(active.stored.position);
    for (let failures = 1; ; failures++) {
      const tried = await this.tryPage(active, place);
      if (!(tried instanceof SourceError)) return tried;
      place.leave();
      active.failures++;
      if (tried.retryAfterMs) this.deps.throttle.holdFor(tried.retryAfterMs);
      const wait = retryDelayMs(tried, failures, this.deps.retry);
      if (wait === null) return new GaveUp(tried, this.jobFailure(tried, this.silence.gaveUp(began, tried.code)));
      if (!(await this.waited(wait, active))) return 'RELEASED';
    }
  }

  private async tryPage(active: ActiveSymbol, place: LanePlace): Promise<Tried> {
    const { throttle, signals } = this.deps;
    const asker = { stop: active.signal, yielding: signals.gate.closing, isUnderWay: active.hasAsked, place };
    if (!(await throttle.admit(asker))) return 'RELEASED';
    // The process may have been suspended during the wait. Nothing is awaited between this check and the request.
    if (!active.hasAsked && !signals.maySymbolStart) return 'RELEASED';
    active.hasAsked = true;
    return this.ask(active);
  }

  private async ask({ stored, signal }: ActiveSymbol): Promise<Tried> {
    const { interval, from, to } = this.job;
    const window = { interval, from: from.getTime(), to: to.getTime() };
    try {
      const page = await this.deps.source.fetchPage(stored.symbol, stored.pageCursor, { ...window, signal });
      this.silence.pageCame();
      return signal.aborted ? 'RELEASED' : page;
    } catch (error) {
      if (signal.aborted) return 'RELEASED';
      if (!(error instanceof SourceError)) throw error;
      this.deps.telemetry.sourceFailed(this.deps.source.name, error.code);
      return error;
    }
  }

  /**
   * Returns the job failure for errors that every symbol would meet: bad credentials, a requested rest longer than a
   * job waits, or a source that is away (detected after two symbols).
   * @param silentMs milliseconds without a page from the source; null unless it is away
   */
  private jobFailure({ code, message, retryAfterMs = 0 }: SourceError, silentMs: number | null): JobFailure | null {
    const isHopeless = code === 'AUTH' || retryAfterMs > this.deps.retry.maxRetryAfterMs;
    if (isHopeless) return { code, message, silentMs: null };
    return silentMs === null ? null : { code, message, silentMs };
  }

  /** A pause also ends the wait, so that a retry does not prolong the drain. @returns false if interrupted */
  private async waited(ms: number, active: ActiveSymbol): Promise<boolean> {
    const interrupts = [active.signal, this.deps.signals.gate.closing];
    await delay(ms, interrupts);
    return !interrupts.some((signal) => signal.aborted);
  }

  private async storePage(active: ActiveSymbol, page: Page): Promise<void> {
    const rows = active.stored.rows + page.bars.length;
    const isLast = page.nextCursor === null;
    await this.store(active, page, isLast ? { state: rows > 0 ? 'SUCCEEDED' : 'EMPTY' } : null);
  }

  private async storeFailure(active: ActiveSymbol, { error, failure }: GaveUp): Promise<void> {
    const nothing = { bars: [], nextCursor: active.stored.pageCursor };
    await this.store(active, nothing, { state: 'FAILED', error: { code: error.code, message: error.message } });
    // A draining job stays PAUSED. The symbols after the resume detect the failure again.
    if (failure && this.deps.signals.gate.isOpen) throw new FatalSourceError(failure);
  }

  private async store(active: ActiveSymbol, page: Page, outcome: SymbolOutcome | null): Promise<void> {
    const { stored, failures, elapsedMs } = active;
    const worked = outcome !== null && outcome.state !== 'FAILED';
    const after: PendingSymbol = {
      ...stored,
      pageCursor: page.nextCursor,
      steps: stored.steps + 1,
      rows: stored.rows + page.bars.length,
      attempts: stored.attempts + failures + (worked ? 1 : 0),
      startedAt: stored.startedAt ?? new Date(Date.now() - elapsedMs),
    };
    await this.deps.writer.store({
      position: stored.position,
      symbol: stored.symbol,
      bars: page.bars,
      number: after.steps,
      cursorAfter: after.pageCursor,
      outcome,
      attempts: after.attempts,
      elapsedMs,
    });
    active.stored = after;
    active.failures = 0;
  }
}
