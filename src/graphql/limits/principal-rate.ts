import { GraphQLError } from 'graphql';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Principal } from '../access/principal';
import { httpExtension } from '../http-extensions';

export interface Rate {
  /** What one principal may use up in any window. */
  readonly points: number;
  readonly windowSeconds: number;
  /** Tells a client what there was too much of. */
  readonly message: string;
}

/** Bounds what each principal uses up of something, counted by this node: one in a loop shall not keep off the others. */
export class PrincipalRate {
  private readonly limiter: RateLimiterMemory;

  constructor(private readonly rate: Rate) {
    this.limiter = new RateLimiterMemory({ points: rate.points, duration: rate.windowSeconds });
  }

  /** @returns TOO_MANY_REQUESTS with the milliseconds to wait when it would be too much, which then counts nothing */
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

  /** Counts what is not refused, whatever has been used up already. */
  async charge({ name }: Principal, points: number): Promise<void> {
    await this.limiter.penalty(name, points);
  }
}

/** TOO_MANY_REQUESTS, with the time to wait. */
export function tooMany(message: string, retryAfterMs: number): GraphQLError {
  const http = httpExtension(429, { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) });
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_REQUESTS', retryAfterMs, http } });
}
