import type { GraphQLSchema } from 'graphql';
import { CostBudget } from '../../src/graphql/cost/cost-budget';
import { DearOperations } from '../../src/graphql/cost/dear-operations';
import { MutationRate } from '../../src/graphql/limits/mutation-rate';
import { OperationCheck } from '../../src/graphql/limits/operation-check';

/** Returns a standalone operation check with rates that no test reaches. */
export function operationCheck(schema: GraphQLSchema): OperationCheck {
  return new OperationCheck(schema, new MutationRate(1_000_000), new CostBudget(1e9), new DearOperations(), false);
}
