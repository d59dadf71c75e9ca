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

/** What became of a symbol. */
export type Collected =
  /** Its outcome is stored. */
  | { readonly kind: 'STORED' }
  /** The source need not be asked any more; `stored` resolves once the outcome is stored, and rejects as the writer does. */
  | { readonly kind: 'STORING'; readonly stored: Promise<void> }
  /** Let go of without an outcome, as far as it has got. */
  | { readonly kind: 'RELEASED'; readonly symbol: PendingSymbol };

/** RELEASED: let go of without an outcome, by a pause while it waited or by an abort. */
type Tried = Page | SourceError | 'RELEASED';
type Fetched = Page | GaveUp | 'RELEASED';

class GaveUp {
  constructor(
    readonly error: SourceError,
    /** Why the job cannot go on, if that is so. */
    readonly failure: JobFailure | null,
  ) {}
}

/** Collects one symbol after another for one run of a job, asking the source again where that may help. */
export class SymbolCollector {
  private readonly silence = new SourceSilence();

  constructor(
    private readonly job: CollectionJob,
    private readonly deps: CollectorDeps,
  ) {}

  /**
   * Collects from the stored page to the symbol's outcome. Every page but the last is stored before the next is asked for.
   * @param place is left for every wait but that for a page to be stored which another follows: else other lanes would
   *   begin symbols meanwhile, and a pause would have to wait for all of them. The caller leaves it in the end
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

  /** One page, tried as often as the policy allows. */
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
    // The process may have stood still while it waited: from here to the request nothing is awaited.
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
   * Bad credentials fail for every symbol; so does a source that wants to be left alone for longer than a job waits, and
   * one that is away, which takes two symbols to find out.
   * @param silentMs for how long nothing came from the source; null unless it is away
   */
  private jobFailure({ code, message, retryAfterMs = 0 }: SourceError, silentMs: number | null): JobFailure | null {
    const isHopeless = code === 'AUTH' || retryAfterMs > this.deps.retry.maxRetryAfterMs;
    if (isHopeless) return { code, message, silentMs: null };
    return silentMs === null ? null : { code, message, silentMs };
  }

  /** A pause ends the wait as well: a job shall not take longer to drain for the sake of a retry. */
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
    // While it drains the job stays PAUSED: the symbol after the resume finds out for itself.
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
