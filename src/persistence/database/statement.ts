import type { ClientBase, Pool, QueryResultRow } from 'pg';
import { EntityManager, QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import type { BarInterval } from '../../domain/bar';
import type { CollectMode } from '../../domain/collection-job';
import type { JobEventType } from '../../domain/job-event';
import type { JobState } from '../../domain/job-state';
import { poolOf } from './data-source';

/** What a statement runs on. With a manager: in its transaction if it has one, else on any connection of its pool. */
export type Executor = EntityManager | Pool | ClientBase;

/** PostgreSQL's parameter types, by name, with the TypeScript types of their values. */
interface ParameterTypes {
  readonly uuid: string;
  readonly text: string;
  readonly integer: number;
  readonly 'double precision': number;
  readonly boolean: boolean;
  readonly job_state: JobState;
  readonly job_event_type: JobEventType;
  readonly bar_interval: BarInterval;
  readonly collect_mode: CollectMode;
  readonly 'uuid[]': readonly string[];
  readonly 'text[]': readonly (string | null)[];
  readonly 'integer[]': readonly number[];
  readonly 'double precision[]': readonly (number | null)[];
  readonly 'bigint[]': readonly (number | null)[];
  readonly 'numeric[]': readonly (string | null)[];
  readonly 'symbol_state[]': readonly string[];
  readonly 'source_failure[]': readonly (string | null)[];
  readonly 'boolean[]': readonly boolean[];
  /** As PostgreSQL writes them, see multirangeOf. */
  readonly 'tstzmultirange[]': readonly string[];
}

/*
 * Array types whose elements need no escapes. Encoding them as an array literal costs much less than the driver's own
 * array encoding.
 */
/** Numbers, validated decimals, enum labels of this schema: they need no quotes either. */
const PLAIN: readonly string[] = [
  ...['integer[]', 'bigint[]', 'double precision[]', 'numeric[]', 'boolean[]'],
  ...['symbol_state[]', 'source_failure[]'],
];
/** Sets of times, which contain commas. */
const QUOTED: readonly string[] = ['tstzmultirange[]'];

type Declared = Readonly<Record<string, keyof ParameterTypes>>;
type Values<D extends Declared> = { readonly [Name in keyof D]: ParameterTypes[D[Name]] | null };

/**
 * Declares a statement that is prepared once per connection, under its name. The ORM prepares nothing, and planning the
 * most frequent statements takes several times as long as running them.
 * @param parameters types of the parameters, by name
 * @param text builds the SQL; receives each parameter as its placeholder with a cast
 * @param toResult maps each row
 * @returns a function that runs the statement. It throws QueryFailedError, as the ORM does: database-errors.ts
 *   classifies it
 */
export function statement<D extends Declared, Row extends QueryResultRow, Result>(
  name: string,
  parameters: D,
  text: (parameter: Readonly<Record<keyof D, string>>) => string,
  toResult: (row: Row) => Result,
): (on: Executor, values: Values<D>) => Promise<Result[]> {
  return declared(name, { name, text: textOf(parameters, text) }, parameters, toResult);
}

/**
 * Declares a statement like `statement`, but has it planned for the values of each call. A prepared one is planned for
 * any values from its sixth call on: with a list of 50,000 entries, that plan ran into its timeout.
 */
export function statementForLists<D extends Declared, Row extends QueryResultRow, Result>(
  name: string,
  parameters: D,
  text: (parameter: Readonly<Record<keyof D, string>>) => string,
  toResult: (row: Row) => Result,
): (on: Executor, values: Values<D>) => Promise<Result[]> {
  return declared(name, { text: textOf(parameters, text) }, parameters, toResult);
}

function textOf<D extends Declared>(
  parameters: D,
  text: (parameter: Readonly<Record<keyof D, string>>) => string,
): string {
  const written = Object.entries(parameters).map(([key, type], index) => [key, `$${index + 1}::${type}`]);
  return text(Object.fromEntries(written) as Record<keyof D, string>);
}

function declared<D extends Declared, Row extends QueryResultRow, Result>(
  name: string,
  query: { readonly name?: string; readonly text: string },
  parameters: D,
  toResult: (row: Row) => Result,
): (on: Executor, values: Values<D>) => Promise<Result[]> {
  const types = Object.entries(parameters);
  return async (on, values) => {
    const client = await clientOf(on);
    const given = types.map(([key, type]) => encode(type, values[key]));
    try {
      return (await client.query<Row>({ ...query, values: given })).rows.map(toResult);
    } catch (error) {
      throw new QueryFailedError(name, undefined, error as Error);
    }
  };
}

function encode(type: keyof ParameterTypes, value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  if (QUOTED.includes(type)) return value.length > 0 ? `{"${value.join('","')}"}` : '{}';
  if (!PLAIN.includes(type)) return value;
  const elements = value as readonly (string | number | boolean | null)[];
  return `{${(elements.includes(null) ? elements.map((element) => element ?? 'NULL') : elements).join()}}`;
}

async function clientOf(on: Executor): Promise<Pool | ClientBase> {
  if (!(on instanceof EntityManager)) return on;
  const { queryRunner, connection } = on;
  if (!queryRunner) return poolOf(connection);
  if (queryRunner.isReleased) throw new QueryRunnerAlreadyReleasedError();
  return (await queryRunner.connect()) as ClientBase;
}
