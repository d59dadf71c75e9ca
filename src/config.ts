import { readFileSync } from 'node:fs';
import { isOpen, type Credentials } from './graphql/access/authenticator';
import { isLoopback, LOOPBACK_HOSTS, type OriginPolicy } from './graphql/access/origins';
import type { ClusterSettings } from './service-cluster';
import { TOKEN_FILE, SETTINGS } from './settings';
import { StartupError } from './startup-error';

export interface Config {
  readonly isProduction: boolean;
  readonly host: string;
  readonly port: number;
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** Null: all workers are in this process, which alone uses its database. */
  readonly cluster: ClusterSettings | null;
  readonly dataDir: string;
  readonly logLevel: string;
  readonly credentials: Credentials;
  readonly origins: OriginPolicy;
  readonly limits: ApiLimits;
  /** Whether clients may send the hash of a document in its place. */
  readonly persistedQueries: boolean;
  /** Where usage is reported to; null: nowhere. */
  readonly studio: StudioGraph | null;
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

/** A graph in Apollo Studio, and the key to report to it. */
export interface StudioGraph {
  readonly key: string;
  readonly graphRef: string;
}

/** What the API takes at most. */
export interface ApiLimits {
  /** Of one principal. */
  readonly mutationsPerMinute: number;
  /** What the operations of one principal may cost together, on average over a few seconds. */
  readonly costPerSecond: number;
  /** How long a client may take to send a request, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** Of a request, and of a message over WebSocket. */
  readonly maxBodyBytes: number;
  /** WebSockets from one address. */
  readonly maxSocketsPerClient: number;
  /** Operations under way at once on one WebSocket. */
  readonly maxOperationsPerSocket: number;
  /** A client that has not answered a ping after this time is cut off, in milliseconds. */
  readonly heartbeatMs: number;
}

/** @throws StartupError naming every bad setting, without its value (it may be a secret) */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = SETTINGS.safeParse(given);
  if (!read.success) throw badSettings(read.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`));
  const value = read.data;
  const credentials = { tokens: [...value.API_TOKENS, ...tokensIn(value.API_TOKENS_FILE)], jwt: jwtTrust(value) };
  if (isOpen(credentials) && !isLoopback(value.HOST)) throw new StartupError(CLOSED_UNLESS_OPENED);
  return Object.freeze({
    isProduction: value.NODE_ENV === 'production',
    host: value.HOST,
    port: value.PORT,
    databaseUrl: value.DATABASE_URL,
    cluster: clusterSettings(value),
    dataDir: value.DATA_DIR,
    logLevel: value.LOG_LEVEL,
    credentials,
    persistedQueries: value.PERSISTED_QUERIES,
    studio: studioGraph(value),
    origins: {
      allowedOrigins: value.ALLOWED_ORIGINS ?? defaultOrigins(value),
      allowedHosts: allowedHosts(value, credentials),
    },
    limits: {
      mutationsPerMinute: value.MUTATIONS_PER_MINUTE,
      costPerSecond: value.COST_PER_SECOND,
      requestTimeoutMs: value.REQUEST_TIMEOUT_MS,
      maxBodyBytes: value.MAX_BODY_BYTES,
      maxSocketsPerClient: value.MAX_SOCKETS_PER_CLIENT,
      maxOperationsPerSocket: value.MAX_OPERATIONS_PER_SOCKET,
      heartbeatMs: value.HEARTBEAT_MS,
    },
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

type Settings = ReturnType<typeof SETTINGS.parse>;

const CLOSED_UNLESS_OPENED =
  'HOST is not a loopback address, and no credentials are set: anybody could command the jobs. ' +
  'Set API_TOKENS or API_TOKENS_FILE (`npm run token -- <name> <role>` makes one), ' +
  'or JWT_ISSUER, JWT_AUDIENCE and JWT_JWKS_URL';

function badSettings(faults: readonly string[]): StartupError {
  return new StartupError(`bad settings: ${faults.join('; ')}`);
}

function tokensIn(path: string | undefined): Credentials['tokens'] {
  if (path === undefined) return [];
  const read = TOKEN_FILE.safeParse(textOf(path));
  if (!read.success) throw badSettings(['API_TOKENS_FILE has a line that is not name:role:sha256, see npm run token']);
  if (read.data.length === 0) throw badSettings(['API_TOKENS_FILE holds no token']);
  return read.data;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw badSettings([`API_TOKENS_FILE cannot be read (${(error as NodeJS.ErrnoException).code})`]);
  }
}

function jwtTrust(value: Settings): Credentials['jwt'] {
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_JWKS_URL: jwksUrl } = value;
  if (issuer && audience && jwksUrl) return { issuer, audience, jwksUrl, roleClaim: value.JWT_ROLE_CLAIM };
  if (!issuer && !audience && !jwksUrl) return null;
  throw badSettings(['JWT_ISSUER, JWT_AUDIENCE and JWT_JWKS_URL must be set together']);
}

/** Whoever brings a database may use it with several services. */
function clusterSettings({
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
  NODE_ROLE: role,
}: Settings): Config['cluster'] {
  if (databaseUrl) return { databaseUrl, redisUrl, role: role ?? 'all' };
  const useless = redisUrl ? 'REDIS_URL' : role && role !== 'all' ? 'NODE_ROLE' : null;
  if (!useless) return null;
  throw badSettings([`${useless} is for several services on one database, which DATABASE_URL must name`]);
}

function studioGraph({ APOLLO_KEY: key, APOLLO_GRAPH_REF: graphRef }: Settings): StudioGraph | null {
  if (key && graphRef) return { key, graphRef };
  if (!key && !graphRef) return null;
  throw badSettings(['APOLLO_KEY and APOLLO_GRAPH_REF must be set together']);
}

/** Whoever tries the service may do so from Apollo's Explorer; what is in production says itself who may come. */
function defaultOrigins({ NODE_ENV }: Settings): readonly string[] {
  return NODE_ENV === 'production' ? [] : ['https://studio.apollographql.com'];
}

/** Without credentials a name that leads here could open the service to any page: only known names are taken. */
function allowedHosts({ ALLOWED_HOSTS, HOST }: Settings, credentials: Credentials): readonly string[] | null {
  if (!isOpen(credentials) && ALLOWED_HOSTS.length === 0) return null;
  return [...LOOPBACK_HOSTS, HOST, ...ALLOWED_HOSTS];
}
