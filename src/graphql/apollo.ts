import { ApolloServer, HeaderMap, type ApolloServerPlugin, type GraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, OperationTypeNode, type GraphQLSchema, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '../application/ports/logger';
import { publicError, withoutSuggestion } from './api-errors';
import type { ApiContext } from './context';
import { httpExtension, httpOf } from './http-extensions';
import { ApolloStore, documentBytes, persistedBytes } from './limits/bounded-store';
import { PARSING, VALIDATION } from './limits/document-rules';
import type { Admission, OperationCheck } from './limits/operation-check';
import { TELLING_STATUS, type Refusals } from './refusals';

export interface ApolloOptions {
  readonly persistedQueries: boolean;
  /** Whether error messages omit suggestions that reveal schema names. */
  readonly hidesSchema: boolean;
  readonly studio: { readonly key: string; readonly graphRef: string } | null;
  readonly log: Logger;
  readonly refusals: Refusals;
}

/** Creates the Apollo Server that executes queries and mutations over HTTP. */
export function createApollo(
  schema: GraphQLSchema,
  check: OperationCheck,
  options: ApolloOptions,
): ApolloServer<ApiContext> {
  const { persistedQueries, hidesSchema, studio, log, refusals } = options;
  const show: Show = (error, formatted) => {
    const shown = publicError(error, formatted, log);
    return hidesSchema ? withoutSuggestion(shown) : shown;
  };
  return new ApolloServer<ApiContext>({
    schema,
    // OperationCheck decides per request whether introspection is allowed.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    // The service handles signals itself and shuts down in its own order.
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => show(error, formatted),
    parseOptions: PARSING,
    validationRules: VALIDATION.rules,
    validationOptions: VALIDATION.options,
    documentStore: new ApolloStore(documentBytes),
    persistedQueries: persistedQueries ? { cache: new ApolloStore(persistedBytes) } : false,
    // With a key, Apollo Server reports usage by itself, without variables and headers.
    apollo: studio ?? {},
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      // It would inspect every field, and no response of this API may be cached.
      ApolloServerPluginCacheControlDisabled(),
      SUBSCRIPTIONS_ELSEWHERE,
      checked(check, show),
      STATUS_BY_ACCEPT,
      noted(refusals),
    ],
  });
}

/** Formats an error for a client. */
type Show = (error: unknown, formatted: GraphQLFormattedError) => GraphQLFormattedError;

/** Runs the check before execution. Its refusals become the response. */
function checked(check: OperationCheck, show: Show): ApolloServerPlugin<ApiContext> {
  return {
    requestDidStart: async () => {
      let admission: Admission | undefined;
      return {
        didResolveOperation: async ({ contextValue, document, operation, request }) => {
          // If the operation cannot be found, execution reports it.
          if (operation) admission = await check.admit(contextValue, document, operation, request.variables ?? {});
        },
        responseForOperation: async () => {
          const [first, ...more] = admission?.refusals ?? [];
          return first ? refused([first, ...more], show) : null;
        },
        willSendResponse: async () => admission?.endTurn(),
      };
    },
  };
}

/** A refusal without a status of its own gets 400. */
function refused(refusals: readonly [GraphQLError, ...GraphQLError[]], show: Show): GraphQLResponse {
  const { status, headers } = httpOf(refusals[0]) ?? { status: 400, headers: [] };
  const errors = refusals.map((error) => show(error, error.toJSON()));
  // Apollo Server modifies the status and headers, so every response needs its own copy.
  return { http: { status, headers: new HeaderMap(headers) }, body: { kind: 'single', singleResult: { errors } } };
}

/** Counts errors in responses whose status does not identify them. */
function noted(refusals: Refusals): ApolloServerPlugin<ApiContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ contextValue, response: { http, body } }) => {
        if (body.kind !== 'single' || (http.status ?? 200) >= TELLING_STATUS) return;
        const errors = body.singleResult.errors ?? [];
        refusals.noteErrors(errors, { transport: 'HTTP', request: contextValue.request });
      },
    }),
  };
}

/** Refuses subscriptions over HTTP, where a request has a single response. */
const SUBSCRIPTIONS_ELSEWHERE: ApolloServerPlugin<ApiContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) => {
      if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
      const message = 'Subscriptions are served over WebSocket, at the same address.';
      throw new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: httpExtension(400) } });
    },
  }),
};

/**
 * Changes 400 to 200 for clients that accept only `application/json`: they read the errors from the body. Clients that
 * accept `application/graphql-response+json` get the status (GraphQL over HTTP, sections 6.4.1 and 6.4.2).
 */
const STATUS_BY_ACCEPT: ApolloServerPlugin<ApiContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ request, response }) => {
      const accept = request.http?.headers.get('accept') ?? '*/*';
      const knowsBetter = accept.includes('application/graphql-response+json') || accept.includes('*/*');
      if (!knowsBetter && response.http.status === 400) response.http.status = 200;
    },
  }),
};
