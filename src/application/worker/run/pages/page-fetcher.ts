import type { CollectionJob } from '../../../../domain/collection-job';
import { isSame, type TimeRange } from '../../../../domain/series/time-range';
import { SourceError } from '../../../../domain/source-failure';
import { delay } from '../../../../async/delay';
import type { JobFailure } from '../../../ports/collection-ledger';
import type { Asked, DataSource, Page } from '../../../ports/data-source';
import type { Telemetry } from '../../../ports/telemetry';
import { PageAdmission, type ArchiveAccess } from '../../../source-access/page-admission';
import { retryDelayMs, type RetryPolicy } from '../../../source-access/retry-policy';
import { SourceSilence } from '../../../source-access/source-silence';
import type { SourceThrottle } from '../../../source-access/source-throttle';
import type { ControlSignals } from '../../control-signals';
import type { ActiveSymbol } from '../active-symbol';
import type { LanePlace } from '../lane-place';
import { claimsEmptiness, inBoth } from './page-proof';
import type { WindowPlan } from './window-plan';

export interface FetcherDeps {
  readonly source: DataSource;
  readonly throttle: SourceThrottle;
  /** Of the source's archive, if it has one. */
  readonly archive?: ArchiveAccess;
  readonly retry: RetryPolicy;
  readonly signals: Pick<ControlSignals, 'gate' | 'maySymbolStart'>;
  readonly telemetry: Telemetry;
  readonly plan: WindowPlan;
}

/** RELEASED: released without an outcome, by a pause during a wait or by an abort. ANSWERED: nothing is left to ask for. */
export type Fetched = PageOfRange | GaveUp | 'RELEASED' | 'ANSWERED';
type Tried = PageOfRange | SourceError | 'RELEASED' | 'ANSWERED' | 'ASK_AGAIN';

/** A page, and the range that it was asked for. */
export interface PageOfRange {
  readonly page: Page;
  readonly range: TimeRange;
}

export class GaveUp {
  constructor(
    readonly error: SourceError,
    /** Why the job cannot continue; null if it can. */
    readonly failure: JobFailure | null,
  ) {}
}

/** Asks the source for the pages of one run's symbols, and retries failures that are retryable. */
export class PageFetcher {
  private readonly silence = new SourceSilence();
  private readonly admission: PageAdmission;

  constructor(
    private readonly job: Pick<CollectionJob, 'id' | 'interval'>,
    private readonly deps: FetcherDeps,
  ) {
    this.admission = new PageAdmission(job.id, deps.throttle, deps.archive);
  }

  /**
   * Fetches the next page of a symbol, with as many tries as the policy allows. Without a row, it counts only as far as a
   * second answer says the same: sources send empty pages by mistake.
   * @param place is left during waits. The caller must leave it afterwards
   */
  async fetch(active: ActiveSymbol, place: LanePlace): Promise<Fetched> {
    const began = this.silence.begin(active.stored.position);
    let empty: PageOfRange | null = null;
    for (let failures = 1; ;) {
      const tried = await this.tryPage(active, place);
      if (tried === 'RELEASED' || tried === 'ANSWERED') return tried;
      if (tried === 'ASK_AGAIN') continue;
      if (!(tried instanceof SourceError)) {
        if (!claimsEmptiness(tried.page)) return tried;
        if (empty && isSame(empty.range, tried.range)) return { ...tried, page: inBoth(empty.page, tried.page) };
        empty = tried;
        continue;
      }
      place.leave();
      active.failures++;
      this.deps.throttle.refused(tried);
      const wait = retryDelayMs(tried, failures++, this.deps.retry);
      if (wait === null) return new GaveUp(tried, this.jobFailure(tried, this.silence.gaveUp(began, tried.code)));
      if (!(await this.waited(wait, active))) return 'RELEASED';
    }
  }

  private async tryPage(active: ActiveSymbol, place: LanePlace): Promise<Tried> {
    const { signals, plan } = this.deps;
    const wanted = await plan.next(active);
    if (!wanted) return 'ANSWERED';
    const asked = this.asks(active, wanted);
    const asker = { stop: active.signal, yielding: signals.gate.closing, isUnderWay: active.hasAsked, place };
    const leave = await this.admission.admit(asked, asker);
    if (!leave) return 'RELEASED';
    try {
      return await this.tryAdmitted(active, asked);
    } finally {
      leave();
    }
  }

  private async tryAdmitted(active: ActiveSymbol, admitted: Asked): Promise<Tried> {
    const { signals, plan } = this.deps;
    // Another job may have collected it during the wait.
    const range = await plan.next(active);
    if (!range) return 'ANSWERED';
    // What is asked now may need the limits of another server.
    if (this.asks(active, range) !== admitted) return 'ASK_AGAIN';
    // The process may have been suspended during the wait. Nothing is awaited between this check and the request.
    if (active.signal.aborted || (!active.hasAsked && !signals.maySymbolStart)) return 'RELEASED';
    active.hasAsked = true;
    return this.ask(active, range, admitted);
  }

  private asks({ stored }: ActiveSymbol, range: TimeRange): Asked {
    return this.deps.source.asks?.(stored.symbol, this.job.interval, range) ?? 'SOURCE';
  }

  private async ask({ stored, signal }: ActiveSymbol, range: TimeRange, asked: Asked): Promise<Tried> {
    const { interval } = this.job;
    try {
      const page = await this.deps.source.fetchPage(stored.symbol, { interval, ...range, signal });
      // What an archive had to say of a file is no sign of the source.
      if (page !== 'ASK_AGAIN' || asked === 'SOURCE') this.silence.pageCame();
      if (signal.aborted) return 'RELEASED';
      if (page === 'ASK_AGAIN') return page;
      if (page.restMs) this.deps.throttle.holdFor(page.restMs);
      return { page, range };
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
}
