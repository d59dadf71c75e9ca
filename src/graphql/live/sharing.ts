import {
  getOperationAST,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { Extensions } from 'type-graphql';

/** What clients that ask for the same subscription have in common. The field that is subscribed to says it. */
export type Sharing =
  /** One stream for all of them, and for each the job as it is at its own beginning. */
  | { readonly kind: 'SNAPSHOT' }
  /** One stream for all of them. */
  | { readonly kind: 'FEED' }
  /** A place of its own for each, which the argument tells; what is sent for an entry is the same for all. */
  | { readonly kind: 'LOG'; readonly placeArgument: string };

/** Declares how a field of Subscription is shared. */
export function SharedAs(sharing: Sharing): MethodDecorator & PropertyDecorator {
  return Extensions({ sharing });
}

/** How the operation is shared, and which of its variables tells the client's place in a LOG. */
export function sharingOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): { readonly kind: Sharing['kind']; readonly placeVariable?: string } {
  const field = fieldOf(document, operationName);
  const sharing = schema.getSubscriptionType()?.getFields()[field?.name.value ?? '']?.extensions.sharing as
    Sharing | undefined;
  // What the schema does not have is told by the execution.
  if (!field || !sharing) return { kind: 'FEED' };
  return sharing.kind === 'LOG' ? { ...sharing, placeVariable: variableOf(field, sharing.placeArgument) } : sharing;
}

/** The field that a subscription asks for: by its validation there is one, be it inside a fragment. */
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
