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

/** What came of the check. */
export interface Admission {
  /** The errors of an operation that crosses a limit, each with its code; none for one that may be executed. */
  readonly refusals: readonly GraphQLError[];
  /** To be called when the operation has been executed, however it ends. */
  readonly endTurn: EndTurn;
}

/** What is checked of an operation that has been parsed and validated, over HTTP and WebSocket alike. */
export class OperationCheck {
  /** Documents are remembered by who parses them; those that come again are looked at once. */
  private readonly shapes = new WeakMap<DocumentNode, readonly GraphQLError[]>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly rate: MutationRate,
    private readonly budget: CostBudget,
    private readonly dear: DearOperations,
    /** Whether only admins may ask what the API looks like. */
    private readonly hidesSchema: boolean,
  ) {}

  /**
   * The cheap checks come first. Nothing is priced whose variables are not what their types say.
   * @param gone aborts when nobody waits for the operation any more
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
