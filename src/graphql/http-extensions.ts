import { HeaderMap } from '@apollo/server';
import type { GraphQLError, GraphQLErrorExtensions } from 'graphql';

/** Error extension from which Apollo Server takes the response status and headers. It is not sent to the client. */
export function httpExtension(status: number, headers: Record<string, string> = {}): GraphQLErrorExtensions['http'] {
  // Apollo Server reads a HeaderMap, contrary to the declared type.
  return { status, headers: new HeaderMap(Object.entries(headers)) as unknown as Record<string, string> };
}

/** Returns the response status and headers of an error, or null. */
export function httpOf({ extensions }: GraphQLError): { status: number; headers: HeaderMap } | null {
  return (extensions.http ?? null) as unknown as { status: number; headers: HeaderMap } | null;
}
