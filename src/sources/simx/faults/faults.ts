import { ActiveFault, type FaultOrder } from './active-fault';

/** The active faults of the simulated exchange. The oldest one that matches a request applies. */
export class Faults {
  private readonly active = new Map<number, ActiveFault>();
  private lastId = 0;

  /** Activates a fault: for `symbol`, by default all; `times` times, by default until cleared. */
  add(order: FaultOrder): ActiveFault {
    const fault = new ActiveFault(++this.lastId, order);
    this.active.set(fault.id, fault);
    return fault;
  }

  /** Deactivates one fault and releases the requests that it holds. @returns false if there is none with that id */
  remove(id: number): boolean {
    const fault = this.active.get(id);
    fault?.release();
    return this.active.delete(id);
  }

  /** Deactivates all faults and releases all held requests. */
  clear(): void {
    for (const id of [...this.active.keys()]) this.remove(id);
  }

  list(): readonly ActiveFault[] {
    return [...this.active.values()];
  }

  /** Returns the fault that applies to a request for `symbol`, and counts the hit; null: none. */
  meet(symbol: string): ActiveFault | null {
    const fault = this.list().find((candidate) => candidate.fits(symbol));
    fault?.hit();
    return fault ?? null;
  }
}
