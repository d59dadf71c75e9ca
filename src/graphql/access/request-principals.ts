import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Logger } from '../../application/ports/logger';
import { publicError } from '../api-errors';
import { httpOf } from '../http-extensions';
import { boundedBody, isTooLargeFor, TOO_LARGE_FOR_A_READER } from '../limits/reader-bodies';
import type { Authenticator } from './authenticator';
import type { Principal } from './principal';

/** The principal of each HTTP request, determined once, before the body is read. */
export class RequestPrincipals {
  private readonly known = new WeakMap<FastifyRequest, Principal>();

  constructor(
    private readonly authenticator: Authenticator,
    private readonly log: Logger,
  ) {}

  /** Refuses a request without a valid credential, or too large for its principal, before the body is read. */
  async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const principal = await this.authenticator.authenticate(request.headers.authorization);
      this.known.set(request, principal);
      if (isTooLargeFor(principal, Number(request.headers['content-length'])))
        await reply
          .code(413)
          .send({ errors: [{ message: TOO_LARGE_FOR_A_READER, extensions: { code: 'BODY_TOO_LARGE' } }] });
    } catch (error) {
      const cause = error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
      const { status, headers } = httpOf(cause) ?? { status: 503, headers: [] };
      const errors = [publicError(cause, cause.toJSON(), this.log)];
      await reply.code(status).headers(Object.fromEntries(headers)).send({ errors });
    }
  }

  /** Bounds the body of an admitted request by the principal's limit, even without a Content-Length. */
  bodyOf(request: FastifyRequest, body: Readable): Readable {
    const principal = this.known.get(request);
    return principal ? boundedBody(principal, body) : body;
  }

  /** @throws as `authenticate`, for a request that arrived before the API was open and so was not admitted */
  async of(request: FastifyRequest): Promise<Principal> {
    return this.known.get(request) ?? this.authenticator.authenticate(request.headers.authorization);
  }
}
