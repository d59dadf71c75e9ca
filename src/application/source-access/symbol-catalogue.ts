import { SourceError } from '../../domain/source-failure';
import type { DataSource } from '../ports/data-source';
import type { Logger } from '../ports/logger';
import type { Telemetry } from '../ports/telemetry';
import { delay } from '../../async/delay';
import { sharedAbort } from '../../async/shared-abort';
import type { Asker, SourceThrottle } from './source-throttle';
import { within } from '../../async/within';

/** An exchange lists or delists a few symbols a day: five minutes later is soon enough to see it. In milliseconds. */
const FRESH_MS = 5 * 60_000;
/** Shown for so long while no newer list can be had: a source that is away for an afternoon still has the same symbols. */
const USABLE_MS = 6 * 60 * 60_000;
/** After a failure the source is left alone for so long, however many ask. */
const FAILURE_KNOWN_MS = 5_000;
/** For a refresh as a whole, its wait for the budget of a busy source included. */
const REFRESH_MS = 60_000;

/** What is asked for everybody takes nobody's place. */
const NO_PLACE: Asker['place'] = { take: async () => true, leave: () => undefined };

export interface CatalogueDeps {
  readonly source: DataSource;
  readonly throttle: SourceThrottle;
  readonly telemetry: Telemetry;
  readonly log: Logger;
  /** Monotonic, in milliseconds; performance.now. */
  readonly clock?: () => number;
}

interface Known<T> {
  readonly what: T;
  readonly at: number;
}

/**
 * The symbols of one source, for all who ask: one list, refreshed by one request at a time, which waits for the source's
 * budget and its rests like any other.
 */
export class SymbolCatalogue {
  private readonly clock: () => number;
  private list: Known<readonly string[]> | null = null;
  private failure: Known<unknown> | null = null;
  private refresh: { readonly done: Promise<readonly string[]>; readonly abort: AbortController } | null = null;
  private isClosed = false;

  constructor(private readonly deps: CatalogueDeps) {
    this.clock = deps.clock ?? (() => performance.now());
  }

  /**
   * Sorted; one and the same array for everybody. A list that is not fresh is answered at once, and refreshed meanwhile.
   * @param patienceMs how long the asker waits where there is no list yet; the request goes on for the others
   * @throws SourceError when there is no list that is less than hours old
   */
  async symbols(patienceMs: number): Promise<readonly string[]> {
    const known = this.list;
    if (known && this.isWithin(FRESH_MS, known)) return known.what;
    const refresh = this.refreshed();
    if (known && this.isWithin(USABLE_MS, known)) return known.what;
    if (await within(patienceMs, refresh)) return refresh;
    throw new SourceError('TIMEOUT', `${this.deps.source.name} has not listed its symbols within ${patienceMs} ms`);
  }

  /** Ends a refresh that is under way. */
  close(): void {
    this.isClosed = true;
    this.refresh?.abort.abort(new SourceError('SOURCE_DOWN', 'the service ends'));
  }

  private isWithin(ms: number, { at }: Known<unknown>): boolean {
    return this.clock() - at < ms;
  }

  /** The refresh that is under way, or a new one; rejects at once while none may be made. */
  private refreshed(): Promise<readonly string[]> {
    if (this.refresh) return this.refresh.done;
    const done = this.begin();
    // Who was given an older list does not wait for it.
    done.catch(() => undefined);
    return done;
  }

  private checkMayAsk(): void {
    const { source, throttle } = this.deps;
    if (this.isClosed) throw new SourceError('SOURCE_DOWN', 'the service ends');
    if (this.failure && this.isWithin(FAILURE_KNOWN_MS, this.failure)) throw this.failure.what;
    if (throttle.quietMs <= REFRESH_MS) return;
    throw new SourceError('RATE_LIMITED', `${source.name} has asked to be left alone`, throttle.quietMs);
  }

  private async begin(): Promise<readonly string[]> {
    this.checkMayAsk();
    const abort = sharedAbort();
    const done = this.inTime(abort).then(
      (what) => {
        this.list = { what, at: this.clock() };
        this.refresh = null;
        return what;
      },
      (error: unknown) => {
        this.refresh = null;
        if (!this.isClosed) this.note(error);
        throw error;
      },
    );
    this.refresh = { done, abort };
    return done;
  }

  /** Whatever of it never answers: after its time the refresh is over. */
  private async inTime(abort: AbortController): Promise<readonly string[]> {
    const { name } = this.deps.source;
    const over = delay(REFRESH_MS, [abort.signal]).then(() => {
      abort.abort(new SourceError('TIMEOUT', `${name} has not listed its symbols within ${REFRESH_MS} ms`));
      throw abort.signal.reason;
    });
    try {
      return await Promise.race([this.ask(abort.signal), over]);
    } finally {
      abort.abort();
    }
  }

  private async ask(signal: AbortSignal): Promise<readonly string[]> {
    const { source, throttle } = this.deps;
    const asker: Asker = { stop: signal, yielding: signal, isUnderWay: true, place: NO_PLACE };
    const admit = async () => {
      if (!(await throttle.admit(asker))) throw signal.reason;
    };
    await Promise.all(Array.from({ length: (source.listingCost ?? 1) - 1 }, admit));
    // After the others: the source may have asked for a rest while they waited.
    await admit();
    return source.listSymbols({ signal });
  }

  private note(error: unknown): void {
    const { source, throttle, telemetry, log } = this.deps;
    this.failure = { what: error, at: this.clock() };
    log.warn({ source: source.name, err: error }, 'symbols could not be listed');
    if (!(error instanceof SourceError)) return;
    if (error.retryAfterMs) throttle.holdFor(error.retryAfterMs);
    telemetry.sourceFailed(source.name, error.code);
  }
}
