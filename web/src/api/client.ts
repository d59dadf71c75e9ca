import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { ErrorLink } from '@apollo/client/link/error';
import { RetryLink } from '@apollo/client/link/retry';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import { createContext, useContext } from 'react';
import { retryAfterOf, waitAfter } from './back-off';
import possibleTypes from './possible-types';
import { Connection } from './connection';
import { InOrderLink } from './in-order-link';
import type { Session } from './session';

/** Access to the service: GraphQL client, socket and credential. */
export interface Api {
  readonly apollo: ApolloClient;
  readonly connection: Connection;
  readonly session: Session;
  /** The address of the service, without a trailing slash. */
  readonly url: string;
}

/** @param url of the service, for example `http://127.0.0.1:4000` */
export function createApi(url: string, session: Session): Api {
  const connection = new Connection(`${url.replace(/^http/, 'ws')}/graphql`, session);
  const overHttp = ApolloLink.from([
    new ErrorLink(({ error }) => {
      if (isUnauthenticated(error)) session.refused();
    }),
    new InOrderLink(),
    RETRY,
    new SetContextLink(({ headers }) => ({ headers: { ...(headers as object), ...session.headers } })),
    new HttpLink({ uri: `${url}/graphql` }),
  ]);
  const overSocket = new GraphQLWsLink(connection.socket);
  const apollo = new ApolloClient({
    cache: new InMemoryCache({ possibleTypes, typePolicies: { Source: { keyFields: ['name'] } } }),
    link: ApolloLink.split(goesOverSocket, overSocket, overHttp),
    devtools: { enabled: false },
  });
  return { apollo, connection, session, url };
}

/**
 * Subscriptions use the socket, and so do queries for the state before a subscription: the service processes the
 * operations of one socket in order, so no change falls between the two.
 */
function goesOverSocket({ operationType, getContext }: ApolloLink.Operation): boolean {
  return operationType === OperationTypeNode.SUBSCRIPTION || getContext().afterSubscription === true;
}

/**
 * Retries network errors and 5xx responses for about as long as a restart of the service takes. Queries have no side
 * effects, and the requestId makes a command idempotent.
 */
const RETRY = new RetryLink({
  delay: (count, _operation, error) => retryAfterOf(error) + waitAfter(count - 1, 2_000),
  attempts: { max: 12, retryIf: (error) => !CombinedGraphQLErrors.is(error) && !isAnswer(error) },
});

function isAnswer(error: unknown): boolean {
  return ServerError.is(error) && error.statusCode < 500;
}

function isUnauthenticated(error: unknown): boolean {
  if (ServerError.is(error)) return error.statusCode === 401;
  return (
    CombinedGraphQLErrors.is(error) && error.errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED')
  );
}

export const ApiContext = createContext<Api | null>(null);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (!api) throw new Error('There is no ApiContext around this component.');
  return api;
}
