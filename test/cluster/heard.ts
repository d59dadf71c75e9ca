import type { BusListener } from '../../src/cluster/bus/bus';
import { PROTOCOL } from '../../src/cluster/bus/messages';
import { ClusterNode, type NodeDeps } from '../../src/cluster/cluster-node';

export const SELF = 'this-node';

/** A node without a cluster. The test provides the messages that it receives, and observes all their effects. */
export class LoneNode {
  /** Effects of all messages in order: the name of the called function and its arguments. */
  readonly effects: [string, ...unknown[]][] = [];
  readonly logged: (object & { kind?: string; count?: number })[] = [];
  /** Called after each effect has been recorded. */
  onEffect: (name: string) => void = () => undefined;
  private listener!: BusListener;
  readonly node: ClusterNode;

  constructor(readonly maxBytes = 256 * 1024) {
    const log = { info: () => undefined, warn: (fields: object) => void this.logged.push(fields), error: fail };
    const noted =
      (name: string) =>
      (...args: unknown[]) => {
        this.effects.push([name, ...args]);
        this.onEffect(name);
      };
    const pool = {
      obey: noted('obey'),
      drainedElsewhere: noted('drained'),
      inFlight: () => [],
      jobIds: [],
      all: () => [],
    };
    const bus = { maxBytes, open: fail, say: noted('say'), close: async () => undefined };
    const parts = {
      id: SELF,
      role: 'all',
      pool: { ...pool, close: async () => undefined },
      queue: { closeTaking: async () => undefined, close: async () => undefined },
      feed: { deliver: noted('deliver'), watchesAll: false, watchedJobs: [], watches: () => false },
      log,
      store: { leave: async () => undefined },
      throttleOf: (source: string) => ({ keepQuiet: (ms: number) => noted('keepQuiet')(source, ms) }),
      busOf: (_nodeId: string, listener: BusListener) => {
        this.listener = listener;
        return bus;
      },
    };
    this.node = new ClusterNode(parts as unknown as NodeDeps);
  }

  /** Receives a message. @returns the effects of this message only */
  hears(text: string): [string, ...unknown[]][] {
    const before = this.effects.length;
    this.listener.heard(text);
    return this.effects.slice(before);
  }

  /** Receives a message from another node. @returns its effects */
  told(saying: object): [string, ...unknown[]][] {
    return this.hears(JSON.stringify({ v: PROTOCOL, from: 'another-node', ...saying }));
  }

  close(): Promise<void> {
    return this.node.close(0);
  }
}

function fail(): never {
  throw new Error('nobody may come here');
}
