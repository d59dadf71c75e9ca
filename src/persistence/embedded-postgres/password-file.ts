import { randomBytes } from 'node:crypto';
import { open, readFile, rename, stat } from 'node:fs/promises';
import type { DataFolder } from './data-folder';
import { EmbeddedPostgresError } from './embedded-postgres-error';

/**
 * Returns the password of the folder's cluster, and creates it if there is no cluster yet. It is stored before the
 * cluster is created, so a kill never leaves a cluster whose password is unknown.
 * @throws EmbeddedPostgresError when the cluster exists and its password file does not
 */
export async function ensurePassword(folder: DataFolder): Promise<string> {
  const kept = await readFile(folder.passwordFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (kept.trim()) return kept.trim();
  if (await stat(folder.cluster).catch(() => undefined)) {
    throw new EmbeddedPostgresError(`${folder.passwordFile} is missing, and ${folder.cluster} opens with it alone`);
  }
  const password = randomBytes(24).toString('base64url');
  await writeDurably(folder.passwordFile, password);
  return password;
}

async function writeDurably(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(`${text}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
