import type { Pool } from 'pg';
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
  probe,
  leftBehindShards,
  shardsHeldByExpired,
  stillHeldShards,
  unfinishedShards,
} from './cluster-statements';
import { NodeOutdatedError } from '../../domain/store-errors';
import { storeError } from '../database/database-errors';
import { SCHEMA_VERSION, type Databases } from '../database/databases';
import { ClusterEntity } from '../entities/cluster/cluster-entity';
import { SingleConnection } from '../database/single-connection';
import { TIMING } from '../../timing';

/** Timeout of a heartbeat: its statement timeout at the server, and a margin. In milliseconds. */
const HEARTBEAT_MS = TIMING.HEARTBEAT_STATEMENT + 400;

/** The cluster in PostgreSQL. Queries that a command's answer waits for do not share a pool with the workers. */
export class PostgresClusterStore implements ClusterStore {
  private readonly heartbeat: SingleConnection;

  /** @param heartbeat a pool with one connection: whatever the stores wait for, a heartbeat does not wait for them */
  constructor(
    private readonly databases: Pick<Databases, 'commands' | 'stores'>,
    heartbeat: Pool,
  ) {
    this.heartbeat = new SingleConnection(heartbeat);
  }

  async clusterId(): Promise<string> {
    return (await this.databases.stores.manager.findOneByOrFail(ClusterEntity, {}).catch(storeError)).id;
  }

  async beat({ node, renews, owned, watched }: Beat): Promise<Pulse> {
    const { jobIds: watchedIds, lastEvents, recentMs } = watched;
    const jobs = { ownedIds: [...owned.keys()], versions: [...owned.values()], watchedIds, lastEvents, recentMs };
    const asking = this.heartbeat.run(HEARTBEAT_MS, (client) => beat(client, { ...node, renews, ...jobs }));
    const [answer] = await asking.catch(storeError);
    const { schemaVersion, pulse } = answer!;
    if (schemaVersion > SCHEMA_VERSION) {
      throw new NodeOutdatedError(`its schema is ${schemaVersion}, this node knows ${SCHEMA_VERSION}`);
    }
    return pulse;
  }

  async probe(nodeId: string): Promise<void> {
    await probe(this.databases.stores.manager, { id: nodeId }).catch(storeError);
  }

  async leave(nodeId: string): Promise<void> {
    await this.heartbeat.close();
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

  /** On the heartbeat's connection: a heartbeat waits for it. */
  stillHeldBy(nodeId: string): Promise<readonly (HeldShard & { readonly isSure: boolean })[]> {
    return this.heartbeat.run(HEARTBEAT_MS, (client) => stillHeldShards(client, { nodeId })).catch(storeError);
  }

  async isFree({ jobId, shard }: ShardOfJob): Promise<boolean> {
    return (await freeShards(this.databases.stores.manager, { jobId, shard }).catch(storeError)).length > 0;
  }

  heldByExpired(nodeIds: readonly string[]): Promise<readonly HeldShard[]> {
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
