import { SourceError } from '../../domain/source-failure';
import type { DataSource, SourceSymbol } from '../ports/data-source';
import type { Logger } from '../ports/logger';
import type { Telemetry } from '../ports/telemetry';
import { delay } from '../../async/delay';
import { sharedAbort } from '../../async/shared-abort';
import type { Asker, SourceThrottle } from './source-throttle';
import { within } from '../../async/within';

/** Age up to which a list is fresh, in milliseconds. Exchanges list or delist only a few symbols a day. */
const FRESH_MS = 5 * 60_000;
/** Age up to which a list is served while no newer one is available, in milliseconds: a short outage changes little. */
const USABLE_MS = 6 * 60 * 60_000;
/** Time after a failure during which the source is not asked again, in milliseconds. */
const FAILURE_KNOWN_MS = 5_000;
/** Timeout of a whole refresh, including its wait for the budget of a busy source, in milliseconds. */
const REFRESH_MS = 60_000;

/** A refresh belongs to no job, so it takes no place in the flight limit. */
const NO_PLACE: Asker['place'] = { take: async () => true, leave: () => undefined };

export interface CatalogueDeps {
  readonly source: DataSource;
  readonly throttle: SourceThrottle;
  readonly telemetry: Telemetry;
  readonly log: Logger;
  /** Monotonic, in milliseconds; default `performance.now`. */
  readonly clock?: () => number;
}

interface Known<T> {
  readonly what: T;
  readonly at: number;
}

/**
 * A shared cache of one source's symbols. At most one refresh is in flight; it observes the source's budget and rests
 * like any other request.
 */
export class SymbolCatalogue {
  private readonly clock: () => number;
  private list: Known<readonly SourceSymbol[]> | null = null;
  private failure: Known<unknown> | null = null;
  private refresh: { readonly done: Promise<readonly SourceSymbol[]>; readonly abort: AbortController } | null = null;
  private isClosed = false;

  constructor(private readonly deps: CatalogueDeps) {
    this.clock = deps.clock ?? (() => performance.now());
  }

  /**
   * Returns the symbols, sorted by their names; all callers share one array. A stale but usable list is returned at once and refreshed
   * in the background.
   * @param patienceMs maximum wait if there is no usable list, in milliseconds; the refresh continues after it
   * @throws SourceError if there is no list younger than USABLE_MS and the refresh fails or does not finish in time
   */
  async symbols(patienceMs: number): Promise<readonly SourceSymbol[]> {
    const known = this.list;
    if (known && this.isWithin(FRESH_MS, known)) return known.what;
    const refresh = this.refreshed();
    if (known && this.isWithin(USABLE_MS, known)) return known.what;
    if (await within(patienceMs, refresh)) return refresh;
    throw new SourceError('TIMEOUT', `${this.deps.source.name} has not listed its symbols within ${patienceMs} ms`);
  }

  /** Aborts a refresh in flight and refuses further ones. */
  close(): void {
    this.isClosed = true;
    this.refresh?.abort.abort(new SourceError('SOURCE_DOWN', 'the service ends'));
  }

  private isWithin(ms: number, { at }: Known<unknown>): boolean {
    return this.clock() - at < ms;
  }

  /** Returns the refresh in flight or a new one. Rejects at once if none is allowed now. */
  private refreshed(): Promise<readonly SourceSymbol[]> {
    if (this.refresh) return this.refresh.done;
    const done = this.begin();
    // A caller that got a stale list does not await the refresh; prevents an unhandledRejection.
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

  private async begin(): Promise<readonly SourceSymbol[]> {
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

  /** Bounds the refresh by REFRESH_MS, whichever part of it hangs. */
  private async inTime(abort: AbortController): Promise<readonly SourceSymbol[]> {
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

  private async ask(signal: AbortSignal): Promise<readonly SourceSymbol[]> {
    const { source, throttle } = this.deps;
    if (source.listingCost === 0) return source.listSymbols({ signal });
    const asker: Asker = { stop: signal, yielding: signal, isUnderWay: true, place: NO_PLACE };
    const admit = async () => {
      if (!(await throttle.admit(asker))) throw signal.reason;
    };
    await Promise.all(Array.from({ length: (source.listingCost ?? 1) - 1 }, admit));
    // Admitted last: the source may have asked for a rest while the others waited.
    await admit();
    return source.listSymbols({ signal });
  }

  private note(error: unknown): void {
    const { source, throttle, telemetry, log } = this.deps;
    this.failure = { what: error, at: this.clock() };
    log.warn({ source: source.name, err: error }, 'symbols could not be listed');
    if (!(error instanceof SourceError)) return;
    throttle.refused(error);
    telemetry.sourceFailed(source.name, error.code);
  }
}
