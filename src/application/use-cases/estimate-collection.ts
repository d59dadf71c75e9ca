import { bytesOf, estimatedWindow, collectionExtent, type Estimate } from '../../domain/series/estimate';
import { checkDraft } from '../control/draft-check';
import type { JobDraft } from '../ports/collection-job-repository';
import type { DataSource } from '../ports/data-source';
import type { JobReader } from '../ports/job-reader';
import { requestsPerSecond } from '../source-access/source-budget';
import type { SourceThrottle } from '../source-access/source-throttle';

/** Estimates what a collection would take. Creates nothing, and makes no request to the source. */
export class EstimateCollectionUseCase {
  constructor(
    private readonly sources: ReadonlyMap<string, DataSource>,
    private readonly throttleOf: (source: string) => Pick<SourceThrottle, 'quietMs'> | undefined,
  ) {}

  /**
   * @param reader reads for the caller
   * @throws InvalidInputError for a draft that a start would refuse; what the reader throws
   */
  async execute(draft: JobDraft, reader: Pick<JobReader, 'answered'>): Promise<Estimate> {
    checkDraft(draft, this.sources);
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

  /** The time that the requests take at the full budget of the source, after a rest that it has asked for. */
  private secondsFor(requests: number, { name, requestsPerMinute }: DataSource): number {
    if (requests === 0) return 0;
    const restMs = Math.max(0, this.throttleOf(name)?.quietMs ?? 0);
    return restMs / 1_000 + requests / requestsPerSecond(requestsPerMinute);
  }
}
