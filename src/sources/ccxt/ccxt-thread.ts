import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SourceError } from '../../domain/source-failure';
import type { Call, CcxtError, FromThread, HttpReply, ToThread, WantedRequest } from './thread/messages';

/** How long the thread may compute without asking for anything, in milliseconds. Lists of markets take it a second. */
const COMPUTING_MS = 30_000;
/** Largest heap of the thread, in megabytes: enough for the lists of several large exchanges. */
const HEAP_MB = 512;

/** ccxt failed. */
export class CcxtFailure extends Error {
  constructor(readonly error: CcxtError) {
    super(error.message);
  }
}

/** Sends a request of a call. @returns null if it failed */
export type Serve = (wanted: WantedRequest) => Promise<HttpReply | null>;

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly serve: Serve;
  /** Runs while the call waits for no request. */
  timer: NodeJS.Timeout | undefined;
  requests: number;
}

/**
 * Runs ccxt in a thread of its own, which starts with the first call: importing an exchange and reading its list of
 * markets would block the service for up to a second. The thread has no connections; it asks for its requests here.
 */
export class CcxtThread {
  private worker: Worker | null = null;
  private readonly pending = new Map<number, Pending>();
  private calls = 0;
  private isClosed = false;

  /** Grows by one with each thread. A new one has loaded nothing. */
  generation = 0;

  /** @param computingMs see COMPUTING_MS */
  constructor(private readonly computingMs = COMPUTING_MS) {}

  /**
   * Makes a call. Posts it before this returns.
   * @throws CcxtFailure; SourceError if the thread ends or hangs; the signal's reason when aborted
   */
  async call<T>(call: Call, serve: Serve, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const worker = this.started();
    const id = ++this.calls;
    const abort = () => this.drop(id, signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await new Promise<T>((resolve, reject) => {
        const pending: Pending = {
          resolve: resolve as Pending['resolve'],
          reject,
          serve,
          timer: undefined,
          requests: 0,
        };
        this.pending.set(id, pending);
        this.watch(pending);
        worker.postMessage({ kind: 'CALL', id, call } satisfies ToThread);
      });
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.end(new Error('the service ends'));
  }

  private started(): Worker {
    if (this.isClosed) throw new Error('the thread is closed');
    if (this.worker) return this.worker;
    const worker = new Worker(join(packageRoot(), THREAD), {
      name: 'ccxt',
      // Neither the settings of the service, which may be secret, nor its tracing.
      ...{ env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } },
    });
    worker.on('message', (message: FromThread) => this.heard(worker, message));
    worker.on('error', (error) => this.gone(worker, error));
    worker.on('exit', () => this.gone(worker, new Error('it ended')));
    // A process that has nothing else to do may end.
    worker.unref();
    this.generation++;
    return (this.worker = worker);
  }

  private heard(worker: Worker, message: FromThread): void {
    const pending = this.pending.get(message.id);
    if (!pending || worker !== this.worker) return;
    if (message.kind === 'REQUEST') {
      void this.serve(worker, pending, message.request, message.wanted);
      return;
    }
    this.forget(message.id, pending);
    if (message.kind === 'DONE') pending.resolve(message.result);
    else pending.reject(new CcxtFailure(message.error));
  }

  private async serve(worker: Worker, pending: Pending, request: number, wanted: WantedRequest): Promise<void> {
    pending.requests++;
    clearTimeout(pending.timer);
    const reply = await pending.serve(wanted).catch(() => null);
    worker.postMessage({ kind: 'REPLY', request, reply } satisfies ToThread);
    if (--pending.requests === 0) this.watch(pending);
  }

  private watch(pending: Pending): void {
    if (![...this.pending.values()].includes(pending)) return;
    const late = () => void this.end(new SourceError('TIMEOUT', `ccxt has not answered within ${this.computingMs} ms`));
    pending.timer = setTimeout(late, this.computingMs);
  }

  private drop(id: number, reason: Error): void {
    const pending = this.pending.get(id);
    if (!pending) return;
    this.forget(id, pending);
    this.worker?.postMessage({ kind: 'DROP', id } satisfies ToThread);
    pending.reject(reason);
  }

  private forget(id: number, pending: Pending): void {
    clearTimeout(pending.timer);
    this.pending.delete(id);
  }

  private gone(worker: Worker, error: Error): void {
    if (worker !== this.worker) return;
    this.worker = null;
    this.rejectAll(new SourceError('BAD_RESPONSE', `ccxt has stopped: ${error.message}`, undefined, { cause: error }));
  }

  private async end(error: Error): Promise<void> {
    const { worker } = this;
    this.worker = null;
    this.rejectAll(error);
    await worker?.terminate();
  }

  private rejectAll(error: Error): void {
    for (const [id, pending] of [...this.pending]) {
      this.forget(id, pending);
      pending.reject(error);
    }
  }
}

const THREAD = 'dist/service/ccxt-thread.js';

/** Returns the folder of package.json, for the built service and for its source alike. */
function packageRoot(folder = __dirname): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageRoot(dirname(folder));
}
