import { once } from 'node:events';
import { request } from 'undici';
import WebSocket from 'ws';
import { freePort } from '../free-port.mjs';

/** @returns the options of a process that can be inspected, and the port */
export async function inspectable() {
  const port = await freePort();
  return { port, nodeOptions: [`--inspect=127.0.0.1:${port}`, '--inspect-publish-uid=http'] };
}

/** The V8 inspector of another process: `node:inspector`, from outside. */
export class Inspector {
  static async connect(port) {
    const { body } = await request(`http://127.0.0.1:${port}/json/list`);
    const [{ webSocketDebuggerUrl }] = await body.json();
    const socket = new WebSocket(webSocketDebuggerUrl, { maxPayload: 2 ** 30 });
    await once(socket, 'open');
    return new Inspector(socket);
  }

  constructor(socket) {
    this.socket = socket;
    this.calls = 0;
    this.waiting = new Map();
    socket.on('message', (text) => {
      const { id, result, error } = JSON.parse(text);
      this.waiting.get(id)?.({ result, error });
      this.waiting.delete(id);
    });
  }

  /** Calls a method of the Chrome DevTools Protocol. */
  async call(method, params = {}) {
    const id = ++this.calls;
    const answered = new Promise((resolve) => this.waiting.set(id, resolve));
    this.socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answered;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** Frees what is garbage. */
  async collectGarbage() {
    // The second frees what finalizers of the first have released.
    for (let n = 0; n < 2; n++) await this.call('HeapProfiler.collectGarbage');
  }

  close() {
    this.socket.terminate();
  }
}
