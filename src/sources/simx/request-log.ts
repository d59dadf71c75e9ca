import type { FaultKind } from './active-fault';

/** A request for bars that arrived at the simulated exchange. */
export interface LoggedRequest {
  readonly symbol: string;
  readonly interval: string;
  readonly from: number;
  /** When it arrived, by the exchange's clock: milliseconds since the Unix epoch. */
  readonly at: number;
  /** The fault that it met. */
  fault: FaultKind | null;
  /** What it was answered; null while that is not out in full, which with some faults it never is. */
  status: number | null;
}

const CAPACITY = 10_000;

/** The latest requests, oldest first; `dropped` tells whether there were more. */
export class RequestLog {
  readonly entries: LoggedRequest[] = [];
  dropped = 0;

  add(request: Pick<LoggedRequest, 'symbol' | 'interval' | 'from' | 'at'>): LoggedRequest {
    const entry = { ...request, fault: null, status: null };
    this.entries.push(entry);
    if (this.entries.length > CAPACITY) {
      this.entries.shift();
      this.dropped++;
    }
    return entry;
  }
}
