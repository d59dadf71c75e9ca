import { GraphQLError, NoSchemaIntrospectionCustomRule, validate, type GraphQLSchema } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { mayAct } from '../access/principal';
import { costOf } from '../cost/cost';
import type { ApiContext } from '../context';
import type { CostBudget } from '../cost/cost-budget';
import { costRefusal } from '../cost/cost-limit';
import type { DearOperations, EndTurn } from '../cost/dear-operations';
import { DOCUMENT_RULES } from './document-rules';
import type { MutationRate } from './mutation-rate';
import type { Variables } from './input-bounds';
import { coercedVariables } from './operation-variables';

/** Result of the check. */
export interface Admission {
  /** Errors of an operation that exceeds a limit, each with its code. Empty when the operation may be executed. */
  readonly refusals: readonly GraphQLError[];
  /** Must be called when execution has ended, successfully or not. */
  readonly endTurn: EndTurn;
}

/** Checks the limits of a parsed and validated operation, over HTTP and WebSocket alike. */
export class OperationCheck {
  /** Errors by document. The parser caches documents, so a repeated document is checked once. */
  private readonly shapes = new WeakMap<DocumentNode, readonly GraphQLError[]>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly rate: MutationRate,
    private readonly budget: CostBudget,
    private readonly dear: DearOperations,
    /** Whether only admins may introspect. */
    private readonly hidesSchema: boolean,
  ) {}

  /**
   * Runs the cheap checks first. An operation is priced only once its variables match their types.
   * @param gone aborts when the response is no longer wanted
   */
  async admit(
    { principal, signal: gone }: Pick<ApiContext, 'principal' | 'signal'>,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    given: Variables,
  ): Promise<Admission> {
    const mayIntrospect = !this.hidesSchema || mayAct(principal, 'admin');
    const refused = this.shapeErrors(document, mayIntrospect);
    if (refused.length > 0) return refusedFor(...refused);
    const variables = coercedVariables(this.schema, operation, given);
    if (isErrors(variables)) return refusedFor(...variables);
    const cost = costOf(this.schema, document, operation, variables);
    const refusal =
      costRefusal(operation.operation, cost) ??
      (await this.rate.refusal(principal, document, operation)) ??
      (await this.budget.refusal(principal, operation.operation, cost));
    if (refusal) return refusedFor(refusal);
    const turn = await this.dear.turnOf(principal, operation.operation, cost, gone);
    return typeof turn === 'function' ? { refusals: [], endTurn: turn } : refusedFor(turn);
  }

  private shapeErrors(document: DocumentNode, mayIntrospect: boolean): readonly GraphQLError[] {
    const [introspects] = mayIntrospect ? [] : validate(this.schema, document, [NoSchemaIntrospectionCustomRule]);
    if (introspects) return [new GraphQLError('Introspection is for admins.', { extensions: { code: 'FORBIDDEN' } })];
    const known = this.shapes.get(document);
    if (known) return known;
    const errors = validate(this.schema, document, DOCUMENT_RULES).slice(0, 1);
    this.shapes.set(document, errors);
    return errors;
  }
}

function refusedFor(...refusals: readonly GraphQLError[]): Admission {
  return { refusals, endTurn: () => undefined };
}

function isErrors(checked: Variables | readonly GraphQLError[]): checked is readonly GraphQLError[] {
  return Array.isArray(checked);
}
