import 'reflect-metadata';
import { App } from './app';
import { readConfig } from './config';
import { StartupError } from './startup-error';
import { DatabaseInUseError } from './persistence/database/service-lock';
import { EmbeddedPostgresError } from './persistence/embedded-postgres/embedded-postgres';
import { createLog } from './telemetry/log';
import { endTracing } from './telemetry/trace-end';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const app = new App(config, log, (error) => void app.close().finally(() => void giveUp(error)));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'ending');
      // `once`: a repeated signal has its default action and kills the process.
      void app
        .close()
        .then(() => endTracing())
        .then(() => process.exit(0));
    });
  }
  const address = await app.start();
  log.info({ page: address, address: `${address}/graphql` }, 'Sluice is up');
}

let isGivenUp = false;

/** Reports only the first error, because later ones may be its consequences, and exits. */
async function giveUp(error: unknown): Promise<void> {
  if (isGivenUp) return;
  isGivenUp = true;
  const isExpected = [StartupError, EmbeddedPostgresError, DatabaseInUseError].some(
    (expected) => error instanceof expected,
  );
  process.stderr.write(`sluice: ${isExpected ? (error as Error).message : (error as Error).stack}\n`);
  await endTracing();
  process.exit(1);
}

main().catch(giveUp);
