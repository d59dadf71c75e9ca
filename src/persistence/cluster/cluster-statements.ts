import type { HeldShard, MissedUpdates, Pulse } from '../../application/ports/cluster-store';
import type { ShardOfJob } from '../../application/ports/collection-ledger';
import type { CollectionJob } from '../../domain/collection-job';
import type { ControlOrder } from '../../domain/control-order';
import { isTerminal } from '../../domain/job-state';
import { TIMING } from '../../timing';
import { IN_FORCE, IS_FREE, IS_VALID } from '../ledger/lease-sql';
import { jobOf, selectJob, type JobRow } from '../jobs/job-row';
import { statement } from '../database/statement';

/** Whether the shard wants a run, see ClusterStore. The shards of a job that has ended are drained. */
const WANTS_RUN = `NOT lease.finished AND NOT lease.drained`;

/** Transitions of one job that are made up for, the latest ones. */
const MAX_TRANSITIONS = 100;

/** Shards per search for work without a node. A long list is added to the queue in several rounds. */
const MAX_SHARDS = 1_000;

/** A statement that renews a session has committed within HEARTBEAT_STATEMENT. Only before that can a lease be taken. */
const WAS_VALID = `coalesce((SELECT expires_at > clock_timestamp() + interval '${TIMING.HEARTBEAT_STATEMENT} ms' FROM before), false)`;

const CHANGED = (jobIds: string, lastEvents: string) => `
            SELECT job_id AS "jobId", progress.last_event AS "firstEvent", progress.last_event AS "lastEvent"
              FROM unnest(${jobIds}, ${lastEvents}) AS watched (job_id, last_event) JOIN job_progress progress USING (job_id)
             WHERE progress.last_event <> watched.last_event`;

/** Indexed: without recent events of other jobs, it costs nothing. */
const RECENT = (ms: string, otherThan: string) => `
            SELECT job_id AS "jobId", min(seq) AS "firstEvent", max(seq) AS "lastEvent"
              FROM job_event
             WHERE type <> 'SYMBOLS_DONE' AND at > clock_timestamp() - ${ms} * interval '1 ms'
               AND job_id <> ALL (${otherThan})
             GROUP BY job_id`;

export const beat = statement(
  'beat',
  {
    ...{ id: 'text', role: 'text', shards: 'integer', protocol: 'integer', renews: 'boolean' },
    ...{ ownedIds: 'uuid[]', versions: 'integer[]' },
    ...{ watchedIds: 'uuid[]', lastEvents: 'integer[]', recentMs: 'double precision' },
  },
  ({ id, role, shards, protocol, renews, ownedIds, versions, watchedIds, lastEvents, recentMs }) => `
    WITH before AS (
      SELECT expires_at FROM cluster_node WHERE id = ${id}
    ), renewed AS (
      INSERT INTO cluster_node (id, role, shards, protocol, expires_at)
      SELECT ${id}, ${role}, ${shards}, ${protocol}, clock_timestamp() + interval '${TIMING.SESSION} ms' WHERE ${renews}
          ON CONFLICT (id) DO UPDATE SET shards = excluded.shards, expires_at = excluded.expires_at
    ), others AS (
      SELECT *, ${IS_VALID} AS valid FROM cluster_node node WHERE id <> ${id}
    )
    SELECT (SELECT coalesce(json_agg(node), '[]')
              FROM (SELECT id, role, shards, protocol FROM others WHERE valid
                     UNION ALL SELECT ${id}, ${role}, ${shards}, ${protocol}) node) AS nodes,
           (SELECT coalesce(json_agg(id), '[]') FROM others WHERE NOT valid) AS expired,
           (SELECT coalesce(json_agg(json_build_object('id', id, 'state', job.state, 'version', job.version)), '[]')
              FROM unnest(${ownedIds}, ${versions}) AS owned (id, version) JOIN collection_job job USING (id)
             WHERE job.version <> owned.version) AS orders,
           (SELECT coalesce(json_agg(changed), '[]') FROM (${CHANGED(watchedIds, lastEvents)}
             UNION ALL ${RECENT(recentMs, watchedIds)}) changed) AS changed,
           ${WAS_VALID} AS "wasValid",
           (SELECT max(timestamp) FROM migration)::double precision AS "schemaVersion",
           extract(epoch FROM pg_postmaster_start_time())::double precision * 1000 AS "serverStartedAt",
           extract(epoch FROM clock_timestamp())::double precision * 1000 AS now`,
  ({ orders, schemaVersion, ...pulse }: BeatRow) => ({
    schemaVersion,
    pulse: { ...pulse, orders: new Map(orders.map(({ id, ...order }) => [id, order])) } satisfies Pulse,
  }),
);

interface BeatRow extends Omit<Pulse, 'orders'> {
  /** Of the database, see SCHEMA_VERSION. */
  readonly schemaVersion: number;
  readonly orders: (ControlOrder & { readonly id: string })[];
}

/** Changes nothing, but waits until its commit is durable, as a store does. */
export const probe = statement(
  'probe',
  { id: 'text' },
  ({ id }) => `UPDATE cluster_node SET shards = shards WHERE id = ${id}`,
  () => null,
);

/** Keeps the row, so that the other nodes learn of the end with their next heartbeat. */
export const endSession = statement(
  'end_session',
  { id: 'text' },
  ({ id }) => `UPDATE cluster_node SET expires_at = least(expires_at, clock_timestamp()) WHERE id = ${id}`,
  () => null,
);

/** Forgets sessions that expired long ago. Leases that they hold are found by leftBehindShards. */
export const forgetSessions = statement(
  'forget_sessions',
  {},
  () => `DELETE FROM cluster_node WHERE expires_at < clock_timestamp() - interval '${TIMING.SESSION_REMEMBERED} ms'`,
  () => null,
);

