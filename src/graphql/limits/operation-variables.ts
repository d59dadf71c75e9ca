import { GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { getVariableValues } from 'graphql/execution/values';
import { shortened } from './shortened';

/** Variables as their types have them. */
export type Variables = Readonly<Record<string, unknown>>;

/** More mistakes are not told: a list may hold a million of them. */
const MAX_MISTAKES = 10;

/** @returns the variables as their types have them, or what is wrong with them */
export function coercedVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Variables,
): Variables | readonly GraphQLError[] {
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, given, { maxErrors: MAX_MISTAKES });
  return coerced ?? (errors ?? []).map(badVariable);
}

function badVariable({ message, nodes }: GraphQLError): GraphQLError {
  return new GraphQLError(shortened(message), { nodes, extensions: { code: 'BAD_USER_INPUT' } });
}
