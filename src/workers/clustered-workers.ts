import type { Logger } from '../application/ports/logger';
import { ClusterNode } from '../cluster/cluster-node';
import { shardCount } from '../domain/job-shards';
import type { Databases } from '../persistence/database/databases';
import { connectCluster, type ClusterLinks, type ClusterSettings } from '../service-cluster';
import { StartupError } from '../startup-error';
import type { HostedDeps, HostedWorkers, WorkerHost } from './worker-host';

/**
 * Creates the host for workers on all nodes of a cluster, including this one.
 * @throws StartupError, StoreUnavailableError
 */
export async function clusteredWorkers(
  settings: ClusterSettings,
  databases: Databases,
  log: Logger,
): Promise<WorkerHost> {
  const links = await connectCluster(settings, databases, log);
  let node: ClusterNode | null = null;
  return {
    limiterOf: links.limiterOf,
    shardsOf: ({ symbols, concurrency }) => shardCount(symbols.length, concurrency),
    admits: (update) => node?.admits(update) ?? true,
    relay: (update, wasAdmitted) => node?.tell(update, wasAdmitted),
    watched: (jobId) => node?.watched(jobId),
    tellToHold: (source, ms) => node?.tellToHold(source, ms),
    hears: () => node?.hears() ?? false,
    attach: (deps) => hosted((node = nodeOf(links, deps)), links),
  };
}

function nodeOf(links: ClusterLinks, { nodeId, watch, ...deps }: HostedDeps): ClusterNode {
  return new ClusterNode({ ...links, ...deps, id: nodeId, store: watch(links.store) });
}

function hosted(node: ClusterNode, links: ClusterLinks): HostedWorkers {
  return {
    workers: node.workers,
    open: () => node.open().catch(couldNotJoin),
    retire: () => node.retire(),
    close: async (graceMs) => {
      await node.close(graceMs);
      await links.close();
    },
  };
}

/** For example, the database user lacks a privilege: BullMQ needs its own schema. */
function couldNotJoin(error: Error): never {
  throw new StartupError(`cannot join the cluster: ${error.message}`, { cause: error });
}
