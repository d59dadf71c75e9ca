import { ActiveFault, type FaultOrder } from './active-fault';

/** The faults that are switched on at the simulated exchange; the oldest one that fits a request decides. */
export class Faults {
  private readonly active = new Map<number, ActiveFault>();
  private lastId = 0;

  /** Switches a fault on: for one symbol or, without `symbol`, for all; `times` times or, without it, until cleared. */
  add(order: FaultOrder): ActiveFault {
    const fault = new ActiveFault(++this.lastId, order);
    this.active.set(fault.id, fault);
    return fault;
  }

  /** Switches one fault off and lets go of the requests it holds. @returns false when there is none of that id */
  remove(id: number): boolean {
    const fault = this.active.get(id);
    fault?.release();
    return this.active.delete(id);
  }

  /** Switches all faults off and lets go of all requests that are held. */
  clear(): void {
    for (const id of [...this.active.keys()]) this.remove(id);
  }

  list(): readonly ActiveFault[] {
    return [...this.active.values()];
  }

  /** The fault that a request for `symbol` meets, which is thereby used once more. */
  meet(symbol: string): ActiveFault | null {
    const fault = this.list().find((candidate) => candidate.fits(symbol));
    fault?.hit();
    return fault ?? null;
  }
}
