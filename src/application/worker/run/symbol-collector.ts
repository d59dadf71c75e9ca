import type { CollectionJob } from '../../../domain/collection-job';
import type { SymbolEnding } from '../../../domain/job-symbol';
import { NOTHING_PROVED } from '../../../domain/series/coverage';
import { SourceError } from '../../../domain/source-failure';
import type { JobFailure, PendingSymbol, StepStored, SymbolStep } from '../../ports/collection-ledger';
import type { DataSource, Page } from '../../ports/data-source';
import { isSame, type TimeRange } from '../../../domain/series/time-range';
import type { ActiveSymbol } from './active-symbol';
import { claimsEmptiness, inBoth, proofOf } from './page-proof';
import type { WindowPlan } from './window-plan';
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
  readonly plan: WindowPlan;
}

export type Collected =
  /** Its outcome is stored. */
  | { readonly kind: 'STORED' }
  /** No further request is needed. `stored` resolves once the outcome is stored and rejects as the writer does. */
  | { readonly kind: 'STORING'; readonly stored: Promise<unknown> }
  /** Released without an outcome, with the progress stored so far. */
  | { readonly kind: 'RELEASED'; readonly symbol: PendingSymbol };

/** RELEASED: released without an outcome, by a pause during a wait or by an abort. ANSWERED: nothing is left to ask for. */
type Tried = PageOfRange | SourceError | 'RELEASED' | 'ANSWERED';
type Fetched = PageOfRange | GaveUp | 'RELEASED' | 'ANSWERED';

/** A page, and the range that it was asked for. */
interface PageOfRange {
  readonly page: Page;
  readonly range: TimeRange;
}

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
      if (fetched === 'ANSWERED') return { kind: 'STORING', stored: this.storeEnding(active, COLLECTED) };
      if (fetched instanceof GaveUp) {
        await this.storeFailure(active, fetched);
        return { kind: 'STORED' };
      }
      const { page, range } = fetched;
      const proof = proofOf(page, this.job.interval);
      const cursor = page.next ?? range.to;
      const ending = this.deps.plan.after(active, cursor, proof) ? null : COLLECTED;
      const { bars, quarantined } = page;
      const gained = this.job.mode === 'VERIFY' ? { ...NOTHING, bars } : { bars, quarantined, proof };
      const compared = this.job.mode === 'MISSING' ? [] : proof.covered;
      const stored = this.store(active, { ...gained, compared, cursor, ending });
      if (ending) return { kind: 'STORING', stored };
      await stored;
    }
  }

  /**
   * Fetches one page, with as many tries as the policy allows. Without a row, it counts only as far as a second answer
   * says the same: sources send empty pages by mistake.
   */
  private async fetchPage(active: ActiveSymbol, place: LanePlace): Promise<Fetched> {
    const began = this.silence.begin(active.stored.position);
    let empty: PageOfRange | null = null;
    for (let failures = 1; ;) {
      const tried = await this.tryPage(active, place);
      if (tried === 'RELEASED' || tried === 'ANSWERED') return tried;
      if (!(tried instanceof SourceError)) {
        if (!claimsEmptiness(tried.page)) return tried;
        if (empty && isSame(empty.range, tried.range)) return { ...tried, page: inBoth(empty.page, tried.page) };
        empty = tried;
        continue;
      }
      place.leave();
      active.failures++;
      if (tried.retryAfterMs) this.deps.throttle.holdFor(tried.retryAfterMs);
      const wait = retryDelayMs(tried, failures++, this.deps.retry);
      if (wait === null) return new GaveUp(tried, this.jobFailure(tried, this.silence.gaveUp(began, tried.code)));
      if (!(await this.waited(wait, active))) return 'RELEASED';
    }
  }

  private async tryPage(active: ActiveSymbol, place: LanePlace): Promise<Tried> {
    const { throttle, signals, plan } = this.deps;
    if (!(await plan.next(active))) return 'ANSWERED';
    const asker = { stop: active.signal, yielding: signals.gate.closing, isUnderWay: active.hasAsked, place };
    if (!(await throttle.admit(asker))) return 'RELEASED';
    // Another job may have collected it during the wait.
    const range = await plan.next(active);
    if (!range) return 'ANSWERED';
    // The process may have been suspended during the wait. Nothing is awaited between this check and the request.
    if (active.signal.aborted || (!active.hasAsked && !signals.maySymbolStart)) return 'RELEASED';
    active.hasAsked = true;
    return this.ask(active, range);
  }

  private async ask({ stored, signal }: ActiveSymbol, range: TimeRange): Promise<Tried> {
    const { interval } = this.job;
    try {
      const page = await this.deps.source.fetchPage(stored.symbol, { interval, ...range, signal });
      this.silence.pageCame();
      return signal.aborted ? 'RELEASED' : { page, range };
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

  private async storeFailure(active: ActiveSymbol, { error, failure }: GaveUp): Promise<void> {
    await this.storeEnding(active, { kind: 'FAILED', error: { code: error.code, message: error.message } });
    // A draining job stays PAUSED. The symbols after the resume detect the failure again.
    if (failure && this.deps.signals.gate.isOpen) throw new FatalSourceError(failure);
  }

  private storeEnding(active: ActiveSymbol, ending: SymbolEnding): Promise<StepStored> {
    return this.store(active, { ...NOTHING, cursor: active.stored.cursor, ending });
  }

  private async store(active: ActiveSymbol, gained: Gained): Promise<StepStored> {
    const { stored, failures, elapsedMs } = active;
    const { bars, quarantined, proof, compared, cursor, ending } = gained;
    const window = this.deps.plan.window(active);
    const number = stored.steps + 1;
    const rows = this.job.mode === 'VERIFY' ? 0 : bars.length;
    const attempts = stored.attempts + failures + (ending?.kind === 'COLLECTED' && active.hasAsked ? 1 : 0);
    const told = performance.now();
    const step = await this.deps.writer.store({
      position: stored.position,
      symbol: stored.symbol,
      seriesId: stored.seriesId,
      number,
      bars,
      rows,
      quarantined,
      proof,
      compared,
      window,
      cursorAfter: cursor,
      attempts,
      rowsBefore: stored.rows,
      ending,
      elapsedMs,
    });
    active.stored = {
      ...stored,
      cursor,
      steps: number,
      rows: stored.rows + rows,
      attempts,
      startedAt: stored.startedAt ?? new Date(Date.now() - elapsedMs),
      answered: step.answered,
      answeredAt: told,
    };
    active.failures = 0;
    return step;
  }
}

/** What a step adds to a symbol. */
interface Gained extends Pick<SymbolStep, 'bars' | 'quarantined' | 'proof' | 'compared'> {
  readonly cursor: number | null;
  readonly ending: SymbolEnding | null;
}

const NOTHING = { bars: [], quarantined: [], proof: NOTHING_PROVED, compared: [] } as const;
const COLLECTED: SymbolEnding = { kind: 'COLLECTED' };
