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
  /** Undefined: use the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** Null: all workers are in this process, and no other process uses its database. */
  readonly cluster: ClusterSettings | null;
  readonly dataDir: string;
  readonly logLevel: string;
  readonly credentials: Credentials;
  readonly origins: OriginPolicy;
  readonly limits: ApiLimits;
  /** Whether clients may send the hash of a document instead of the document. */
  readonly persistedQueries: boolean;
  /** Where usage is reported; null: nowhere. */
  readonly studio: StudioGraph | null;
  /** Maximum concurrent requests to sources, across all jobs of this process. */
  readonly maxInFlight: number;
  /** Time that symbols in flight have to be stored on shutdown, in milliseconds. */
  readonly shutdownGraceMs: number;
  /** Age in days from which the former values of bars are deleted. */
  readonly revisionDays: number;
  /** Timeout of one whole request to a source, in milliseconds. */
  readonly sourceTimeoutMs: number;
  /** Addresses of sources that are not asked at their own, by name. */
  readonly sourceUrls: ReadonlyMap<string, string>;
  /** Folder of files that describe further sources, and the environment variables that they may name; null: none. */
  readonly sourceFiles: { readonly folder: string; readonly variables: Readonly<Record<string, string>> } | null;
  /** Address of Binance's archive, or `off`. Undefined: its own, for sources that are asked at their own address. */
  readonly binanceArchive: string | undefined;
  readonly simx: {
    /** Undefined: the service runs the simulated exchange itself. */
    readonly baseUrl: string | undefined;
    readonly seed: number;
    readonly latencyMs: number;
    readonly ratePerSecond: number;
    readonly burst: number;
  };
}

/** A graph in Apollo Studio and the key for reporting to it. */
export interface StudioGraph {
  readonly key: string;
  readonly graphRef: string;
}

/** Limits of the API. */
export interface ApiLimits {
  /** Per principal. */
  readonly mutationsPerMinute: number;
  /** Total cost of one principal's operations per second, averaged over a few seconds. */
  readonly costPerSecond: number;
  /** Time that a client has to send a request, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** Per request body and per WebSocket message. */
  readonly maxBodyBytes: number;
  /** WebSockets per client address. */
  readonly maxSocketsPerClient: number;
  /** Operations in flight per WebSocket. */
  readonly maxOperationsPerSocket: number;
  /** A client that does not answer a ping within this time is disconnected. In milliseconds. */
  readonly heartbeatMs: number;
}

/** @throws StartupError that names the bad settings without their values, which may be secret */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]));
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
    revisionDays: value.REVISION_DAYS,
    sourceTimeoutMs: value.SOURCE_TIMEOUT_MS,
    sourceUrls: value.SOURCE_URLS,
    sourceFiles: value.SOURCES_DIR === undefined ? null : { folder: value.SOURCES_DIR, variables: given },
    binanceArchive: value.BINANCE_ARCHIVE,
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

/** A given database may be shared by several services, so DATABASE_URL makes this process a cluster node. */
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

/** By default, Apollo's Explorer is allowed outside production, and no foreign origin in production. */
function defaultOrigins({ NODE_ENV }: Settings): readonly string[] {
  return NODE_ENV === 'production' ? [] : ['https://studio.apollographql.com'];
}

/** Without credentials, DNS rebinding could open the service to any page, so only known host names are accepted. */
function allowedHosts({ ALLOWED_HOSTS, HOST }: Settings, credentials: Credentials): readonly string[] | null {
  if (!isOpen(credentials) && ALLOWED_HOSTS.length === 0) return null;
  return [...LOOPBACK_HOSTS, HOST, ...ALLOWED_HOSTS];
}
