import type * as Graphql from '@opentelemetry/instrumentation-graphql';
import type * as Http from '@opentelemetry/instrumentation-http';
import type * as Pg from '@opentelemetry/instrumentation-pg';
import type * as Undici from '@opentelemetry/instrumentation-undici';
import type * as Sdk from '@opentelemetry/sdk-node';
import { whenServiceEnds } from './trace-end';

/*
 * Loaded before everything else (`node --require`), because what is traced is wrapped while it is loaded. Does nothing,
 * and loads nothing, unless an exporter is configured in OpenTelemetry's own words:
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_SDK_DISABLED } = process.env;
const isWanted = Boolean(OTEL_EXPORTER_OTLP_ENDPOINT || OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);

if (isWanted && OTEL_SDK_DISABLED !== 'true') void start();

function start(): void {
  process.env.OTEL_SERVICE_NAME ??= 'sluice';
  // Traces alone: numbers are at /metrics, and logs on stdout.
  process.env.OTEL_METRICS_EXPORTER ??= 'none';
  process.env.OTEL_LOGS_EXPORTER ??= 'none';
  const sdk = createSdk();
  sdk.start();
  // Not on the signal: there is something to trace until the service has ended.
  whenServiceEnds(() => sdk.shutdown());
}

function createSdk(): Sdk.NodeSDK {
  /* eslint-disable @typescript-eslint/no-require-imports -- only here, so that nobody pays who does not trace */
  const sdk = require('@opentelemetry/sdk-node') as typeof Sdk;
  const http = require('@opentelemetry/instrumentation-http') as typeof Http;
  const graphql = require('@opentelemetry/instrumentation-graphql') as typeof Graphql;
  const pg = require('@opentelemetry/instrumentation-pg') as typeof Pg;
  const undici = require('@opentelemetry/instrumentation-undici') as typeof Undici;
  /* eslint-enable @typescript-eslint/no-require-imports */
  return new sdk.NodeSDK({
    instrumentations: [
      new http.HttpInstrumentation({ ignoreIncomingRequestHook: ({ url }) => /^\/(health|metrics)/.test(url ?? '') }),
      // Fields would be many, and values may be anybody's.
      new graphql.GraphQLInstrumentation({ ignoreResolveSpans: true, allowValues: false }),
      // Within requests: the workers write all the time.
      new pg.PgInstrumentation({ requireParentSpan: true, enhancedDatabaseReporting: false }),
      new undici.UndiciInstrumentation({ requireParentforSpans: true }),
    ],
  });
}
