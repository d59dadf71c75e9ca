import { GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { getVariableValues } from 'graphql/execution/values';
import { outOfBounds, type Variables } from './input-bounds';
import { shortened } from './shortened';

/** Maximum number of errors reported per request: a list may contain a million. */
export const MAX_MISTAKES = 10;

/** @returns the variables coerced to their types, or the errors */
export function coercedVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Variables,
): Variables | readonly GraphQLError[] {
  const fault = outOfBounds(schema, operation, given);
  if (fault) return [fault];
  const { variableDefinitions = [] } = operation;
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, given, { maxErrors: MAX_MISTAKES });
  return coerced ?? (errors ?? []).map(badVariable);
}

function badVariable({ message, nodes }: GraphQLError): GraphQLError {
  return new GraphQLError(shortened(message), { nodes, extensions: { code: 'BAD_USER_INPUT' } });
}

/** Returns only the variables that the operation declares. Others have no effect and are dropped. */
export function declaredVariables({ variableDefinitions = [] }: OperationDefinitionNode, given: Variables): Variables {
  const names = variableDefinitions.map(({ variable }) => variable.name.value);
  return Object.fromEntries(names.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name]]));
}
