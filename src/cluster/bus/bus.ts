/** What the bus tells the node that listens. Neither may throw. */
export interface BusListener {
  /** What some node said, this one included; of one node in the order in which it was said. */
  heard(text: string): void;
  /** For up to so many milliseconds nothing was heard, and what this node said may have been lost. */
  missed(ms: number): void;
}

/** Carries messages between nodes, fast and without promise: what is lost is made up for from the database. */
export interface Bus {
  /** The most bytes of one message. */
  readonly maxBytes: number;
  /** Resolves when it hears. Connects again by itself from then on. @throws when it cannot connect */
  open(): Promise<void>;
  say(text: string): void;
  close(): Promise<void>;
}

/** How often a bus makes sure that it hears, in milliseconds; an answer that takes as long is none. */
export const PING_MS = 1_000;
/** Between two attempts to connect, in milliseconds. */
export const RECONNECT_MS = 200;
