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
  /** Whether errors keep to themselves what the schema has instead. */
  readonly hidesSchema: boolean;
  readonly studio: { readonly key: string; readonly graphRef: string } | null;
  readonly log: Logger;
  readonly refusals: Refusals;
}

/** Apollo Server for queries and mutations over HTTP. */
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
    // Who may introspect is decided for each request.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    // The service ends as a whole, in its own order.
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => show(error, formatted),
    parseOptions: PARSING,
    validationRules: VALIDATION.rules,
    validationOptions: VALIDATION.options,
    documentStore: new ApolloStore(documentBytes),
    persistedQueries: persistedQueries ? { cache: new ApolloStore(persistedBytes) } : false,
    // With a key Apollo Server reports usage by itself, without variables and headers.
    apollo: studio ?? {},
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      // It would look at every field, and no answer of ours may be cached.
      ApolloServerPluginCacheControlDisabled(),
      SUBSCRIPTIONS_ELSEWHERE,
      checked(check, show),
      STATUS_BY_ACCEPT,
      noted(refusals),
    ],
  });
}

/** An error as it goes out to a client. */
type Show = (error: unknown, formatted: GraphQLFormattedError) => GraphQLFormattedError;

/** Asks the check before anything is executed; what it refuses is the answer. */
function checked(check: OperationCheck, show: Show): ApolloServerPlugin<ApiContext> {
  return {
    requestDidStart: async () => {
      let admission: Admission | undefined;
      return {
        didResolveOperation: async ({ contextValue, document, operation, request }) => {
          // Which operation is meant is told by the execution, where it cannot be found.
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

/** What says no other status is the client's mistake. */
function refused(refusals: readonly [GraphQLError, ...GraphQLError[]], show: Show): GraphQLResponse {
  const { status, headers } = httpOf(refusals[0]) ?? { status: 400, headers: [] };
  const errors = refusals.map((error) => show(error, error.toJSON()));
  // Apollo Server changes the status and adds headers: each answer has its own.
  return { http: { status, headers: new HeaderMap(headers) }, body: { kind: 'single', singleResult: { errors } } };
}

/** Errors in answers whose status does not tell of them. */
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

/** HTTP has one answer; a subscription has many. */
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
 * A client that knows only `application/json` gets 200 with the errors in the body; the status tells of them to one that
 * asks for `application/graphql-response+json` (GraphQL over HTTP, sections 6.4.1 and 6.4.2).
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
