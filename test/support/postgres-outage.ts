import type { Recorder } from '../checker/recorder';
import type { Node } from './cluster-node';
import { LOSS_MS, type KillablePostgres } from './killable-postgres';
import type { Link } from './network';

/**
 * What the nodes notice. PROCESS: their connections are reset, and new ones are refused. MACHINE: nothing, as there is
 * nobody who could answer; their connections are reset when the machine is back.
 */
export type OutageKind = 'PROCESS' | 'MACHINE';

interface Parts {
  readonly recorder: Recorder;
  readonly nodes: readonly Node[];
  readonly postgres: KillablePostgres;
}

/** Kills the database of a cluster. @returns a function that starts it again, and resolves when it accepts sessions */
export async function killPostgres(
  { recorder, nodes, postgres }: Parts,
  kind: OutageKind,
): Promise<() => Promise<void>> {
  const links = kind === 'MACHINE' ? connected(nodes) : [];
  for (const link of links) link.cut();
  await postgres.kill();
  const isBack = recorder.databaseKilled(LOSS_MS[postgres.durability]);
  return async () => {
    await postgres.startAgain();
    for (const link of links) link.mend();
    isBack();
  };
}

/** The links to the database that no other fault has cut: the end of this one must not mend those. */
function connected(nodes: readonly Node[]): Link[] {
  return nodes.map(({ cables }) => cables.postgres).filter((link) => !link.isDown);
}
