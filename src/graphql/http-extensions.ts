import { HeaderMap } from '@apollo/server';
import type { GraphQLError, GraphQLErrorExtensions } from 'graphql';

/** The extension by which Apollo Server gives a response its status and headers; it does not reach the client. */
export function httpExtension(status: number, headers: Record<string, string> = {}): GraphQLErrorExtensions['http'] {
  // Apollo reads a map, whatever the type says.
  return { status, headers: new HeaderMap(Object.entries(headers)) as unknown as Record<string, string> };
}

/** What an error says of the response, or null. */
export function httpOf({ extensions }: GraphQLError): { status: number; headers: HeaderMap } | null {
  return (extensions.http ?? null) as unknown as { status: number; headers: HeaderMap } | null;
}
