import {
  getOperationAST,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { Extensions } from 'type-graphql';

/** How a subscription is shared among clients with the same operation. Declared on the subscription field. */
export type Sharing =
  /** One stream for all clients; each client first gets the current job. */
  | { readonly kind: 'SNAPSHOT' }
  /** One stream for all clients. */
  | { readonly kind: 'FEED' }
  /** Each client has its own position, given by the argument; the payload of an entry is the same for all. */
  | { readonly kind: 'LOG'; readonly placeArgument: string };

/** Declares how a Subscription field is shared. */
export function SharedAs(sharing: Sharing): MethodDecorator & PropertyDecorator {
  return Extensions({ sharing });
}

/** Returns how the operation is shared and, for a LOG, the variable that holds the client's position. */
export function sharingOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): { readonly kind: Sharing['kind']; readonly placeVariable?: string } {
  const field = fieldOf(document, operationName);
  const sharing = schema.getSubscriptionType()?.getFields()[field?.name.value ?? '']?.extensions.sharing as
    Sharing | undefined;
  // Execution reports a field that the schema does not have.
  if (!field || !sharing) return { kind: 'FEED' };
  return sharing.kind === 'LOG' ? { ...sharing, placeVariable: variableOf(field, sharing.placeArgument) } : sharing;
}

/** Returns the root field of a subscription. Validation ensures that there is one, possibly inside a fragment. */
function fieldOf(document: DocumentNode, operationName: string | null | undefined): FieldNode | null {
  const operation = getOperationAST(document, operationName);
  return operation ? firstField(operation.selectionSet, document) : null;
}

function firstField({ selections }: SelectionSetNode, document: DocumentNode): FieldNode | null {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) return selection;
    const inside = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragment(document, selection.name.value);
    const found = inside && firstField(inside.selectionSet, document);
    if (found) return found;
  }
  return null;
}

function fragment({ definitions }: DocumentNode, name: string) {
  return definitions.find((node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name) as
    (DocumentNode['definitions'][number] & { selectionSet: SelectionSetNode }) | undefined;
}

function variableOf({ arguments: given }: FieldNode, argument: string): string | undefined {
  const value = given?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.VARIABLE ? value.name.value : undefined;
}
