import { parentPort } from 'node:worker_threads';
import { HostedExchange, type Sender } from './hosted-exchange';
import type { Call, CcxtError, FromThread, HttpReply, ToThread } from './messages';

/* The thread that runs ccxt. Imports, lists of markets and pages take it up to a second, which nobody waits for. */

interface Waiting {
  readonly id: number;
  readonly resolve: (reply: HttpReply) => void;
  readonly reject: (error: Error) => void;
}

const exchanges = new Map<string, Promise<HostedExchange>>();
const waiting = new Map<number, Waiting>();
let requests = 0;

const post = (message: FromThread) => parentPort!.postMessage(message);

const send: Sender = (id, wanted) =>
  new Promise((resolve, reject) => {
    const request = ++requests;
    waiting.set(request, { id, resolve, reject });
    post({ kind: 'REQUEST', id, request, wanted });
  });

async function answer(id: number, call: Call): Promise<void> {
  try {
    const exchange = await loaded(call);
    if (call.kind === 'TRAITS') post({ kind: 'DONE', id, result: await exchange.traits() });
    else if (call.kind === 'MARKETS') post({ kind: 'DONE', id, result: await exchange.markets(id) });
    else post({ kind: 'DONE', id, result: await exchange.bars(id, call.question) });
  } catch (error) {
    post({ kind: 'FAILED', id, error: described(error) });
  }
}

function loaded({ exchange: name, folder }: Call): Promise<HostedExchange> {
  const present = exchanges.get(name);
  if (present) return present;
  const loading = HostedExchange.load(folder, name, send);
  exchanges.set(name, loading);
  loading.catch(() => exchanges.delete(name));
  return loading;
}

function settle(request: number, reply: HttpReply | null): void {
  const found = waiting.get(request);
  waiting.delete(request);
  if (reply) found?.resolve(reply);
  else found?.reject(new Error('the request failed'));
}

function drop(id: number): void {
  for (const [request, each] of waiting) if (each.id === id) settle(request, null);
}

function described(error: unknown): CcxtError {
  const names: string[] = [];
  let prototype = Object.getPrototypeOf(error ?? {}) as object | null;
  for (; prototype && prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype) as object | null)
    names.push(prototype.constructor.name);
  return { names, message: error instanceof Error ? error.message : String(error) };
}

parentPort!.on('message', (message: ToThread) => {
  if (message.kind === 'CALL') void answer(message.id, message.call);
  else if (message.kind === 'DROP') drop(message.id);
  else settle(message.request, message.reply);
});
