import { SourceError } from '../../domain/source-failure';
import type { CallRequests } from './call-requests';
import type { CcxtThread } from './ccxt-thread';
import type { BarsQuestion, Rows, WantedRequest } from './thread/messages';

export interface BarsRequestsDeps {
  /** Name of the source. */
  readonly name: string;
  readonly exchange: string;
  /** Folder of the package. */
  readonly folder: string;
  readonly thread: CcxtThread;
  readonly requestsOf: () => CallRequests;
  /** Milliseconds since the Unix epoch. */
  readonly clock: () => number;
}

export interface BarsAnswer extends Rows {
  /** Method, host and path, for messages. */
  readonly request: string;
  /** The earlier of the local clock and the exchange's: a bar is closed if both say so. */
  readonly asOf: number;
}

/** Asks for bars, with one request each. */
export class BarsRequests {
  constructor(private readonly deps: BarsRequestsDeps) {}

  /** @throws SourceError, also for an answer in which ccxt found no list; the signal's reason when aborted */
  async ask(question: BarsQuestion, signal: AbortSignal): Promise<BarsAnswer> {
    const { exchange, folder, thread, clock } = this.deps;
    const requests = this.deps.requestsOf();
    const serve = (wanted: WantedRequest) => this.onlyOne(requests, wanted, signal);
    const call = { kind: 'BARS', exchange, folder, question } as const;
    const answer = await thread.call<Rows>(call, serve, signal).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : requests.failureOf(error);
    });
    const failure = requests.failureOf(null);
    if (failure) throw failure;
    const { request } = requests;
    if (answer.rows.length === 0 && !answer.hasEmptyList)
      throw new SourceError('BAD_RESPONSE', `${request}: ccxt found no list of bars in the answer`);
    if (!answer.rows.every((row) => Number.isSafeInteger(row[0])))
      throw new SourceError('BAD_RESPONSE', `${request}: ccxt found a bar without a time`);
    return { ...answer, request, asOf: Math.min(clock(), requests.date) };
  }

  private async onlyOne(requests: CallRequests, wanted: WantedRequest, signal: AbortSignal) {
    if (requests.count === 0) return requests.send(wanted, signal);
    requests.fail(new SourceError('BAD_RESPONSE', `${this.deps.name}: ccxt needs more than one request for a page`));
    return null;
  }
}
