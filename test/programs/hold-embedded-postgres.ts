import { startEmbeddedPostgres } from '../../src/persistence/embedded-postgres/embedded-postgres';

// A service reduced to its database: starts the embedded server in the folder given, says so in one line of JSON and
// then lives until it is killed, or until its standard input ends, upon which it stops in order.
function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function main(): Promise<void> {
  const server = await startEmbeddedPostgres({ dataDir: process.argv[2]! });
  process.stdin.resume().once('end', () => void server.stop().then(() => process.exit(0)));
  say({ connectionString: server.connectionString });
}

main().catch((error: Error) => {
  say({ name: error.name, error: error.message });
  process.exit(1);
});
