import { NodeOutdatedError } from '../../domain/store-errors';
import type { Logger } from '../ports/logger';

/** FIT: works on jobs. OUTDATED, until it ends: the schema is newer, so other processes must do the work. */
export type Fitness = 'FIT' | 'OUTDATED';

/** Tracks whether this process can work with its database, judged by the errors that the store throws. */
export class NodeFitness {
  private current: Fitness = 'FIT';

  /** @param outdated called once, when the process becomes OUTDATED */
  constructor(
    private readonly log: Logger,
    private readonly outdated: () => void,
  ) {}

  get state(): Fitness {
    return this.current;
  }

  /** Returns a proxy of the store that inspects every rejection before it reaches the caller. */
  watch<T extends object>(store: T): T {
    return new Proxy(store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => this.looking(Reflect.apply(member, target, args));
      },
    });
  }

  private looking(answer: unknown): unknown {
    if (!(answer instanceof Promise)) return answer;
    return answer.catch((error: unknown) => {
      if (error instanceof NodeOutdatedError) this.outgrown(error);
      throw error;
    });
  }

  private outgrown({ evidence, cause }: NodeOutdatedError): void {
    if (this.current === 'OUTDATED') return;
    this.current = 'OUTDATED';
    const message = 'this node is older than the database: it works on jobs no more, restart it with the new version';
    this.log.error({ evidence, err: cause }, message);
    this.outdated();
  }
}
