import {
  getNamedType,
  GraphQLError,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { fieldExtensionsEstimator, getComplexity, type ComplexityEstimator } from 'graphql-query-complexity';
import { MAX_FIRST, MAX_FIRST_BARS } from '../pagination';

/** Fields that one operation may lead to, lists multiplied out: 500 jobs with all their fields cost 15,000. */
const MAX_COST = 100_000;
/** So many nodes of a document are looked at; a document that hides more behind fragments is refused. */
const MAX_NODES = 20_000;

/** Unless its resolver says otherwise, a field costs one and what is below it; a connection, that as many times as it may have entries. */
const costOf: ComplexityEstimator = ({ field, args, childComplexity }) => {
  if (!getNamedType(field.type).name.endsWith('Connection')) return 1 + childComplexity;
  const cap = getNamedType(field.type).name === 'BarConnection' ? MAX_FIRST_BARS : MAX_FIRST;
  const wanted = [args.first, args.last].filter((count) => typeof count === 'number');
  const entries = wanted.length ? Math.min(Math.max(...wanted, 1), cap) : cap;
  return 1 + entries * childComplexity;
};

/** What one operation would cost at most. @throws GraphQLError OPERATION_TOO_COSTLY */
export function checkCost(
  schema: GraphQLSchema,
  query: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): void {
  const cost = costIn(schema, query, operation.name?.value, variables);
  if (cost <= MAX_COST) return;
  const message = `The operation may lead to more than ${MAX_COST} fields. Ask for shorter lists.`;
  throw new GraphQLError(message, { extensions: { code: 'OPERATION_TOO_COSTLY', limit: MAX_COST } });
}

function costIn(
  schema: GraphQLSchema,
  query: DocumentNode,
  operationName: string | undefined,
  variables: Record<string, unknown>,
): number {
  const estimators = [fieldExtensionsEstimator(), costOf];
  try {
    return getComplexity({ schema, query, operationName, variables, estimators, maxQueryNodes: MAX_NODES });
  } catch (error) {
    // Variables that do not fit are reported by the execution, which then does nothing else.
    return (error as Error).message.startsWith('Variable ') ? 0 : Infinity;
  }
}
