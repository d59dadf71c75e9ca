import { HeaderMap } from '@apollo/server';
import type { GraphQLErrorExtensions } from 'graphql';

/** The extension by which Apollo Server gives a response its status and headers; it does not reach the client. */
export function httpExtension(status: number, headers: Record<string, string> = {}): GraphQLErrorExtensions['http'] {
  // Apollo reads a map, whatever the type says.
  return { status, headers: new HeaderMap(Object.entries(headers)) as unknown as Record<string, string> };
}
