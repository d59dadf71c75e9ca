import { bytesOf, estimatedWindow, collectionExtent, type Estimate } from '../../domain/series/estimate';
import type { AskedCollection, DraftMaker } from '../control/draft-maker';
import type { DataSource } from '../ports/data-source';
import type { JobReader } from '../ports/job-reader';
import { rateOf } from '../source-access/rate';
import type { SourceThrottle } from '../source-access/source-throttle';

/** Estimates what a collection would take. Creates nothing, and asks the source for nothing but its list of symbols. */
export class EstimateCollectionUseCase {
  constructor(
    private readonly sources: ReadonlyMap<string, DataSource>,
    private readonly drafts: Pick<DraftMaker, 'make'>,
    private readonly throttleOf: (source: string) => Pick<SourceThrottle, 'quietMs' | 'pace'> | undefined,
  ) {}

  /**
   * @param reader reads for the caller
   * @throws InvalidInputError for what a start would refuse; what the reader throws
   */
  async execute(asked: AskedCollection, reader: Pick<JobReader, 'answered'>): Promise<Estimate> {
    const draft = await this.drafts.make(asked);
    const { symbols, interval } = draft;
    const source = this.sources.get(draft.source)!;
    const window = estimatedWindow(draft.from, draft.to, interval, Date.now());
    const { alike, isWhole, coveredMs } = await reader.answered(draft, window);
    const hasEveryBar = () => isWhole && symbols.every((symbol) => source.hasEveryBar?.(symbol, interval, window));
    const extent = collectionExtent(window, alike, interval, source.barsPerPage, hasEveryBar);
    const askedMs = symbols.length * (window.to - window.from);
    return {
      symbols: symbols.length,
      ...extent,
      bytes: draft.mode === 'VERIFY' ? 0 : bytesOf(extent.bars),
      seconds: this.secondsFor(extent.requests, source),
      coveredFraction: askedMs > 0 ? coveredMs / askedMs : 0,
    };
  }

  /** The time that the requests take at the present pace, after a rest that the source has asked for. */
  private secondsFor(requests: number, { name, requestsPerMinute }: DataSource): number {
    if (requests === 0) return 0;
    if (requestsPerMinute === Infinity) return 0;
    const throttle = this.throttleOf(name);
    const rate = rateOf(requestsPerMinute);
    const restMs = Math.max(0, throttle?.quietMs ?? 0);
    return restMs / 1_000 + (requests * rate.seconds * (throttle?.pace.cost ?? 1)) / rate.requests;
  }
}
