import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JobReads } from '../../application/ports/job-reader';
import { StoreUnavailableError } from '../../domain/store-errors';
import type { Authenticator } from '../access/authenticator';
import { KeysUnavailableError } from '../access/issuer-keys';
import { IN_OWN_FRAME } from '../pages/answer-headers';
import type { Refusals } from '../refusals';
import { unansweredSignal } from '../unanswered';
import { FILE_KINDS, fileName, type FileKind } from './file-kinds';
import { DownloadRefused, selectionOf } from './selection';
import { begun, bodyOf } from './transfer';
import { wantedOf, type Wanted } from './wanted';

/**
 * Serves files by GET, and by POST for pages. With a form, the browser streams the download to disk instead of the
 * page's memory, and the field `token` keeps the credential out of URLs and logs. The form targets a frame, so that an
 * error response does not replace the page.
 */
export class Downloads {
  private reads: JobReads | null = null;
  /** Files in progress, of each kind. */
  private readonly taken = new Map<FileKind, number>();

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
      for (const kind of FILE_KINDS) {
        // HEAD would write the whole file for nobody.
        scope.get(kind.path, { exposeHeadRoute: false }, ({ headers, query }, reply) =>
          this.admit(kind, headers.authorization, query, reply),
        );
        scope.post(kind.path, (request, reply) => this.admit(kind, credentialIn(request), request.body, reply));
      }
    });
  }

  private async admit(
    kind: FileKind,
    authorization: string | undefined,
    asked: unknown,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const principal = await this.authenticator.authenticate(authorization).catch(unlessKeysUnavailable);
    if (principal === 'UNKNOWN')
      return refuse(reply.header('retry-after', '1'), 503, 'Credentials cannot be checked at the moment; try again.');
    if (!principal) return refuse(reply.header('www-authenticate', 'Bearer'), 401, 'A valid credential is needed.');
    const wanted = wantedOf(asked);
    if (typeof wanted === 'string') return refuse(reply, 400, wanted);
    if (!this.reads) return refuse(reply, 503, 'The service is starting.');
    if (!this.takePlace(kind, reply))
      return refuse(reply.header('retry-after', '5'), 503, `This node writes ${kind.places} such files already.`);
    return this.send(kind, wanted, this.reads, principal.name, reply);
  }

  private async send(
    kind: FileKind,
    wanted: Wanted,
    reads: JobReads,
    name: string,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const gone = unansweredSignal(reply.raw);
    const reader = reads.by({ name, signal: gone });
    try {
      const selection = await selectionOf(reader, wanted);
      const parts = await begun(kind.write(reader, selection));
      return reply
        .type(kind.type)
        .header('content-disposition', `attachment; filename="${fileName(wanted, selection, kind)}"`)
        .send(bodyOf(parts, reply, gone, this.refusals));
    } catch (error) {
      if (gone.aborted) return refuse(reply, 499, 'The connection has closed.');
      if (error instanceof DownloadRefused) return refuse(reply, error.status, error.message);
      if (!(error instanceof StoreUnavailableError)) throw error;
      return refuse(reply, 503, 'The database is out of reach for the moment; try again.');
    }
  }

  /** Takes a place until the response has been sent or its connection has closed. @returns false if there is none */
  private takePlace(kind: FileKind, { raw }: FastifyReply): boolean {
    const taken = this.taken.get(kind) ?? 0;
    if (taken >= (kind.places ?? Infinity)) return false;
    // A response that has closed already emits no further event.
    if (raw.destroyed) return true;
    this.taken.set(kind, taken + 1);
    raw.once('close', () => this.taken.set(kind, this.taken.get(kind)! - 1));
    return true;
  }
}

function unlessKeysUnavailable(error: unknown): null | 'UNKNOWN' {
  return error instanceof KeysUnavailableError ? 'UNKNOWN' : null;
}

function credentialIn({ headers, body }: FastifyRequest): string | undefined {
  const { token } = (body ?? {}) as { token?: unknown };
  return typeof token === 'string' && token !== '' ? `Bearer ${token}` : headers.authorization;
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ errors: [{ message }] });
}
