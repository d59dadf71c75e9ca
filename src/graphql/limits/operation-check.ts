import { GraphQLError, NoSchemaIntrospectionCustomRule, validate, type GraphQLSchema } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { mayAct, type Principal } from '../access/principal';
import { costOf } from './cost';
import type { CostBudget } from './cost-budget';
import { costRefusal } from './cost-limit';
import { DOCUMENT_RULES } from './document-rules';
import type { MutationRate } from './mutation-rate';
import { coercedVariables, type Variables } from './operation-variables';

/** Nothing is wrong. */
const ADMITTED: readonly GraphQLError[] = [];

/** What is checked of an operation that has been parsed and validated, over HTTP and WebSocket alike. */
export class OperationCheck {
  /** Documents are remembered by who parses them; those that come again are looked at once. */
  private readonly shapes = new WeakMap<DocumentNode, readonly GraphQLError[]>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly rate: MutationRate,
    private readonly budget: CostBudget,
    /** Whether only admins may ask what the API looks like. */
    private readonly hidesSchema: boolean,
  ) {}

  /**
   * The cheap checks come first. Nothing is priced whose variables are not what their types say.
   * @returns the errors of an operation that crosses a limit, each with its code
   */
  async admit(
    principal: Principal,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    given: Variables,
  ): Promise<readonly GraphQLError[]> {
    const mayIntrospect = !this.hidesSchema || mayAct(principal, 'admin');
    const refused = this.shapeErrors(document, mayIntrospect);
    if (refused.length > 0) return refused;
    const variables = coercedVariables(this.schema, operation, given);
    if (isErrors(variables)) return variables;
    const cost = costOf(this.schema, document, operation, variables);
    const refusal =
      costRefusal(operation.operation, cost) ??
      (await this.rate.refusal(principal, document, operation)) ??
      (await this.budget.refusal(principal, operation.operation, cost));
    return refusal ? [refusal] : ADMITTED;
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

function isErrors(checked: Variables | readonly GraphQLError[]): checked is readonly GraphQLError[] {
  return Array.isArray(checked);
}
