import { randomUUID } from 'node:crypto';
import { link, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { isRunning, startMarkOf } from './server/process-identity';

// A process that was just killed may take a moment to vanish.
const PATIENCE_MS = 500;
const RETRY_MS = 50;

interface Claim {
  readonly pid: number;
  readonly startMark?: string;
  /** unique to each claim, so that a name derived from it is never used for a second purpose */
  readonly token: string;
}

/**
 * At most one claim on a folder belongs to a living process.
 *
 * The claim is `owner.json`. To follow a dead owner one must not remove its file: two successors could each remove
 * what they take for the dead one's and both go on. Instead the successor of claim T links `owner.T.json`, which
 * succeeds for one process only, and then renames that over `owner.json`. A successor that dies between the two steps
 * is followed in the same way, so claims form a chain, and who holds its living end owns the folder.
 */
export class FolderClaim {
  private constructor(
    private readonly folder: string,
    private readonly mine: Claim,
  ) {}

  /** @throws EmbeddedPostgresError naming the pid when a living process, maybe this one, holds the folder */
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

  /** Returns the holder of the folder as seen at the end; undefined when the chain moved meanwhile. */
  private async attempt(): Promise<Claim | undefined> {
    const { holder, freeName } = await this.endOfChain();
    if (holder) return holder;
    if (!(await this.linkAs(freeName))) return undefined;
    // The chain may have been renamed away between the look and the link: what is not reachable does not count.
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

  /** Whole or not at all: a reader never sees a half written claim. */
  private async linkAs(name: string): Promise<boolean> {
    const draft = join(this.folder, `owner.draft-${randomUUID()}.json`);
    await writeFile(draft, JSON.stringify(this.mine));
    try {
      await link(draft, name);
      return true;
    } catch (error) {
      // EEXIST: another successor was faster. ENOENT: the new owner cleaned our draft away.
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
    // Unreadable after a power cut; whoever wrote it is gone.
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
