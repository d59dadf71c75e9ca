import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventually } from '../support/eventually';
import { ask, ServiceProcess, temporaryFolder } from '../support/service-process';

const TRACING = join(__dirname, '../../dist/src/telemetry/tracing.js');

interface Export {
  readonly resourceSpans: {
    readonly scopeSpans: { readonly scope: { name: string }; readonly spans: { name: string; traceId: string }[] }[];
  }[];
}

test('with an exporter configured a mutation is traced from HTTP over GraphQL to PostgreSQL', async () => {
  const exported: Export[] = [];
  const collector = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      if (request.url === '/v1/traces') exported.push(JSON.parse(body) as Export);
      response.end('{}');
    });
  });
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const folder = await temporaryFolder();
  const service = new ServiceProcess({
    DATA_DIR: folder.path,
    NODE_OPTIONS: `--require ${TRACING}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '50',
  });
  try {
    const address = await service.ready();
    await ask(
      address,
      'mutation Pause { pauseJob(input: { id: "00000000-0000-4000-8000-000000000000" }) { __typename } }',
    );
    await eventually(() => {
      const scopes = exported.flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans));
      const spans = scopes.flatMap(({ scope, spans }) => spans.map((span) => ({ ...span, scope: scope.name })));
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
    collector.close();
    await folder.remove();
  }
});
