import { Readable } from 'node:stream';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { StoreUnavailableError } from '../../domain/store-errors';
import type { BarFilter, JobReader, JobReads } from '../../application/ports/job-reader';
import { BAR_INTERVALS, type Bar } from '../../domain/bar';
import type { Authenticator } from '../access/authenticator';
import { KeysUnavailableError } from '../access/issuer-keys';
import type { Refusals } from '../refusals';
import { DateTimeScalar } from '../types/scalars';
import { unansweredSignal } from '../unanswered';
import { IN_OWN_FRAME } from './answer-headers';

/** Bars per read, so that memory is bounded whatever the size of the download. */
const BATCH = 5_000;
const HEADER = 'time,open,high,low,close,volume,quote_volume,trades,taker_volume\n';

const text = z.string({ error: 'is missing' }).min(1, 'is missing').max(200, 'is too long');
const moment = z.string().transform((value, context): Date | null => {
  if (value === '') return null;
  try {
    return DateTimeScalar.parseValue(value);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `is no moment: ${(error as Error).message}` });
    return z.NEVER;
  }
});
const WANTED = z.object({
  source: text,
  symbol: text,
  interval: z.enum(BAR_INTERVALS, { error: `must be one of ${BAR_INTERVALS.join(', ')}` }),
  from: moment.optional(),
  to: moment.optional(),
});

/**
 * Serves `GET /bars.csv`, and POST for pages. With a form, the browser streams the download to disk instead of the
 * page's memory, and the field `token` keeps the credential out of URLs and logs. The form targets a frame, so that an
 * error response does not replace the page.
 */
export class BarsDownload {
  private reads: JobReads | null = null;

  constructor(
    private readonly authenticator: Authenticator,
    private readonly refusals: Refusals,
  ) {}

  /** Enables downloads. Until then requests are answered with 503. */
  open(reads: JobReads): void {
    this.reads = reads;
  }

  async addRoutes(fastify: FastifyInstance): Promise<void> {
    await fastify.register(async (scope) => {
      await scope.register(formbody);
      scope.addHook('onRequest', async (_request, reply) => {
        void reply.helmet(IN_OWN_FRAME);
        reply.header('cache-control', 'no-store');
      });
      scope.get('/bars.csv', ({ headers, query }, reply) => this.send(headers.authorization, query, reply));
      scope.post('/bars.csv', (request, reply) => this.send(credentialIn(request), request.body, reply));
    });
  }

  private async send(authorization: string | undefined, asked: unknown, reply: FastifyReply): Promise<FastifyReply> {
    const principal = await this.authenticator.authenticate(authorization).catch(unlessKeysUnavailable);
    if (principal === 'UNKNOWN')
      return refuse(reply.header('retry-after', '1'), 503, 'Credentials cannot be checked at the moment; try again.');
    if (!principal) return refuse(reply.header('www-authenticate', 'Bearer'), 401, 'A valid credential is needed.');
    const wanted = WANTED.safeParse(asked);
    if (!wanted.success) return refuse(reply, 400, faultsOf(wanted.error));
    if (!this.reads) return refuse(reply, 503, 'The service is starting.');
    const filter = { ...wanted.data, from: wanted.data.from ?? null, to: wanted.data.to ?? null };
    const gone = unansweredSignal(reply.raw);
    const reader = this.reads.by({ name: principal.name, signal: gone });
    const batches = batchesOf(reader, filter);
    const first = await batches.next().catch(unlessUnavailable);
    if (!first) return refuse(reply, 503, 'The database is out of reach for the moment; try again.');
    const whole = this.toItsEnd(lines(first.value ?? [], batches), reply, gone);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${fileName(filter)}"`)
      .send(Readable.from(whole));
  }

  /** If the database fails midway, the transfer is aborted, so that a partial file cannot pass for a complete one. */
  private async *toItsEnd(
    text: AsyncIterable<string>,
    { request }: FastifyReply,
    gone: AbortSignal,
  ): AsyncGenerator<string> {
    try {
      yield* text;
    } catch (error) {
      const about = { transport: 'HTTP', request: request.id, method: request.method, route: '/bars.csv' } as const;
      if (!gone.aborted) this.refusals.note('DOWNLOAD_BROKEN', { ...about, err: error });
      // Fastify then destroys the connection.
      throw error;
    }
  }
}

function unlessKeysUnavailable(error: unknown): null | 'UNKNOWN' {
  return error instanceof KeysUnavailableError ? 'UNKNOWN' : null;
}

function unlessUnavailable(error: unknown): null {
  if (error instanceof StoreUnavailableError) return null;
  throw error;
}

function credentialIn({ headers, body }: FastifyRequest): string | undefined {
  const { token } = (body ?? {}) as { token?: unknown };
  return typeof token === 'string' && token !== '' ? `Bearer ${token}` : headers.authorization;
}

async function* batchesOf(reader: JobReader, filter: BarFilter): AsyncGenerator<readonly Bar[], undefined> {
  let after: number | null = null;
  for (;;) {
    const bars: readonly Bar[] = await reader.bars(filter, after, BATCH);
    yield bars;
    if (bars.length < BATCH) return;
    after = bars.at(-1)!.time;
  }
}

async function* lines(first: readonly Bar[], rest: AsyncGenerator<readonly Bar[], undefined>): AsyncGenerator<string> {
  yield HEADER + first.map(lineOf).join('');
  for await (const bars of rest) if (bars.length) yield bars.map(lineOf).join('');
}

/** No quoting: numbers and times contain neither commas nor quotes. */
function lineOf({ time, open, high, low, close, volume, quoteVolume, trades, takerVolume }: Bar): string {
  const known = `${new Date(time).toISOString()},${open},${high},${low},${close},${volume}`;
  return `${known},${quoteVolume ?? ''},${trades ?? ''},${takerVolume ?? ''}\n`;
}

function fileName({ source, symbol, interval }: BarFilter): string {
  return `${[source, symbol, interval].map((word) => word.replace(/[^\w.-]/g, '_')).join('_')}.csv`;
}

function faultsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${String(path[0] ?? 'The request')} ${message}`).join('; ');
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ errors: [{ message }] });
}
