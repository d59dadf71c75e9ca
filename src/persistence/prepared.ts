import type { Client, Pool, QueryResultRow } from 'pg';
import { QueryFailedError, QueryRunnerAlreadyReleasedError, type EntityManager } from 'typeorm';
import { poolOf } from './data-source';

/** A statement that is prepared once a connection, under its name. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/**
 * Runs a prepared statement, in the manager's transaction if it has one. The ORM prepares nothing, and to plan what is
 * asked of job_view takes several times as long as to run it.
 */
export async function runPrepared<Row extends QueryResultRow>(
  { queryRunner, connection }: EntityManager,
  statement: Prepared,
  values: readonly unknown[],
): Promise<Row[]> {
  if (queryRunner?.isReleased) throw new QueryRunnerAlreadyReleasedError();
  const client = queryRunner ? ((await queryRunner.connect()) as Client) : poolOf(connection);
  return queryPrepared(client, statement, values);
}

/** @throws QueryFailedError as the ORM does: what went wrong is told apart in one place, database-errors.ts */
export async function queryPrepared<Row extends QueryResultRow>(
  client: Pick<Client, 'query'> | Pool,
  statement: Prepared,
  values: readonly unknown[],
): Promise<Row[]> {
  try {
    const { rows } = await client.query<Row>({ ...statement, values: [...values] });
    return rows;
  } catch (error) {
    throw new QueryFailedError(statement.name, undefined, error as Error);
  }
}
