import { Pool } from 'pg';
import type { ClusterStore, NodeState, Pulse } from '../../application/ports/cluster-store';
import type { ShardOfJob } from '../../application/ports/collection-ledger';
import type { CollectionJob } from '../../domain/collection-job';
import type { JobUpdate } from '../../domain/job-update';
import {
  beat,
  holders,
  jobsChangedSince,
  leftBehindShards,
  shardsThatWantRuns,
  transitionsSince,
  unfinishedShards,
  type PastTransition,
} from './cluster-statements';
import { storeError } from '../database/database-errors';
import type { Databases } from '../database/databases';
import { ClusterEntity } from '../entities/cluster-entity';
import { ClusterNodeEntity } from '../entities/cluster-node-entity';
import { JobLeaseEntity } from '../entities/job-lease-entity';
import { findJob } from '../jobs/job-store';
import { poolOptions } from '../database/pool-options';

/** The cluster in PostgreSQL. Queries that a command's answer waits for do not share a pool with the workers. */
export class PostgresClusterStore implements ClusterStore {
  /** A separate pool: a heartbeat never queues behind the workers' stores. A server crash may lose a heartbeat. */
  private readonly beats: Pool;

  constructor(
    private readonly databases: Pick<Databases, 'commands' | 'stores'>,
    connectionString: string,
  ) {
    this.beats = new Pool({ connectionString, ...poolOptions('beats') });
    this.beats.on('error', () => undefined);
  }

  async clusterId(): Promise<string> {
    return (await this.databases.stores.manager.findOneByOrFail(ClusterEntity, {}).catch(storeError)).id;
  }

  async beat(node: NodeState, jobIds: readonly string[]): Promise<Pulse> {
    const client = await this.beats.connect().catch(storeError);
    try {
      const [pulse] = await beat(client, { ...node, jobIds });
      client.release();
      return pulse!;
    } catch (error) {
      // The connection may be dead: it is destroyed, so that the next heartbeat does not wait behind this one.
      client.release(true);
      return storeError(error);
    }
  }

  async leave(nodeId: string): Promise<void> {
    await this.databases.stores.manager.delete(ClusterNodeEntity, { id: nodeId }).catch(storeError);
  }

  holders(jobId: string): Promise<readonly string[]> {
    return holders(this.databases.commands.manager, { jobId }).catch(storeError);
  }

  unfinishedShards(jobId: string): Promise<readonly ShardOfJob[]> {
    return unfinishedShards(this.databases.commands.manager, { jobId }).catch(storeError);
  }

  async isHeldBy(nodeId: string, { jobId, shard }: ShardOfJob): Promise<boolean> {
    const lease = { jobId, shard, holder: nodeId };
    return this.databases.stores.manager.existsBy(JobLeaseEntity, lease).catch(storeError);
  }

  async isWanted({ jobId, shard }: ShardOfJob): Promise<boolean> {
    return (await shardsThatWantRuns(this.databases.stores.manager, { jobId, shard }).catch(storeError)).length > 0;
  }

  leftBehind(nodeId: string, running: readonly ShardOfJob[]): Promise<readonly ShardOfJob[]> {
    const runningJobs = running.map(({ jobId }) => jobId);
    const runningShards = running.map(({ shard }) => shard);
    const { manager } = this.databases.stores;
    return leftBehindShards(manager, { nodeId, runningJobs, runningShards }).catch(storeError);
  }

  async updatesSince(ms: number): Promise<readonly JobUpdate[]> {
    const updates: JobUpdate[] = [];
    for (const jobId of await jobsChangedSince(this.databases.stores.manager, { ms }).catch(storeError)) {
      updates.push(...(await this.updatesOf(jobId, ms).catch(storeError)));
    }
    return updates;
  }

  /** Must be called only when no heartbeats are sent any more. */
  async close(): Promise<void> {
    await this.beats.end().catch(() => undefined);
  }

  private async updatesOf(jobId: string, ms: number): Promise<JobUpdate[]> {
    const { manager } = this.databases.stores;
    const past = await transitionsSince(manager, { jobId, ms });
    const job = await findJob(manager, jobId);
    if (!job) return [];
    const states = [...past.map((transition) => asOf(job, transition)), job];
    return states.map((each) => ({ job: each, kind: 'TRANSITION' }));
  }
}

/** Returns the job as a transition left it. */
function asOf(job: CollectionJob, { at, reason, progress, state, version, isTerminal }: PastTransition): CollectionJob {
  const [pausedAt, completedAt] = [state === 'PAUSED' ? at : null, isTerminal ? at : null];
  const drained = version === job.version && job.drained;
  return { ...job, state, version, reason, progress, pausedAt, completedAt, drained };
}
