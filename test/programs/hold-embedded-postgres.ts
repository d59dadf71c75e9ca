import { startEmbeddedPostgres } from '../../src/persistence/embedded-postgres/embedded-postgres';

// Runs only the embedded server of a service: starts it in the given folder and prints the outcome as one line of JSON.
// Lives until it is killed, or until its standard input ends, upon which it stops gracefully.
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
