import type { ClientBase, Pool, QueryResultRow } from 'pg';
import { EntityManager, QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import type { BarInterval } from '../../domain/bar';
import type { JobEventType } from '../../domain/job-event';
import type { JobState } from '../../domain/job-state';
import { poolOf } from './data-source';

/** What a statement runs on: in the manager's transaction if it has one, else on any connection of the pool. */
export type Executor = EntityManager | Pool | ClientBase;

/** The types of parameters, by their names in PostgreSQL, as what they are given. */
interface ParameterTypes {
  readonly uuid: string;
  readonly text: string;
  readonly integer: number;
  readonly 'double precision': number;
  readonly boolean: boolean;
  readonly job_state: JobState;
  readonly job_event_type: JobEventType;
  readonly bar_interval: BarInterval;
  readonly 'uuid[]': readonly string[];
  readonly 'text[]': readonly (string | null)[];
  readonly 'integer[]': readonly number[];
  readonly 'double precision[]': readonly number[];
  readonly 'numeric[]': readonly string[];
  readonly 'symbol_state[]': readonly string[];
  readonly 'source_failure[]': readonly (string | null)[];
}

/**
 * Whose elements need no quotes: numbers, checked decimals, our own words. As an array literal they cost much less than
 * what the driver makes of an array.
 */
const PLAIN: readonly string[] = ['integer[]', 'double precision[]', 'numeric[]', 'symbol_state[]', 'source_failure[]'];

type Declared = Readonly<Record<string, keyof ParameterTypes>>;
type Values<D extends Declared> = { readonly [Name in keyof D]: ParameterTypes[D[Name]] | null };

/**
 * A statement that is prepared once a connection, under its name: the ORM prepares nothing, and to plan what is asked
 * most takes several times as long as to run it. What it asks, what is put in and what comes out stand together.
 * @param parameters its parameters by name, with their types
 * @param text given each parameter as it is written in SQL, with its cast
 * @param toResult of each row
 * @returns runs it; throws QueryFailedError as the ORM does: what went wrong is told apart in database-errors.ts
 */
export function statement<D extends Declared, Row extends QueryResultRow, Result>(
  name: string,
  parameters: D,
  text: (parameter: Readonly<Record<keyof D, string>>) => string,
  toResult: (row: Row) => Result,
): (on: Executor, values: Values<D>) => Promise<Result[]> {
  const declared = Object.entries(parameters);
  const written = Object.fromEntries(declared.map(([key, type], index) => [key, `$${index + 1}::${type}`]));
  const prepared = { name, text: text(written as Record<keyof D, string>) };
  return async (on, values) => {
    const client = await clientOf(on);
    const given = declared.map(([key, type]) => encode(type, values[key]));
    try {
      return (await client.query<Row>({ ...prepared, values: given })).rows.map(toResult);
    } catch (error) {
      throw new QueryFailedError(name, undefined, error as Error);
    }
  };
}

function encode(type: keyof ParameterTypes, value: unknown): unknown {
  if (!Array.isArray(value) || !PLAIN.includes(type)) return value;
  return `{${value.map((element: string | number | null) => element ?? 'NULL').join()}}`;
}

async function clientOf(on: Executor): Promise<Pool | ClientBase> {
  if (!(on instanceof EntityManager)) return on;
  const { queryRunner, connection } = on;
  if (!queryRunner) return poolOf(connection);
  if (queryRunner.isReleased) throw new QueryRunnerAlreadyReleasedError();
  return (await queryRunner.connect()) as ClientBase;
}
