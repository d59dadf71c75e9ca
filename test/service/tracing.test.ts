import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CannedServer, json } from '../sources/canned-server';
import { SMALL } from '../sources/described/described-source';
import { eventually } from '../support/eventually';
import { preparedFolder } from '../support/prepared-folder';
import { ask, ServiceProcess } from '../support/service-process';

const TRACING = join(__dirname, '../../dist/service/tracing.js');

interface Export {
  readonly resourceSpans: {
    readonly scopeSpans: { readonly scope: { name: string }; readonly spans: { name: string; traceId: string }[] }[];
  }[];
}

/** Receives exported traces. */
class Collector {
  private readonly exported: Export[] = [];
  private readonly server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      if (request.url === '/v1/traces') this.exported.push(JSON.parse(body) as Export);
      response.end('{}');
    });
  });

  async open(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get env(): Record<string, string> {
    return {
      NODE_OPTIONS: `--require ${TRACING}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    };
  }

  get spans() {
    const scopes = this.exported.flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans));
    return scopes.flatMap(({ scope, spans }) => spans.map((span) => ({ ...span, scope: scope.name })));
  }

  close(): void {
    this.server.close();
  }
}

let collector: Collector;
let folder: Awaited<ReturnType<typeof preparedFolder>>;
beforeEach(async () => {
  collector = new Collector();
  await collector.open();
  folder = await preparedFolder();
});
afterEach(async () => {
  collector.close();
  await folder.remove();
});

test('with an exporter configured a mutation is traced from HTTP over GraphQL to PostgreSQL', async () => {
  const service = new ServiceProcess({ DATA_DIR: folder.path, ...collector.env, OTEL_BSP_SCHEDULE_DELAY: '50' });
  try {
    const address = await service.ready();
    await ask(
      address,
      'mutation Pause { pauseJob(input: { id: "job_00000000-0000-4000-8000-000000000000" }) { __typename } }',
    );
    await eventually(() => {
      const { spans } = collector;
      const operation = spans.find(({ name }) => name === 'mutation Pause');
      const inTrace = spans.filter(({ traceId }) => traceId === operation?.traceId).map(({ scope }) => scope);
      expect(inTrace).toEqual(
        expect.arrayContaining(
          ['http', 'graphql', 'pg'].map((name) => expect.stringMatching(new RegExp(`instrumentation-${name}$`))),
        ),
      );
    });
  } finally {
    await service.kill('SIGTERM');
  }
});

test('what happens while the service ends is traced as well', async () => {
  const silent = await CannedServer.start(() => undefined);
  const service = new ServiceProcess({
    DATA_DIR: folder.path,
    SOURCE_URLS: `binance=${silent.baseUrl}`,
    ...collector.env,
    // Spans are exported only at shutdown.
    OTEL_BSP_SCHEDULE_DELAY: '600000',
  });
  try {
    const address = await service.ready();
    const answer = ask(address, 'query Held { source(name: "binance") { symbols { totalCount } } }');
    answer.catch(() => undefined);
    await eventually(() => silent.urls.length === 1);
    const ended = service.kill('SIGTERM');
    await expect(answer).rejects.toThrow('SOURCE_DOWN');
    expect(await ended).toEqual({ code: 0, errors: '' });
    expect(collector.spans.map(({ name }) => name)).toContain('query Held');
  } finally {
    await service.kill('SIGTERM');
    await silent.close();
  }
});

test('a span of a request to a source holds neither its query nor its headers, where its keys are', async () => {
  const source = await CannedServer.start(json(200, { symbols: [{ s: 'AAA' }] }));
  const { symbols: _symbols, ...rest } = SMALL;
  const key = { env: 'ACME_KEY' };
  const symbolsFrom = { path: '/symbols', query: { apikey: key }, rows: 'symbols', symbol: 's' };
  const file = { ...rest, baseUrl: source.baseUrl, headers: { 'X-Key': key }, symbolsFrom };
  await writeFile(join(folder.path, 'acme.json'), JSON.stringify(file));
  const service = new ServiceProcess({
    ...{ DATA_DIR: join(folder.path, 'data'), SOURCES_DIR: folder.path, ACME_KEY: 'hunter2-hunter2' },
    ...{ ...collector.env, OTEL_BSP_SCHEDULE_DELAY: '50' },
  });
  try {
    const address = await service.ready();
    await ask(address, 'query Listed { source(name: "acme") { symbols { totalCount } } }');
    expect(source.urls).toEqual(['/symbols?apikey=hunter2-hunter2']);
    await eventually(() => {
      const asked = collector.spans.filter(({ scope }) => scope.endsWith('instrumentation-undici'));
      expect(JSON.stringify(asked)).toContain(`${source.baseUrl}/symbols`);
    });
    expect(JSON.stringify(collector.spans)).not.toContain('hunter2');
  } finally {
    await service.kill('SIGTERM');
    await source.close();
  }
});
