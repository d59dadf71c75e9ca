import { randomUUID } from 'node:crypto';
import { link, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { isRunning, startMarkOf } from './server/process-identity';

// A killed process may take a moment to disappear.
const PATIENCE_MS = 500;
const RETRY_MS = 50;

interface Claim {
  readonly pid: number;
  readonly startMark?: string;
  /** Unique to each claim, so that a file name derived from it is never reused. */
  readonly token: string;
}

/**
 * An exclusive claim on a folder: at most one claim belongs to a living process.
 *
 * The claim is `owner.json`. A successor must not remove the file of a dead owner: two successors could each remove
 * what they take for the dead owner's file, and both proceed. Instead the successor of claim T links `owner.T.json`,
 * which succeeds for one process only, and renames that over `owner.json`. If it dies between the two steps, it is
 * succeeded in the same way. Claims thus form a chain, and the living process at its end owns the folder.
 */
export class FolderClaim {
  private constructor(
    private readonly folder: string,
    private readonly mine: Claim,
  ) {}

  /** @throws EmbeddedPostgresError naming the pid when a living process, possibly this one, holds the folder */
  static async take(folder: string): Promise<FolderClaim> {
    const mine = { pid: process.pid, startMark: await startMarkOf(process.pid), token: randomUUID() };
    const claim = new FolderClaim(folder, mine);
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const holder = await claim.attempt();
      if (holder?.token === mine.token) break;
      if (Date.now() > deadline) throw inUse(folder, holder);
      await delay(RETRY_MS);
    }
    await claim.removeDeadClaims();
    return claim;
  }

  async release(): Promise<void> {
    const name = join(this.folder, 'owner.json');
    if ((await readClaim(name))?.token === this.mine.token) await rm(name, { force: true });
  }

  /** @returns the holder of the folder after the attempt; undefined when the chain has changed meanwhile */
  private async attempt(): Promise<Claim | undefined> {
    const { holder, freeName } = await this.endOfChain();
    if (holder) return holder;
    if (!(await this.linkAs(freeName))) return undefined;
    // The chain may have been renamed between the read and the link; a claim that is unreachable is void.
    const now = await this.endOfChain();
    if (now.holder?.token === this.mine.token) await rename(freeName, join(this.folder, 'owner.json'));
    else await rm(freeName, { force: true });
    return now.holder;
  }

  private async endOfChain(): Promise<{ holder?: Claim; freeName: string }> {
    let name = join(this.folder, 'owner.json');
    for (;;) {
      const claim = await readClaim(name);
      if (!claim) return { freeName: name };
      if (await isRunning(claim.pid, claim.startMark)) return { holder: claim, freeName: name };
      name = join(this.folder, `owner.${claim.token}.json`);
    }
  }

  /** Creates the claim file atomically: a reader never sees a partial claim. */
  private async linkAs(name: string): Promise<boolean> {
    const draft = join(this.folder, `owner.draft-${randomUUID()}.json`);
    await writeFile(draft, JSON.stringify(this.mine));
    try {
      await link(draft, name);
      return true;
    } catch (error) {
      // EEXIST: another successor was faster. ENOENT: the new owner has removed this draft.
      if (['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
      throw error;
    } finally {
      await rm(draft, { force: true });
    }
  }

  private async removeDeadClaims(): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => /^owner\..+\.json$/.test(name));
    for (const name of names.map((entry) => join(this.folder, entry))) {
      const claim = await readClaim(name);
      if (claim && !(await isRunning(claim.pid, claim.startMark))) await rm(name, { force: true });
    }
  }
}

async function readClaim(name: string): Promise<Claim | undefined> {
  const text = await readFile(name, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const claim = JSON.parse(text) as Claim;
    if (claim.pid > 0 && /^[\w-]+$/.test(claim.token)) return claim;
  } catch {
    // Unreadable after a power failure; its writer is dead.
  }
  return { pid: NO_PROCESS, token: 'unreadable' };
}

// Above the largest pid of any supported system.
const NO_PROCESS = 2 ** 30;

function inUse(folder: string, holder: Claim | undefined): EmbeddedPostgresError {
  const who = holder ? `process ${holder.pid}` : 'another process';
  return new EmbeddedPostgresError(
    `data folder ${folder} is in use by ${who}: stop it, choose another DATA_DIR or set DATABASE_URL`,
  );
}
