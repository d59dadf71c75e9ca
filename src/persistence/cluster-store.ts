import { Pool } from 'pg';
import type { ShareOfJob } from '../application/ports/collection-ledger';
import type { ClusterStore, NodeState, Pulse } from '../application/ports/cluster-store';
import type { ControlOrder } from '../domain/control-order';
import type { JobUpdate } from '../domain/job-update';
import type { CollectionJob } from '../domain/collection-job';
import type { JobEvent } from '../domain/job-event';
import { BEAT, CHANGED_JOBS, HOLDERS, LEFT_BEHIND_SHARES, MISSED_TRANSITIONS, UNFINISHED, WANTED } from './cluster-sql';
import { poolOf } from './data-source';
import type { Databases } from './databases';
import { storeError } from './database-errors';
import { ClusterEntity } from './entities/cluster-entity';
import { ClusterNodeEntity } from './entities/cluster-node-entity';
import { JobLeaseEntity } from './entities/job-lease-entity';
import { findJob } from './job-store';
import { poolOptions } from './pool-options';
import { queryPrepared, type Prepared } from './prepared';

/** The cluster in PostgreSQL. */
export class PostgresClusterStore implements ClusterStore {
  /** Of its own, so that a beat never queues behind what workers store; it may be lost with the server. */
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

  async beat({ id, role, shares }: NodeState, jobIds: readonly string[]): Promise<Pulse> {
    const [row] = await this.beatOnce([id, role, shares, jobIds]);
    const orders = new Map(row!.orders.map(({ id: jobId, ...order }) => [jobId, order]));
    return { nodes: row!.nodes, orders, now: row!.now };
  }

  async leave(nodeId: string): Promise<void> {
    await this.databases.stores.manager.delete(ClusterNodeEntity, { id: nodeId }).catch(storeError);
  }

  async holders(jobId: string): Promise<readonly string[]> {
    return (await this.askForCommand<{ holder: string }>(HOLDERS, [jobId])).map(({ holder }) => holder);
  }

  unfinishedShares(jobId: string): Promise<readonly ShareOfJob[]> {
    return this.askForCommand<ShareOfJob>(UNFINISHED, [jobId]);
  }

  async isHeldBy(nodeId: string, { jobId, share }: ShareOfJob): Promise<boolean> {
    const lease = { jobId, share, holder: nodeId };
    return this.databases.stores.manager.existsBy(JobLeaseEntity, lease).catch(storeError);
  }

  async isWanted({ jobId, share }: ShareOfJob): Promise<boolean> {
    return (await this.ask(WANTED, [jobId, share])).length > 0;
  }

  leftBehind(nodeId: string, running: readonly ShareOfJob[]): Promise<readonly ShareOfJob[]> {
    const columns = [running.map(({ jobId }) => jobId), running.map(({ share }) => share)];
    return this.ask<ShareOfJob>(LEFT_BEHIND_SHARES, [nodeId, ...columns]);
  }

  async updatesSince(ms: number): Promise<readonly JobUpdate[]> {
    const changed = await this.ask<{ jobId: string }>(CHANGED_JOBS, [ms]);
    const updates: JobUpdate[] = [];
    for (const { jobId } of changed) updates.push(...(await this.updatesOf(jobId, ms)));
    return updates;
  }

  /** To be called when nothing beats any more. */
  async close(): Promise<void> {
    await this.beats.end().catch(() => undefined);
  }

  private async updatesOf(jobId: string, ms: number): Promise<JobUpdate[]> {
    const missed = await this.ask<MissedTransition>(MISSED_TRANSITIONS, [jobId, ms]);
    const job = await findJob(this.databases.stores.manager, jobId).catch(storeError);
    if (!job) return [];
    return [...missed.map((transition) => asOf(job, transition)), job].map((each) => ({
      job: each,
      kind: 'TRANSITION',
    }));
  }

  private async beatOnce(values: unknown[]): Promise<BeatRow[]> {
    const client = await this.beats.connect().catch(storeError);
    try {
      const rows = await queryPrepared<BeatRow>(client, BEAT, values);
      client.release();
      return rows;
    } catch (error) {
      // It may be a connection that nothing comes over any more: the next beat shall not wait behind this one.
      client.release(true);
      return storeError(error);
    }
  }

  private ask<Row extends object>(statement: Prepared, values: unknown[]): Promise<Row[]> {
    return queryPrepared<Row>(poolOf(this.databases.stores), statement, values).catch(storeError);
  }

  /** What the answer of a command waits for does not wait for the workers. */
  private askForCommand<Row extends object>(statement: Prepared, values: unknown[]): Promise<Row[]> {
    return queryPrepared<Row>(poolOf(this.databases.commands), statement, values).catch(storeError);
  }
}

interface BeatRow {
  readonly nodes: NodeState[];
  readonly now: number;
  readonly orders: (ControlOrder & { readonly id: string })[];
}

type MissedTransition = Pick<JobEvent, 'at' | 'reason' | 'progress'> &
  Pick<CollectionJob, 'state' | 'version'> & { readonly isTerminal: boolean };

/** The job as a transition left it, by its history. */
function asOf(
  job: CollectionJob,
  { at, reason, progress, state, version, isTerminal }: MissedTransition,
): CollectionJob {
  const [pausedAt, completedAt] = [state === 'PAUSED' ? at : null, isTerminal ? at : null];
  const drained = version === job.version && job.drained;
  return { ...job, state, version, reason, progress, pausedAt, completedAt, drained };
}
