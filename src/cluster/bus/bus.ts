import { createHash } from 'node:crypto';

/** Receives what a bus delivers. Neither method may throw. */
export interface BusListener {
  /** A message of any node, this one included. Messages of one node arrive in the order in which it sent them. */
  heard(text: string): void;
  /** The connection was interrupted: messages to and from this node may have been lost. */
  missed(): void;
}

/**
 * Sends messages to all nodes or to one, with low latency, at most once. Nodes recover lost messages from the database.
 */
export interface Bus {
  /** Maximum size of one message. */
  readonly maxBytes: number;
  /** Connects and subscribes, and from then on reconnects by itself. @throws when the first connection fails */
  open(): Promise<void>;
  /** @param to id of a node; null: all nodes */
  say(to: string | null, text: string): void;
  close(): Promise<void>;
}

/** Returns a name for the messages to one node. PostgreSQL allows 63 bytes, fewer than an id may have. */
export function channelOf(prefix: string, nodeId: string): string {
  return `${prefix}_${createHash('sha256').update(nodeId).digest('hex').slice(0, 16)}`;
}

/** Interval and timeout of the pings by which a bus checks its connections, in milliseconds. */
export const PING_MS = 1_000;
/** Delay between two attempts to connect, in milliseconds. */
export const RECONNECT_MS = 200;
