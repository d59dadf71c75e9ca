import type { FaultKind } from './active-fault';

/** A request for bars that the simulated exchange received. */
export interface LoggedRequest {
  readonly symbol: string;
  readonly interval: string;
  /** The range asked for; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  /** The Host header: distinguishes clients that reach the exchange by different addresses. */
  readonly host: string;
  /** Time of arrival by the exchange's clock, in milliseconds since the Unix epoch. */
  readonly at: number;
  /** When the response was complete or the connection closed, likewise; null until then. */
  endedAt: number | null;
  /** The fault that applied to it. */
  fault: FaultKind | null;
  /** Status of the response; null until it is complete, which with some faults never happens. */
  status: number | null;
  /** Retry-After of the response; null without one. */
  retryAfterSeconds: number | null;
}

const CAPACITY = 10_000;

/** The latest CAPACITY requests, oldest first. `dropped` counts earlier ones. */
export class RequestLog {
  readonly entries: LoggedRequest[] = [];
  dropped = 0;

  add(request: Pick<LoggedRequest, 'symbol' | 'interval' | 'from' | 'to' | 'host' | 'at'>): LoggedRequest {
    const entry = { ...request, endedAt: null, fault: null, status: null, retryAfterSeconds: null };
    this.entries.push(entry);
    if (this.entries.length > CAPACITY) {
      this.entries.shift();
      this.dropped++;
    }
    return entry;
  }
}
