import { orAborted } from '../../async/or-aborted';
import { SourceError } from '../../domain/source-failure';
import type { CallRequests } from './call-requests';
import type { HttpReply, Market, WantedRequest } from './thread/messages';

/** Age from which a list is read again for a symbol that it does not have, in milliseconds. */
const FRESH_MS = 5 * 60_000;
/** More requests for one list are a fault. */
const MOST_REQUESTS = 50;

/** How a list is read: a call of ccxt that wants its requests sent by `serve`. */
export type ReadMarkets = (serve: (wanted: WantedRequest) => Promise<HttpReply | null>) => Promise<readonly Market[]>;

export interface MarketListDeps {
  readonly exchange: string;
  readonly read: ReadMarkets;
  readonly requestsOf: () => CallRequests;
  /** Grows when the thread has forgotten its markets. */
  readonly generation: () => number;
  /** Monotonic, in milliseconds. */
  readonly clock: () => number;
}

interface Known {
  readonly bySymbol: ReadonlyMap<string, Market>;
  readonly at: number;
  readonly generation: number;
}

/** A request of the list that waits for somebody who may send one. */
interface Need {
  readonly wanted: WantedRequest;
  readonly answer: (reply: HttpReply | null) => void;
}

interface Change {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

/** A list that is being read. */
interface Reading {
  readonly requests: CallRequests;
  readonly needs: Need[];
  /** Resolves when there is a further need, or the list has come or failed. Replaced each time. */
  changed: Change;
  over: { readonly failure: Error | null } | null;
}

/**
 * The markets of an exchange. ccxt needs several requests to list them; each is sent by a caller who was admitted for
 * one request, so all of them count. What is begun goes on with the next caller.
 */
export class MarketList {
  private known: Known | null = null;
  private reading: Reading | null = null;
  /** Requests that the last list took. */
  requestsPerList = 4;

  constructor(private readonly deps: MarketListDeps) {}

  get all(): readonly Market[] {
    return [...(this.current?.bySymbol.values() ?? [])];
  }

  find(symbol: string): Market | undefined {
    return this.current?.bySymbol.get(symbol);
  }

  /**
   * Brings a list that is missing or old nearer, with one request at most.
   * @returns SENT if a request was sent; READY if the list is there, and none was
   * @throws SourceError if the list cannot be read; the signal's reason when aborted
   */
  async advance(signal: AbortSignal, freshMs = FRESH_MS): Promise<'SENT' | 'READY'> {
    if (!this.reading && this.isFresh(freshMs)) return 'READY';
    const reading = (this.reading ??= this.begin());
    for (;;) {
      if (reading.over) return this.ended(reading.over);
      const need = reading.needs.shift();
      if (need) return this.send(reading, need, signal);
      await orAborted(reading.changed.promise, signal);
    }
  }

  private get current(): Known | null {
    return this.known?.generation === this.deps.generation() ? this.known : null;
  }

  private isFresh(ms: number): boolean {
    return this.current !== null && this.deps.clock() - this.current.at < ms;
  }

  private begin(): Reading {
    const requests = this.deps.requestsOf();
    const reading: Reading = { requests, needs: [], changed: newChange(), over: null };
    const serve = (wanted: WantedRequest) =>
      new Promise<HttpReply | null>((answer) => {
        // A list of which a part is missing is none: symbols would count as unknown.
        if (requests.failureOf(null) !== null) return answer(null);
        reading.needs.push({ wanted, answer });
        change(reading);
      });
    void this.deps.read(serve).then(
      (markets) => this.end(reading, requests.failureOf(null), markets),
      (error: unknown) => this.end(reading, requests.failureOf(error), []),
    );
    return reading;
  }

  private end(reading: Reading, failure: Error | null, markets: readonly Market[]): void {
    const none = markets.length === 0 && new SourceError('BAD_RESPONSE', `${this.deps.exchange} lists no markets`);
    reading.over = { failure: failure ?? (none || null) };
    this.reading = null;
    change(reading);
    if (reading.over.failure !== null) return;
    this.requestsPerList = Math.max(1, reading.requests.count);
    const bySymbol = new Map(markets.map((market) => [market.symbol, market]));
    this.known = { bySymbol, at: this.deps.clock(), generation: this.deps.generation() };
  }

  private ended({ failure }: NonNullable<Reading['over']>): 'READY' {
    if (failure !== null) throw failure;
    return 'READY';
  }

  private async send(reading: Reading, need: Need, signal: AbortSignal): Promise<'SENT' | 'READY'> {
    const { requests } = reading;
    if (requests.count >= MOST_REQUESTS)
      requests.fail(new SourceError('BAD_RESPONSE', `${this.deps.exchange}: the list of markets does not end`));
    try {
      need.answer(requests.count >= MOST_REQUESTS ? null : await requests.send(need.wanted, signal));
    } catch (error) {
      // The caller has gone: the next one sends it again.
      reading.needs.unshift(need);
      change(reading);
      throw error;
    }
    if (requests.failureOf(null) === null) return 'SENT';
    // ccxt says what the refusal means. It needs no further request for that.
    for (const { answer } of reading.needs.splice(0)) answer(null);
    while (!reading.over) await orAborted(reading.changed.promise, signal);
    return this.ended(reading.over);
  }
}

function change(reading: Reading): void {
  const { changed } = reading;
  reading.changed = newChange();
  changed.resolve();
}

function newChange(): Change {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
