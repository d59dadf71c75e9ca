import type { Value } from './source-file';

const PRINTABLE = /^[\x21-\x7e]([\x20-\x7e]{0,4094}[\x21-\x7e])?$/;

/** The environment variables that a file names. Their values are secret. */
export class Environment {
  private readonly unsetNames = new Set<string>();
  private readonly values = new Set<string>();

  constructor(private readonly variables: Readonly<Record<string, string | undefined>>) {}

  /** Variables that are not set, of those that were asked for. */
  get unset(): readonly string[] {
    return [...this.unsetNames].sort();
  }

  /** The values of those that were asked for. */
  get secrets(): readonly string[] {
    return [...this.values];
  }

  /** @returns the value; empty if its variable is not set. @throws RangeError, without the value, if nobody can send it */
  valueOf(value: Value): string {
    if (typeof value !== 'object') return String(value);
    const { env, prefix = '' } = value;
    const found = this.variables[env];
    if (found === undefined || found === '') {
      this.unsetNames.add(env);
      return '';
    }
    if (!PRINTABLE.test(found)) throw new RangeError(`${env} holds something else than printable ASCII`);
    this.values.add(found);
    return prefix + found;
  }

  /** As `valueOf`, of each value. */
  valuesOf(values: Readonly<Record<string, Value>> = {}): Record<string, string> {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, this.valueOf(value)]));
  }
}
