import type { WebSocket } from 'ws';

/** Pings a client every so many milliseconds, and cuts it off when it has not answered by the next time. */
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
