import { GraphQLError, NoSchemaIntrospectionCustomRule, validate, type GraphQLSchema } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { mayAct, type Principal } from '../access/principal';
import { checkCost } from './cost-limit';
import { DOCUMENT_RULES } from './document-rules';
import type { MutationRate } from './mutation-rate';

/** What is checked of an operation that has been parsed and validated, over HTTP and WebSocket alike. */
export class OperationCheck {
  /** Documents are remembered by who parses them; those that come again are looked at once. */
  private readonly wellShaped = new WeakSet<DocumentNode>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly rate: MutationRate,
    /** Whether only admins may ask what the API looks like. */
    private readonly hidesSchema: boolean,
  ) {}

  /** @throws GraphQLError with the code of the limit that the operation crosses */
  async admit(
    principal: Principal,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Record<string, unknown>,
  ): Promise<void> {
    if (this.hidesSchema && !mayAct(principal, 'admin')) this.refuseIntrospection(document);
    this.checkShape(document);
    checkCost(this.schema, document, operation, variables);
    await this.rate.admit(principal, operation);
  }

  private checkShape(document: DocumentNode): void {
    if (this.wellShaped.has(document)) return;
    const [error] = validate(this.schema, document, DOCUMENT_RULES);
    if (error) throw error;
    this.wellShaped.add(document);
  }

  private refuseIntrospection(document: DocumentNode): void {
    const [error] = validate(this.schema, document, [NoSchemaIntrospectionCustomRule]);
    if (error) throw new GraphQLError('Introspection is for admins.', { extensions: { code: 'FORBIDDEN' } });
  }
}
