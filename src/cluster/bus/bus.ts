/** Receives what a bus delivers. Neither method may throw. */
export interface BusListener {
  /** A message of any node, this one included. Messages of one node arrive in the order in which it sent them. */
  heard(text: string): void;
  /** The connection was interrupted for up to `ms` milliseconds: messages to and from this node may have been lost. */
  missed(ms: number): void;
}

/** Broadcasts messages to all nodes with low latency, at most once. Nodes recover lost messages from the database. */
export interface Bus {
  /** Maximum size of one message. */
  readonly maxBytes: number;
  /** Connects and subscribes, and from then on reconnects by itself. @throws when the first connection fails */
  open(): Promise<void>;
  say(text: string): void;
  close(): Promise<void>;
}

/** Interval and timeout of the pings by which a bus checks its connections, in milliseconds. */
export const PING_MS = 1_000;
/** Delay between two attempts to connect, in milliseconds. */
export const RECONNECT_MS = 200;
