import type { WebSocket } from 'ws';

/** Pings a client every `everyMs` milliseconds, and terminates it if no pong arrives before the next ping. */
export function keepAlive(client: WebSocket, everyMs: number): void {
  let hasAnswered = true;
  const timer = setInterval(() => {
    if (!hasAnswered) return client.terminate();
    hasAnswered = false;
    if (client.readyState === client.OPEN) client.ping();
  }, everyMs);
  client.on('pong', () => (hasAnswered = true));
  client.once('close', () => clearInterval(timer));
}