export const holders = statement(
  'holders',
  { jobId: 'uuid' },
  ({ jobId }) => `SELECT DISTINCT holder FROM job_lease WHERE job_id = ${jobId} AND holder IS NOT NULL`,
  ({ holder }: { holder: string }) => holder,
);

export const unfinishedShards = statement(
  'unfinished_shards',
  { jobId: 'uuid' },
  ({ jobId }) => `
    SELECT job_id AS "jobId", shard FROM job_lease WHERE job_id = ${jobId} AND NOT finished ORDER BY shard`,
  (row: ShardOfJob) => row,
);

const HELD_SHARDS = (nodeId: string) => `
    SELECT job_id AS "jobId", shard, run_id AS "runId"
      FROM job_lease lease
     WHERE holder = ${nodeId} AND ${IN_FORCE}
     ORDER BY job_id, shard`;

export const heldShards = statement(
  'held_shards',
  { nodeId: 'text' },
  ({ nodeId }) => HELD_SHARDS(nodeId),
  (row: HeldShard) => row,
);

/** A takeover that is in flight has locked its lease before it looks at the session. */
export const stillHeldShards = statement(
  'still_held_shards',
  { nodeId: 'text' },
  ({ nodeId }) => `
    WITH unlocked AS (${HELD_SHARDS(nodeId)} FOR NO KEY UPDATE SKIP LOCKED)
    SELECT held.*, "runId" IN (SELECT "runId" FROM unlocked) AS "isSure" FROM (${HELD_SHARDS(nodeId)}) held`,
  (row: HeldShard & { isSure: boolean }) => row,
);

export const freeShards = statement(
  'free_shards',
  { jobId: 'uuid', shard: 'integer' },
  ({ jobId, shard }) => `
    SELECT FROM job_lease lease WHERE job_id = ${jobId} AND shard = ${shard} AND ${WANTS_RUN} AND ${IS_FREE}`,
  () => true,
);

export const shardsHeldByExpired = statement(
  'shards_held_by_expired',
  { nodeIds: 'text[]' },
  ({ nodeIds }) => `
    SELECT job_id AS "jobId", shard, run_id AS "runId"
      FROM job_lease lease
     WHERE holder = ANY (${nodeIds}) AND run_id IS NOT NULL AND ${WANTS_RUN} AND ${IS_FREE}
     LIMIT ${MAX_SHARDS}`,
  (row: HeldShard) => row,
);

/** The first of the nodes that asks within SWEEP moves `swept_at`, and gets the answer. */
export const leftBehindShards = statement(
  'left_behind_shards',
  {},
  () => `
    WITH turn AS (
      UPDATE cluster SET swept_at = clock_timestamp()
       WHERE swept_at < clock_timestamp() - interval '${TIMING.SWEEP} ms'
      RETURNING 1
    )
    SELECT job_id AS "jobId", shard
      FROM (SELECT job_id, shard FROM job_lease lease WHERE holder IS NULL AND ${WANTS_RUN}
             UNION ALL
            SELECT job_id, shard FROM job_lease lease
             WHERE holder IS NOT NULL AND run_id IS NOT NULL AND ${WANTS_RUN} AND ${IS_FREE}) left_behind, turn
     LIMIT ${MAX_SHARDS}`,
  (row: ShardOfJob) => row,
);

/** A job, and the properties that its transitions changed, from its history. */
interface MissedRow extends JobRow {
  readonly past: readonly PastTransition[];
}

type PastTransition = Pick<CollectionJob, 'state' | 'version' | 'reason' | 'lastEvent' | 'progress'> & {
  readonly at: string;
};

/**
 * Reads jobs, each with the transitions after an event. Events with a `to_state` are the transitions; each has raised the
 * version by one.
 */
export const missedUpdates = statement(
  'missed_updates',
  { jobIds: 'uuid[]', afterEvents: 'integer[]' },
  ({ jobIds, afterEvents }) => `
    SELECT told.*,
           (SELECT coalesce(json_agg(json_build_object('at', at, 'state', state, 'reason', reason, 'lastEvent', seq,
                     'version', told.version - later, 'progress', progress) ORDER BY seq), '[]')
              FROM (SELECT seq, at, to_state AS state, reason,
                           count(*) OVER (ORDER BY seq DESC) - 1 AS later,
                           json_build_object('total', total, 'succeeded', succeeded, 'empty', empty, 'failed', failed,
                                             'rows', "rows", 'activeMs', active_ms,
                                             'symbolsPerSecond', symbols_per_second) AS progress
                      FROM job_event
                     WHERE job_id = told.id AND seq > after_event AND type <> 'SYMBOLS_DONE' AND to_state IS NOT NULL
                     ORDER BY seq DESC
                     LIMIT ${MAX_TRANSITIONS}) transition) AS past
      FROM unnest(${jobIds}, ${afterEvents}) AS asked (id, after_event)
     CROSS JOIN LATERAL (${selectJob()} WHERE job.id = asked.id) told`,
  ({ past, ...row }: MissedRow): MissedUpdates => {
    const current = jobOf(row);
    return { current, past: past.map((transition) => asOf(current, transition)) };
  },
);

/** Returns the job as a transition left it. */
function asOf(job: CollectionJob, { at, ...transition }: PastTransition): CollectionJob {
  const { state, lastEvent } = transition;
  const when = new Date(at);
  const [pausedAt, completedAt] = [state === 'PAUSED' ? when : null, isTerminal(state) ? when : null];
  return { ...job, ...transition, pausedAt, completedAt, drained: lastEvent === job.lastEvent && job.drained };
}
