import type {
  Beat,
  ClusterStore,
  HeldShard,
  MissedJob,
  MissedUpdates,
  Pulse,
} from '../../application/ports/cluster-store';
import type { ShardOfJob } from '../../application/ports/collection-ledger';
import {
  beat,
  endSession,
  forgetSessions,
  freeShards,
  heldShards,
  holders,
  missedUpdates,
  leftBehindShards,
  shardsHeldByExpired,
  stillHeldShards,
  unfinishedShards,
} from './cluster-statements';
import { NodeOutdatedError } from '../../domain/store-errors';
import { storeError } from '../database/database-errors';
import { SCHEMA_VERSION, type Databases } from '../database/databases';
import { ClusterEntity } from '../entities/cluster-entity';
import { ReservedConnection } from '../database/reserved-connection';
import { poolOf } from '../database/data-source';
import { HEARTBEAT_SESSION } from '../database/pool-options';
import { TIMING } from '../../timing';

/** Timeout of a heartbeat beyond its statement timeout at the server, in milliseconds. */
const SILENCE_MARGIN_MS = 400;

/** The cluster in PostgreSQL. Queries that a command's answer waits for do not share a pool with the workers. */
export class PostgresClusterStore implements ClusterStore {
  /**
   * Heartbeats use the pool that the workers store with, so that a node is alive only if it can store. They have a
   * connection of their own in it, so that they do not wait for the stores.
   */
  private readonly heartbeats: ReservedConnection;

  constructor(private readonly databases: Pick<Databases, 'commands' | 'stores'>) {
    this.heartbeats = new ReservedConnection(poolOf(databases.stores), HEARTBEAT_SESSION);
  }

  async clusterId(): Promise<string> {
    return (await this.databases.stores.manager.findOneByOrFail(ClusterEntity, {}).catch(storeError)).id;
  }

  async beat({ node, renews, owned, watched }: Beat): Promise<Pulse> {
    const silentMs = TIMING.HEARTBEAT_STATEMENT + SILENCE_MARGIN_MS;
    const { jobIds: watchedIds, lastEvents, recentMs } = watched;
    const jobs = { ownedIds: [...owned.keys()], versions: [...owned.values()], watchedIds, lastEvents, recentMs };
    const asking = this.heartbeats.run(silentMs, (client) => beat(client, { ...node, renews, ...jobs }));
    const [answer] = await asking.catch(storeError);
    const { schemaVersion, pulse } = answer!;
    if (schemaVersion > SCHEMA_VERSION) {
      throw new NodeOutdatedError(`its schema is ${schemaVersion}, this node knows ${SCHEMA_VERSION}`);
    }
    return pulse;
  }

  async leave(nodeId: string): Promise<void> {
    await this.heartbeats.release();
    await endSession(this.databases.stores.manager, { id: nodeId }).catch(storeError);
  }

  holders(jobId: string): Promise<readonly string[]> {
    return holders(this.databases.commands.manager, { jobId }).catch(storeError);
  }

  unfinishedShards(jobId: string): Promise<readonly ShardOfJob[]> {
    return unfinishedShards(this.databases.commands.manager, { jobId }).catch(storeError);
  }

  heldBy(nodeId: string): Promise<readonly HeldShard[]> {
    return heldShards(this.databases.stores.manager, { nodeId }).catch(storeError);
  }

  stillHeldBy(nodeId: string): Promise<readonly HeldShard[]> {
    return stillHeldShards(this.databases.stores.manager, { nodeId }).catch(storeError);
  }

  async isFree({ jobId, shard }: ShardOfJob): Promise<boolean> {
    return (await freeShards(this.databases.stores.manager, { jobId, shard }).catch(storeError)).length > 0;
  }

  heldByExpired(nodeIds: readonly string[]): Promise<readonly ShardOfJob[]> {
    return shardsHeldByExpired(this.databases.stores.manager, { nodeIds }).catch(storeError);
  }

  async leftBehind(): Promise<readonly ShardOfJob[]> {
    const { manager } = this.databases.stores;
    const shards = await leftBehindShards(manager, {}).catch(storeError);
    await forgetSessions(manager, {}).catch(storeError);
    return shards;
  }

  missed(jobs: readonly MissedJob[]): Promise<readonly MissedUpdates[]> {
    const jobIds = jobs.map(({ jobId }) => jobId);
    const afterEvents = jobs.map(({ afterEvent }) => afterEvent);
    return missedUpdates(this.databases.stores.manager, { jobIds, afterEvents }).catch(storeError);
  }
}
