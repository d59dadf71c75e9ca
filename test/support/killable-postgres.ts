import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DataSource } from 'typeorm';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/persistence/embedded-postgres/embedded-postgres';
import { openTestSource } from './database';
import { preparedFolder } from './prepared-folder';

/** Longest time between two rounds of the WAL writer of a LOSSY server, in milliseconds. */
const WAL_WRITER_DELAY_MS = 1_000;
/** The WAL writer may be late by this much on a busy machine, in milliseconds. */
const WAL_WRITER_LATE_MS = 500;

/**
 * DURABLE: a commit that was acknowledged survives. LOSSY: a commit is acknowledged before it is written, so a kill
 * loses the last ones.
 */
export type Durability = 'DURABLE' | 'LOSSY';

/** Commits acknowledged earlier than this before a kill survive, in milliseconds. PostgreSQL promises three rounds. */
export const LOSS_MS: Readonly<Record<Durability, number>> = {
  DURABLE: 0,
  LOSSY: 3 * WAL_WRITER_DELAY_MS + WAL_WRITER_LATE_MS,
};

/** fsync matters only when the machine dies: what a killed process has written is kept by the system. */
const COMMON = { fsync: 'off', max_connections: '300' };

const SETTINGS: Readonly<Record<Durability, Record<string, string>>> = {
  DURABLE: COMMON,
  LOSSY: {
    ...COMMON,
    synchronous_commit: 'off',
    wal_writer_delay: `${WAL_WRITER_DELAY_MS}ms`,
    // Many commits at once would otherwise wake the WAL writer early, or fill the buffers and be written by a backend.
    wal_writer_flush_after: '16MB',
    wal_buffers: '16MB',
  },
};

/** A PostgreSQL server for one test, with the service's schema. It can be killed and started again on the same port. */
export class KillablePostgres {
  private isUp = true;

  private constructor(
    private readonly folder: Awaited<ReturnType<typeof preparedFolder>>,
    readonly durability: Durability,
    private server: EmbeddedPostgres,
    /** Connections for the test's own statements. They are replaced after a kill. */
    readonly source: DataSource,
  ) {}

  static async start(durability: Durability): Promise<KillablePostgres> {
    const folder = await preparedFolder();
    try {
      const server = await startEmbeddedPostgres({ dataDir: folder.path, settings: SETTINGS[durability] });
      return new KillablePostgres(folder, durability, server, await openTestSource(server.connectionString));
    } catch (error) {
      await folder.remove();
      throw error;
    }
  }

  /** Does not change across restarts. */
  get url(): string {
    return this.server.connectionString;
  }

  /** Kills all processes of the server at once, as a crash of its machine would end them: none of them cleans up. */
  async kill(): Promise<void> {
    this.isUp = false;
    const postmaster = postmasterOf(this.folder.path);
    // A stopped postmaster neither starts processes nor reacts to the end of its own.
    process.kill(postmaster, 'SIGSTOP');
    for (const pid of [...(await childrenOf(postmaster)), postmaster]) killNow(pid);
    await this.server.died;
    // Releases the claim on the folder.
    await this.server.stop();
  }

  /** Resolves when the server has recovered and accepts sessions. */
  async startAgain(): Promise<void> {
    const port = Number(new URL(this.url).port);
    const settings = SETTINGS[this.durability];
    this.server = await startEmbeddedPostgres({ dataDir: this.folder.path, settings, port });
    this.isUp = true;
  }

  /** Makes all commits up to now durable. */
  async flush(): Promise<void> {
    await this.source.query('CHECKPOINT');
  }

  /** Works also on a server that is down. */
  async drop(): Promise<void> {
    await this.source.destroy().catch(() => undefined);
    if (this.isUp) await this.server.stop();
    await this.folder.remove();
  }
}

function postmasterOf(dataDir: string): number {
  const pid = Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  if (!(pid > 0)) throw new Error(`there is no server in ${dataDir}`);
  return pid;
}

async function childrenOf(parent: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-e', '-o', 'pid=,ppid=']);
  const pairs = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([pid, ppid]) => (ppid === parent ? [pid!] : []));
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // The process has ended.
  }
}
