import type { NodeState, Pulse } from '../../application/ports/cluster-store';
import type { ShardOfJob } from '../../application/ports/collection-ledger';
import type { CollectionJob } from '../../domain/collection-job';
import type { ControlOrder } from '../../domain/control-order';
import type { JobEvent } from '../../domain/job-event';
import { TERMINAL_STATES } from '../../domain/job-state';
import { TIMING } from '../../timing';
import { statement } from '../database/statement';

/** A node whose last heartbeat is older is regarded as absent. */
const IS_THERE = `seen_at > clock_timestamp() - interval '${TIMING.NODE_ABSENT_AFTER} ms'`;

/** A shard that needs a run. A PAUSED job's shard that has not drained needs one to record that it has. */
const WANTS_RUNS = `NOT lease.finished AND (job.state IN ('PENDING', 'RUNNING') OR job.state = 'PAUSED' AND NOT lease.drained)`;

export const beat = statement(
  'beat',
  { id: 'text', role: 'text', shards: 'integer', jobIds: 'uuid[]' },
  ({ id, role, shards, jobIds }) => `
    WITH self AS (
      INSERT INTO cluster_node (id, role, shards, seen_at) VALUES (${id}, ${role}, ${shards}, clock_timestamp())
          ON CONFLICT (id) DO UPDATE SET shards = excluded.shards, seen_at = excluded.seen_at
    )
    SELECT (SELECT coalesce(json_agg(json_build_object('id', id, 'role', role, 'shards', shards)), '[]')
              FROM (SELECT id, role, shards FROM cluster_node WHERE id <> ${id} AND ${IS_THERE}
                     UNION ALL SELECT ${id}, ${role}, ${shards}) node) AS nodes,
           (SELECT coalesce(json_agg(json_build_object('id', id, 'state', state, 'version', version)), '[]')
              FROM collection_job WHERE id = ANY (${jobIds})) AS orders,
           extract(epoch FROM clock_timestamp())::double precision * 1000 AS now`,
  ({ nodes, orders, now }: BeatRow): Pulse => ({
    nodes,
    orders: new Map(orders.map(({ id, ...order }) => [id, order])),
    now,
  }),
);

interface BeatRow {
  readonly nodes: NodeState[];
  readonly now: number;
  readonly orders: (ControlOrder & { readonly id: string })[];
}

export const holders = statement(
  'holders',
  { jobId: 'uuid' },
  ({ jobId }) => `
    SELECT DISTINCT holder
      FROM job_lease JOIN cluster_node ON cluster_node.id = holder
     WHERE job_id = ${jobId} AND ${IS_THERE}`,
  ({ holder }: { holder: string }) => holder,
);

export const unfinishedShards = statement(
  'unfinished_shards',
  { jobId: 'uuid' },
  ({ jobId }) => `
    SELECT job_id AS "jobId", shard FROM job_lease WHERE job_id = ${jobId} AND NOT finished ORDER BY shard`,
  (row: ShardOfJob) => row,
);

export const shardsThatWantRuns = statement(
  'shards_that_want_runs',
  { jobId: 'uuid', shard: 'integer' },
  ({ jobId, shard }) => `
    SELECT FROM job_lease lease JOIN collection_job job ON job.id = lease.job_id
     WHERE lease.job_id = ${jobId} AND lease.shard = ${shard} AND ${WANTS_RUNS}`,
  () => true,
);

export const leftBehindShards = statement(
  'left_behind_shards',
  { nodeId: 'text', runningJobs: 'uuid[]', runningShards: 'integer[]' },
  ({ nodeId, runningJobs, runningShards }) => `
    SELECT lease.job_id AS "jobId", lease.shard
      FROM job_lease lease JOIN collection_job job ON job.id = lease.job_id
     WHERE ${WANTS_RUNS}
       AND CASE WHEN lease.holder = ${nodeId}
                THEN (lease.job_id, lease.shard) NOT IN (SELECT * FROM unnest(${runningJobs}, ${runningShards}))
                ELSE lease.holder IS NULL
                     OR NOT EXISTS (SELECT FROM cluster_node WHERE id = lease.holder AND ${IS_THERE}) END
     ORDER BY job.created_at, lease.shard
     LIMIT 1000`,
  (row: ShardOfJob) => row,
);

export const jobsChangedSince = statement(
  'changed_jobs',
  { ms: 'double precision' },
  ({ ms }) => `
    SELECT job_id AS "jobId"
      FROM job_progress
     WHERE greatest(last_event_at, stored_at) > clock_timestamp() - ${ms} * interval '1 ms'`,
  ({ jobId }: { jobId: string }) => jobId,
);

/** The job's properties that a transition changed, from the job's history. */
export type PastTransition = Pick<JobEvent, 'at' | 'reason' | 'progress'> &
  Pick<CollectionJob, 'state' | 'version'> & { readonly isTerminal: boolean };

/** Events with a `to_state` are the transitions; the version is their number, counted from the job's creation. */
export const transitionsSince = statement(
  'missed_transitions',
  { jobId: 'uuid', ms: 'double precision' },
  ({ jobId, ms }) => `
    SELECT at, state, reason, progress, version, state IN (${TERMINAL_STATES.map((state) => `'${state}'`).join()}) AS "isTerminal"
      FROM (SELECT at, to_state AS state, reason, row_number() OVER (ORDER BY seq)::integer AS version,
                   json_build_object('total', total, 'succeeded', succeeded, 'empty', empty, 'failed', failed,
                                     'rows', "rows", 'activeMs', active_ms,
                                     'symbolsPerSecond', symbols_per_second) AS progress
              FROM job_event
             WHERE job_id = ${jobId} AND type <> 'SYMBOLS_DONE' AND to_state IS NOT NULL) transition
     WHERE at > clock_timestamp() - ${ms} * interval '1 ms'
     ORDER BY version`,
  (row: PastTransition) => row,
);
