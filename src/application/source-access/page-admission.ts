import type { FairLimit } from '../../async/fair-limit';
import type { Asked } from '../ports/data-source';
import { LanePlace } from '../worker/run/lane-place';
import type { Asker, SourceThrottle } from './source-throttle';

/** Who may ask an archive now, of all jobs of this process. */
export interface ArchiveAccess {
  readonly throttle: SourceThrottle;
  /** Bounds the requests at the same time. */
  readonly limit: FairLimit;
}

/** Ends what was taken for one request. */
export type Leave = () => void;

const NOTHING: Leave = () => undefined;

/** Admits the requests of one job for pages, each by the limits of whom it asks. */
export class PageAdmission {
  constructor(
    private readonly jobId: string,
    private readonly throttle: SourceThrottle,
    private readonly archive: ArchiveAccess | undefined,
  ) {}

  /**
   * Waits until a request may be sent, with the asker's place held.
   * @returns must be called when the request has ended; null if a signal ended the wait, see SourceThrottle.admit
   */
  async admit(asked: Asked, asker: Asker): Promise<Leave | null> {
    if (asked === 'ARCHIVE' && this.archive) return this.admitToArchive(this.archive, asker);
    const isAdmitted = asked === 'NOBODY' ? await hasPlace(asker) : await this.throttle.admit(asker);
    return isAdmitted ? NOTHING : null;
  }

  private async admitToArchive({ throttle, limit }: ArchiveAccess, asker: Asker): Promise<Leave | null> {
    const slot = new LanePlace(limit, this.jobId);
    const leave = () => slot.leave();
    // Who waits for a slot must not keep others from asking the source.
    asker.place.leave();
    const place: Asker['place'] = {
      take: async (signals) => (await slot.take(signals)) && asker.place.take(signals),
      leave: () => {
        slot.leave();
        asker.place.leave();
      },
    };
    if (await throttle.admit({ ...asker, place })) return leave;
    leave();
    return null;
  }
}

async function hasPlace({ stop, yielding, isUnderWay, place }: Asker): Promise<boolean> {
  const signals = isUnderWay ? [stop] : [stop, yielding];
  return (await place.take(signals)) && !signals.some(({ aborted }) => aborted);
}
