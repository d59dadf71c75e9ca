import pg from 'pg';
import { cpuSeconds, residentMiB } from '../process.mjs';

/** For `Nodes.open`. */
export const METER_SETTINGS = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track_planning': 'on',
};

/** Statements that a result lists, the most frequent ones. */
const LISTED = 15;

const STATEMENTS = `
  SELECT regexp_replace(query, '\\s+', ' ', 'g') AS query, calls::float8,
         total_plan_time + total_exec_time AS ms, wal_bytes::float8 AS "walBytes"
    FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid
   WHERE datname = $1 AND toplevel`;

const TRANSACTIONS = `SELECT (xact_commit + xact_rollback)::float8 AS count FROM pg_stat_database WHERE datname = $1`;

/** Measures what the nodes of a cluster cost: statements, WAL, CPU, memory. */
export class Meter {
  static async on(cluster) {
    const client = new pg.Client({ connectionString: cluster.databaseUrl, application_name: 'bench' });
    await client.connect();
    await cluster.server.admin.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    return new Meter(cluster, client);
  }

  constructor(cluster, client) {
    Object.assign(this, { cluster, client, database: new URL(cluster.databaseUrl).pathname.slice(1) });
  }

  /** @returns the costs of `ms` milliseconds, per second; CPU as a share of one core */
  async during(ms) {
    const { admin } = this.cluster.server;
    await admin.query('SELECT pg_stat_statements_reset()');
    const before = await this.read();
    await new Promise((resolve) => setTimeout(resolve, ms));
    const after = await this.read();
    const { rows } = await admin.query(STATEMENTS, [this.database]);
    const seconds = (after.at - before.at) / 1_000;
    const rate = (name) => (after[name] - before[name]) / seconds;
    return {
      seconds,
      transactions: rate('transactions'),
      walBytes: rate('walBytes'),
      events: rate('events'),
      cpu: {
        nodes: after.nodes.map((value, n) => (value - before.nodes[n]) / seconds),
        postgres: rate('postgres'),
        redis: this.cluster.redis ? rate('redis') : null,
      },
      residentMiB: this.cluster.nodes.map(({ child }) => residentMiB(child.pid)),
      ...statementsOf(rows, seconds),
      connections: await this.connections(),
    };
  }

  async read() {
    const { server, nodes, redis } = this.cluster;
    const { rows } = await server.admin.query(TRANSACTIONS, [this.database]);
    const events = await this.client.query('SELECT count(*)::float8 AS count FROM job_event');
    const { walBytes, cpuSeconds: postgres } = await server.spent();
    return {
      at: performance.now(),
      transactions: rows[0].count,
      events: events.rows[0].count,
      ...{ walBytes, postgres },
      nodes: nodes.map(({ child }) => cpuSeconds(child.pid)),
      redis: redis && cpuSeconds(redis.pid),
    };
  }

  /** @returns the connections of all nodes, by application_name */
  async connections() {
    const { rows } = await this.client.query(
      `SELECT regexp_replace(application_name, ':w:.*|, pid.*', '') AS name, count(*)::integer
         FROM pg_stat_activity WHERE datname = $1 AND application_name <> 'bench' GROUP BY 1 ORDER BY 1`,
      [this.database],
    );
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  }

  /** @returns the number of shards that each node holds */
  async holders() {
    const { rows } = await this.client.query(
      `SELECT holder, count(*)::integer FROM job_lease JOIN collection_job job ON job.id = job_id
        WHERE holder IS NOT NULL AND job.state = 'RUNNING' GROUP BY 1 ORDER BY 1`,
    );
    return Object.fromEntries(rows.map(({ holder, count }) => [holder, count]));
  }

  close() {
    return this.client.end();
  }
}

function statementsOf(rows, seconds) {
  const sum = (found, name) => found.reduce((total, row) => total + row[name], 0);
  const beats = rows.filter(({ query }) => query.includes('INSERT INTO cluster_node'));
  const listed = [...rows].sort((a, b) => b.calls - a.calls).slice(0, LISTED);
  return {
    statements: sum(rows, 'calls') / seconds,
    heartbeats: sum(beats, 'calls') / seconds,
    heartbeatMs: sum(beats, 'ms') / sum(beats, 'calls'),
    byStatement: listed.map(({ query, calls, ms, walBytes }) => ({
      query: query.trim().slice(0, 120),
      perSecond: calls / seconds,
      meanMs: ms / calls,
      walBytesPerSecond: walBytes / seconds,
    })),
  };
}
