import type { FaultKind } from './active-fault';

/** A request for bars that arrived at the simulated exchange. */
export interface LoggedRequest {
  readonly symbol: string;
  readonly interval: string;
  readonly from: number;
  /** The address that it was asked at, as the client wrote it: tells apart those who come by different ways. */
  readonly host: string;
  /** When it arrived, by the exchange's clock: milliseconds since the Unix epoch. */
  readonly at: number;
  /** When its answer was out, or its connection closed; null until then. */
  endedAt: number | null;
  /** The fault that it met. */
  fault: FaultKind | null;
  /** What it was answered; null while that is not out in full, which with some faults it never is. */
  status: number | null;
  /** For how long the exchange asked to be left alone; null when it did not. */
  retryAfterSeconds: number | null;
}

const CAPACITY = 10_000;

/** The latest requests, oldest first; `dropped` tells whether there were more. */
export class RequestLog {
  readonly entries: LoggedRequest[] = [];
  dropped = 0;

  add(request: Pick<LoggedRequest, 'symbol' | 'interval' | 'from' | 'host' | 'at'>): LoggedRequest {
    const entry = { ...request, endedAt: null, fault: null, status: null, retryAfterSeconds: null };
    this.entries.push(entry);
    if (this.entries.length > CAPACITY) {
      this.entries.shift();
      this.dropped++;
    }
    return entry;
  }
}
