import type * as Graphql from '@opentelemetry/instrumentation-graphql';
import type * as Http from '@opentelemetry/instrumentation-http';
import type * as Pg from '@opentelemetry/instrumentation-pg';
import type * as Undici from '@opentelemetry/instrumentation-undici';
import type * as Sdk from '@opentelemetry/sdk-node';
import { whenServiceEnds } from './trace-end';

/*
 * Must be loaded before all other modules (`node --require`), because modules are instrumented while they load. Does
 * nothing, and loads nothing, unless OpenTelemetry's standard variables configure an exporter:
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_SDK_DISABLED } = process.env;
const isWanted = Boolean(OTEL_EXPORTER_OTLP_ENDPOINT || OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);

if (isWanted && OTEL_SDK_DISABLED !== 'true') void start();

function start(): void {
  process.env.OTEL_SERVICE_NAME ??= 'sluice';
  // Traces only: metrics are served at /metrics, and logs go to stdout.
  process.env.OTEL_METRICS_EXPORTER ??= 'none';
  process.env.OTEL_LOGS_EXPORTER ??= 'none';
  const sdk = createSdk();
  sdk.start();
  // Not on SIGTERM or SIGINT: spans are recorded until the service has ended.
  whenServiceEnds(() => sdk.shutdown());
}

function createSdk(): Sdk.NodeSDK {
  /* eslint-disable @typescript-eslint/no-require-imports -- loaded here, at no cost when tracing is off */
  const sdk = require('@opentelemetry/sdk-node') as typeof Sdk;
  const http = require('@opentelemetry/instrumentation-http') as typeof Http;
  const graphql = require('@opentelemetry/instrumentation-graphql') as typeof Graphql;
  const pg = require('@opentelemetry/instrumentation-pg') as typeof Pg;
  const undici = require('@opentelemetry/instrumentation-undici') as typeof Undici;
  /* eslint-enable @typescript-eslint/no-require-imports */
  return new sdk.NodeSDK({
    instrumentations: [
      new http.HttpInstrumentation({ ignoreIncomingRequestHook: ({ url }) => /^\/(health|metrics)/.test(url ?? '') }),
      // One span per field would be too many, and argument values may be confidential.
      new graphql.GraphQLInstrumentation({ ignoreResolveSpans: true, allowValues: false }),
      // Only within requests: the workers write continuously.
      new pg.PgInstrumentation({ requireParentSpan: true, enhancedDatabaseReporting: false }),
      // Without the query, which may hold a key.
      new undici.UndiciInstrumentation({ requireParentforSpans: true, startSpanHook: withoutQuery }),
    ],
  });
}

function withoutQuery({ origin, path }: { readonly origin: string; readonly path: string }): Record<string, string> {
  return { 'url.full': origin + path.replace(/\?.*/, ''), 'url.query': '' };
}
