import type { CollectionJob } from '../../../domain/collection-job';
import type { SymbolEnding } from '../../../domain/job-symbol';
import { NOTHING_PROVED } from '../../../domain/series/coverage';
import type { PendingSymbol, StepStored, SymbolStep } from '../../ports/collection-ledger';
import type { ActiveSymbol } from './active-symbol';
import type { LanePlace } from './lane-place';
import { GaveUp, PageFetcher, type Fetched, type FetcherDeps, type PageOfRange } from './pages/page-fetcher';
import { proofOf } from './pages/page-proof';
import { FatalSourceError } from './run-failure';
import type { StepWriter } from './step-writer';

export interface CollectorDeps extends FetcherDeps {
  readonly writer: Pick<StepWriter, 'store'>;
}

export type Collected =
  /** Its outcome is stored. */
  | { readonly kind: 'STORED' }
  /** No further request is needed. `stored` resolves once the outcome is stored and rejects as the writer does. */
  | { readonly kind: 'STORING'; readonly stored: Promise<unknown> }
  /** Released without an outcome, with the progress stored so far. */
  | { readonly kind: 'RELEASED'; readonly symbol: PendingSymbol };

/** Collects symbols for one run of a job. */
export class SymbolCollector {
  private readonly fetcher: PageFetcher;

  constructor(
    private readonly job: CollectionJob,
    private readonly deps: CollectorDeps,
  ) {
    this.fetcher = new PageFetcher(job, deps);
  }

  /**
   * Collects a symbol from its stored page to its outcome. The next page is requested while one is stored, and handled
   * when it is stored: no more than one page of a symbol waits for the database.
   * @param place see PageFetcher
   * @throws FatalSourceError once the outcome is stored; whatever the writer rejects with. No request is in flight then
   */
  async collect(active: ActiveSymbol, place: LanePlace): Promise<Collected> {
    let stored: Promise<unknown> = Promise.resolve();
    for (;;) {
      const fetched = await this.fetchedMeanwhile(stored, active, place);
      if (fetched === 'RELEASED') return { kind: 'RELEASED', symbol: active.stored };
      if (fetched === 'ANSWERED') return { kind: 'STORING', stored: this.storeEnding(active, COLLECTED) };
      if (fetched instanceof GaveUp) {
        await this.storeFailure(active, fetched);
        return { kind: 'STORED' };
      }
      const { ending, ...gained } = this.gainedBy(fetched, active);
      stored = this.store(active, { ...gained, ending });
      if (ending) return { kind: 'STORING', stored };
    }
  }

  /** Waits for both. If the store is refused, the run ends, and the request with it. */
  private async fetchedMeanwhile(stored: Promise<unknown>, active: ActiveSymbol, place: LanePlace): Promise<Fetched> {
    stored.catch(() => active.abort());
    const [store, fetch] = await Promise.allSettled([stored, this.fetcher.fetch(active, place)]);
    if (store.status === 'rejected') throw store.reason;
    if (fetch.status === 'rejected') throw fetch.reason;
    return fetch.value;
  }

  private gainedBy({ page, range }: PageOfRange, active: ActiveSymbol): Gained {
    const { bars, quarantined } = page;
    const { mode, interval } = this.job;
    const proof = proofOf(page, interval);
    const cursor = page.next ?? range.to;
    const ending = this.deps.plan.after(active, cursor, proof) ? null : COLLECTED;
    const found = mode === 'VERIFY' ? { ...NOTHING, bars } : { bars, quarantined, proof };
    return { ...found, compared: mode === 'MISSING' ? [] : proof.covered, cursor, ending };
  }

  private async storeFailure(active: ActiveSymbol, { error, failure }: GaveUp): Promise<void> {
    await this.storeEnding(active, { kind: 'FAILED', error: { code: error.code, message: error.message } });
    // A draining job stays PAUSED. The symbols after the resume detect the failure again.
    if (failure && this.deps.signals.gate.isOpen) throw new FatalSourceError(failure);
  }

  private storeEnding(active: ActiveSymbol, ending: SymbolEnding): Promise<StepStored> {
    return this.store(active, { ...NOTHING, cursor: active.ahead.cursor, ending });
  }

  /** The step before it must be stored already. */
  private async store(active: ActiveSymbol, { cursor, ending, ...gained }: Gained): Promise<StepStored> {
    const { ahead, failures, elapsedMs } = active;
    const number = ahead.steps + 1;
    const rows = this.job.mode === 'VERIFY' ? 0 : gained.bars.length;
    const attempts = ahead.attempts + failures + (ending?.kind === 'COLLECTED' && active.hasAsked ? 1 : 0);
    const step: SymbolStep = {
      ...gained,
      position: ahead.position,
      symbol: ahead.symbol,
      seriesId: ahead.seriesId,
      number,
      rows,
      window: this.deps.plan.window(active),
      cursorAfter: cursor,
      attempts,
      rowsBefore: ahead.rows,
      ending,
      elapsedMs,
    };
    active.goAhead({ cursor, steps: number, rows: ahead.rows + rows, attempts });
    const asked = performance.now();
    const stored = await this.deps.writer.store(step);
    active.stepStored(stored.answered, asked);
    return stored;
  }
}

/** What a step adds to a symbol. */
interface Gained extends Pick<SymbolStep, 'bars' | 'quarantined' | 'proof' | 'compared'> {
  readonly cursor: number | null;
  readonly ending: SymbolEnding | null;
}

const NOTHING = { bars: [], quarantined: [], proof: NOTHING_PROVED, compared: [] } as const;
const COLLECTED: SymbolEnding = { kind: 'COLLECTED' };
