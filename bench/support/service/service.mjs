import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import WebSocket from 'ws';
import { nodeBinary } from '../node-binary.mjs';

const MAIN = fileURLToPath(new URL('../../../dist/service/main.js', import.meta.url));

/** The service as `npm start` runs it, on its own embedded PostgreSQL unless `env` sets DATABASE_URL. */
export class Service {
  /** @param nodeOptions of the process, for example `--inspect=0` */
  static async start(folder, env, nodeOptions = []) {
    const child = spawn(nodeBinary(), [...nodeOptions, MAIN], {
      env: {
        ...process.env,
        PORT: '0',
        DATA_DIR: folder,
        SIMX_RATE_PER_SECOND: '100000',
        MUTATIONS_PER_MINUTE: '1000000',
        COST_PER_SECOND: '1000000000',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface(child.stdout)) {
      const { address } = JSON.parse(line);
      if (!address) continue;
      child.stdout.resume();
      return new Service(child, address, folder);
    }
    throw new Error('the service did not start');
  }

  constructor(child, address, folder) {
    Object.assign(this, { child, address, folder });
  }

  /** Sends one GraphQL operation over a kept-alive connection. @returns the response body, errors included */
  async post(query, variables = {}, token = this.token) {
    const body = JSON.stringify({ query, variables });
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const response = await request(this.address, { method: 'POST', headers, body });
    return response.body.json();
  }

  /** @returns the data of the response @throws with its errors, if any */
  async ask(query, variables = {}) {
    const { data, errors } = await this.post(query, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** Starts a job over one day, of one bar for each symbol. */
  startJob(prefix, symbols, concurrency) {
    return this.start({
      source: 'simx',
      symbols: Array.from({ length: symbols }, (_, n) => `${prefix}-${n}`),
      interval: 'ONE_DAY',
      from: '2024-01-01T00:00:00Z',
      to: '2024-01-02T00:00:00Z',
      concurrency,
    });
  }

  /** @returns the id of the job @throws if it was refused */
  async start(input) {
    const { startCollection } = await this.ask(START, { input });
    if (!startCollection.id) throw new Error(startCollection.message);
    return startCollection.id;
  }

  async pause(id) {
    await this.ask(`mutation { pauseJob(input: { id: "${id}" }) { ... on CollectionJob { state } } }`);
  }

  async resume(id) {
    await this.ask(`mutation { resumeJob(input: { id: "${id}" }) { ... on CollectionJob { state } } }`);
  }

  /** Calls `onJob` with each job that `jobUpdated` sends. @returns a function that closes the socket */
  async subscribe(id, onJob) {
    const socket = new WebSocket(this.address.replace('http', 'ws'), 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await once(socket, 'message');
    const first = once(socket, 'message');
    socket.on('message', (text) => {
      const { type, payload } = JSON.parse(text);
      if (type === 'next') onJob(payload.data.jobUpdated);
    });
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: WATCH, variables: { id } } }));
    await first;
    return () => socket.terminate();
  }

  /** The process of the embedded PostgreSQL. */
  postgresPid() {
    return Number(this.postmaster()[0]);
  }

  databaseUrl() {
    const password = readFileSync(join(this.folder, 'postgres-password'), 'utf8').trim();
    const port = this.postmaster()[3];
    return `postgres://sluice:${encodeURIComponent(password)}@127.0.0.1:${port}/sluice`;
  }

  postmaster() {
    return readFileSync(join(this.folder, 'postgres/postmaster.pid'), 'utf8').split('\n');
  }

  async kill(signal) {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill(signal);
    await once(this.child, 'exit');
  }
}

const START = `mutation ($input: StartCollectionInput!) {
  startCollection(input: $input) { ... on CollectionJob { id } ... on InvalidInputError { message } }
}`;

const WATCH = `subscription ($id: ID!) { jobUpdated(id: $id) { state version settled progress { done total rows } } }`;
