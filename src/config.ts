import { z } from 'zod';

/** One clear line for whoever starts the service. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });
const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;
const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

/** Every setting, by the name of its environment variable. An empty one counts as not set. */
const settings = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], { error: 'must be development, production or test' })
    .default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: integer(0, 65_535).default(4000),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
  DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent',
    })
    .default('info'),
  ALLOWED_ORIGINS: z
    .string()
    .default('https://studio.apollographql.com')
    .transform((list) => list.split(',').map((origin) => origin.trim()))
    .pipe(z.array(z.string().refine(isOrigin, 'must be a list of origins such as https://example.com'))),
  MAX_IN_FLIGHT: integer(1, 10_000).default(256),
  SHUTDOWN_GRACE_MS: integer(0, 600_000).default(5_000),
  SOURCE_TIMEOUT_MS: integer(100, 600_000).default(10_000),
  BINANCE_BASE_URL: httpUrl.default('https://api.binance.com'),
  SIMX_BASE_URL: httpUrl.optional(),
  SIMX_SEED: integer(0, 2 ** 31 - 1).default(1),
  SIMX_LATENCY_MS: integer(0, 60_000).default(60),
  SIMX_RATE_PER_SECOND: integer(1, 100_000).default(100),
  SIMX_BURST: integer(1, 100_000).default(200),
});

export interface Config {
  readonly isProduction: boolean;
  readonly host: string;
  readonly port: number;
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly logLevel: string;
  /** Other sites whose pages may use the API, as `Origin` headers name them. */
  readonly allowedOrigins: readonly string[];
  /** Symbols that sources are asked about at once, by all jobs together. */
  readonly maxInFlight: number;
  /** How long symbols in flight may take to be stored when the service is told to end, in milliseconds. */
  readonly shutdownGraceMs: number;
  /** For one request to a source as a whole, in milliseconds. */
  readonly sourceTimeoutMs: number;
  readonly binanceBaseUrl: string;
  readonly simx: {
    /** Undefined: the service runs the simulated exchange itself. */
    readonly baseUrl: string | undefined;
    readonly seed: number;
    readonly latencyMs: number;
    readonly ratePerSecond: number;
    readonly burst: number;
  };
}

/** @throws StartupError naming every bad setting, without its value (it may be a secret) */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = settings.safeParse(given);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`);
    throw new StartupError(`bad settings: ${faults.join('; ')}`);
  }
  const value = read.data;
  return Object.freeze({
    isProduction: value.NODE_ENV === 'production',
    host: value.HOST,
    port: value.PORT,
    databaseUrl: value.DATABASE_URL,
    dataDir: value.DATA_DIR,
    logLevel: value.LOG_LEVEL,
    allowedOrigins: value.ALLOWED_ORIGINS,
    maxInFlight: value.MAX_IN_FLIGHT,
    shutdownGraceMs: value.SHUTDOWN_GRACE_MS,
    sourceTimeoutMs: value.SOURCE_TIMEOUT_MS,
    binanceBaseUrl: value.BINANCE_BASE_URL,
    simx: Object.freeze({
      baseUrl: value.SIMX_BASE_URL,
      seed: value.SIMX_SEED,
      latencyMs: value.SIMX_LATENCY_MS,
      ratePerSecond: value.SIMX_RATE_PER_SECOND,
      burst: value.SIMX_BURST,
    }),
  });
}
