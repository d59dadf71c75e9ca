/** Whether the session `node` is valid. An absent one is not: it has expired long ago. */
export const IS_VALID = `node.expires_at > clock_timestamp()`;

/** Start of the server, if it acknowledges commits before they are durable: then it loses some when it crashes. */
export const SERVER_STARTED_AT = `CASE
    WHEN current_setting('synchronous_commit') = 'off' OR current_setting('fsync') = 'off' THEN pg_postmaster_start_time()
    END`;

/** Whether the run of `lease` may store: it was not revoked, and the server has lost nothing since it was granted. */
export const IN_FORCE = `lease.run_id IS NOT NULL
    AND (lease.server_started_at IS NULL OR lease.server_started_at = pg_postmaster_start_time())`;

/** Whether a run may take `lease`: none has it, its server has gone, or the session of its holder is not valid. */
export const IS_FREE = `(lease.holder IS NULL OR NOT (${IN_FORCE})
    OR NOT EXISTS (SELECT FROM cluster_node node WHERE node.id = lease.holder AND ${IS_VALID}))`;

/** Selects the lease of a shard if the run has it. */
export function leaseOfRun(jobId: string, shard: string, runId: string): string {
  return `lease.job_id = ${jobId} AND lease.shard = ${shard} AND lease.run_id = ${runId} AND ${IN_FORCE}`;
}
