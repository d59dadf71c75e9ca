import { z } from 'zod';
import type { KnownToken } from './graphql/access/api-tokens';
import type { Role } from './graphql/access/principal';

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });
const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;
const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

/** Entries are separated by commas or newlines. An entry that begins with # is a comment. */
const list = () =>
  z.string().transform((text) =>
    text
      .split(/[,\n]/)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '' && !entry.startsWith('#')),
  );
/** `name=address`. */
const sourceUrl = z
  .string()
  .regex(
    /^[\w:-]+=https?:\/\/[^\s]+$/,
    'must be a list of name=address, such as binance=https://data-api.binance.vision',
  )
  .transform((entry): readonly [string, string] => {
    const [name, ...address] = entry.split('=');
    return [name!, address.join('=')];
  });
const isHostName = (text: string) => /^(\[[\da-f:]+\]|[a-z\d.-]+)$/.test(text);

/** `name:role:sha256`, as `npm run token` prints it. */
const apiToken = z
  .string()
  .regex(
    /^(?!system:)[\w.@-]{1,100}:(viewer|operator|admin):[\da-f]{64}$/,
    'must be a list of name:role:sha256, see npm run token',
  )
  .transform((entry): KnownToken => {
    const [name, role, hash] = entry.split(':') as [string, Role, string];
    return { name, role, hash: Buffer.from(hash, 'hex') };
  });

/** Every setting, keyed by its environment variable. `readConfig` treats an empty value as not set. */
export const SETTINGS = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], { error: 'must be development, production or test' })
    .default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: integer(0, 65_535).default(4000),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// address' }).optional(),
  NODE_ROLE: z.enum(['api', 'worker', 'all'], { error: 'must be api, worker or all' }).optional(),
  DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent',
    })
    .default('info'),
  ALLOWED_ORIGINS: list()
    .pipe(z.array(z.string().refine(isOrigin, 'must be a list of origins such as https://example.com')))
    .optional(),
  ALLOWED_HOSTS: list()
    .default([])
    .pipe(z.array(z.string().refine(isHostName, 'must be a list of names such as sluice.example.com, without port'))),
  API_TOKENS: list().default([]).pipe(z.array(apiToken)),
  API_TOKENS_FILE: z.string().optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_AUDIENCE: z.string().optional(),
  JWT_JWKS_URL: httpUrl.optional(),
  JWT_ROLE_CLAIM: z.string().default('role'),
  PERSISTED_QUERIES: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform((word) => word === 'true'),
  APOLLO_KEY: z.string().optional(),
  APOLLO_GRAPH_REF: z.string().optional(),
  MUTATIONS_PER_MINUTE: integer(1, 1_000_000).default(1_200),
  // The default admits the most expensive operation once a second. Below the minimum it would never be admitted.
  COST_PER_SECOND: integer(20_000, 1_000_000_000).default(100_000),
  REQUEST_TIMEOUT_MS: integer(100, 600_000).default(30_000),
  MAX_BODY_BYTES: integer(1_024, 2 ** 28).default(8 * 1024 * 1024),
  MAX_SOCKETS_PER_CLIENT: integer(1, 1_000_000).default(1_000),
  MAX_OPERATIONS_PER_SOCKET: integer(1, 100_000).default(100),
  HEARTBEAT_MS: integer(100, 600_000).default(12_000),
  MAX_IN_FLIGHT: integer(1, 10_000).default(256),
  SHUTDOWN_GRACE_MS: integer(0, 600_000).default(5_000),
  REVISION_DAYS: integer(1, 36_500).default(365),
  SOURCE_TIMEOUT_MS: integer(100, 600_000).default(10_000),
  SOURCE_URLS: list()
    .default([])
    .pipe(z.array(sourceUrl))
    .transform((entries): ReadonlyMap<string, string> => new Map(entries)),
  SOURCES_DIR: z.string().optional(),
  BINANCE_ARCHIVE: z.literal('off').or(httpUrl).optional(),
  SIMX_BASE_URL: httpUrl.optional(),
  SIMX_SEED: integer(0, 2 ** 31 - 1).default(1),
  SIMX_LATENCY_MS: integer(0, 60_000).default(60),
  SIMX_RATE_PER_SECOND: integer(1, 100_000).default(100),
  SIMX_BURST: integer(1, 100_000).default(200),
});

/** The content of the file that API_TOKENS_FILE names. */
export const TOKEN_FILE = list().pipe(z.array(apiToken));
