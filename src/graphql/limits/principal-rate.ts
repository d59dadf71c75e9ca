import { GraphQLError } from 'graphql';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Principal } from '../access/principal';
import { httpExtension } from '../http-extensions';

export interface Rate {
  /** Points that one principal may consume per window. */
  readonly points: number;
  readonly windowSeconds: number;
  /** Error message sent to the client. */
  readonly message: string;
}

/** Rate limit per principal, counted by this node, so that one client in a loop cannot starve the others. */
export class PrincipalRate {
  private readonly limiter: RateLimiterMemory;

  constructor(private readonly rate: Rate) {
    this.limiter = new RateLimiterMemory({ points: rate.points, duration: rate.windowSeconds });
  }

  /**
   * Consumes points.
   * @returns null, or TOO_MANY_REQUESTS with the milliseconds to wait; a refused request consumes nothing
   */
  async refusal({ name }: Principal, points: number): Promise<GraphQLError | null> {
    try {
      await this.limiter.consume(name, points);
      return null;
    } catch (refused) {
      if (refused instanceof Error) throw refused;
      await this.limiter.reward(name, points);
      return tooMany(this.rate.message, (refused as RateLimiterRes).msBeforeNext);
    }
  }

  /** Consumes points without refusing, even beyond the limit. */
  async charge({ name }: Principal, points: number): Promise<void> {
    await this.limiter.penalty(name, points);
  }
}

/** Returns a TOO_MANY_REQUESTS error with the time to wait, in milliseconds. */
export function tooMany(message: string, retryAfterMs: number): GraphQLError {
  const http = httpExtension(429, { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) });
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_REQUESTS', retryAfterMs, http } });
}
