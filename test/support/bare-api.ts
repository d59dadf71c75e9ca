import type { GraphQLSchema } from 'graphql';
import type { JobReader, JobReads } from '../../src/application/ports/job-reader';
import { UNWATCHED } from '../../src/application/ports/telemetry';
import type { LiveDeps } from '../../src/graphql/context';
import { HttpServer, type HttpServerOptions } from '../../src/graphql/http-server';
import { SILENT_LOG } from './silent-log';

/** HTTP server of the API, with a schema given by the test and without a database. */
export class BareApi {
  private constructor(
    private readonly server: HttpServer,
    /** HTTP address of the GraphQL endpoint. */
    readonly url: string,
  ) {}

  static async serve(
    schema: GraphQLSchema,
    changes: Partial<HttpServerOptions> = {},
    parts = {},
    reads = NO_READS,
  ): Promise<BareApi> {
    const server = new HttpServer({
      host: '127.0.0.1',
      port: 0,
      origins: { allowedOrigins: [], allowedHosts: null },
      credentials: { tokens: [], jwt: null },
      limits: LIMITS,
      hidesSchema: false,
      persistedQueries: false,
      studio: null,
      telemetry: UNWATCHED,
      log: SILENT_LOG,
      checkReady: () => Promise.resolve(),
      metrics: { contentType: 'text/plain', text: () => Promise.resolve('') },
      ...changes,
    });
    const address = await server.listen();
    await server.serve(schema, { reads, ...parts } as LiveDeps, reads);
    return new BareApi(server, `${address}/graphql`);
  }

  get liveUrl(): string {
    return this.url.replace('http', 'ws');
  }

  close(): Promise<void> {
    return this.server.close();
  }
}

const NO_READS: JobReads = { by: () => ({}) as JobReader };

export const LIMITS: HttpServerOptions['limits'] = {
  maxBodyBytes: 8 * 1024 * 1024,
  maxSocketsPerClient: 100,
  maxOperationsPerSocket: 100,
  heartbeatMs: 600_000,
  mutationsPerMinute: 1_000_000,
  costPerSecond: 1_000_000_000,
  requestTimeoutMs: 60_000,
};
