import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  type DefinitionNode,
  type DirectiveNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/**
 * A subscription has one root field, whatever its variables are: none of its root selections, also those in fragments,
 * may depend on `@skip` or `@include` (GraphQL, September 2025, section 5.2.4.1). graphql-js 16 lets them pass, or
 * throws where the condition is a variable; so a document that has one is looked at no further.
 */
export const unconditionalRootRule: ValidationRule = (context) => ({
  Document(document) {
    const conditions = document.definitions.flatMap((definition) => conditionsOf(definition, context));
    if (conditions.length === 0) return undefined;
    context.reportError(conditional(conditions[0]!));
    // Replaced for the other rules as well.
    return { ...document, definitions: [] };
  },
});

function conditionsOf(definition: DefinitionNode, context: ValidationContext): DirectiveNode[] {
  const isSubscription =
    definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.SUBSCRIPTION;
  if (!isSubscription) return [];
  const selections = [...rootSelections(definition.selectionSet, context, new Set())];
  return selections.flatMap(({ directives }) => directives ?? []).filter(isCondition);
}

/** @param seen fragments that have been looked into: they may lead to each other */
function* rootSelections(
  { selections }: SelectionSetNode,
  context: ValidationContext,
  seen: Set<string>,
): Generator<SelectionNode> {
  for (const selection of selections) {
    yield selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) yield* rootSelections(selection.selectionSet, context, seen);
    if (selection.kind !== Kind.FRAGMENT_SPREAD || seen.has(selection.name.value)) continue;
    const fragment = context.getFragment(selection.name.value);
    if (fragment) yield* rootSelections(fragment.selectionSet, context, seen.add(selection.name.value));
  }
}

function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include';
}

function conditional(directive: DirectiveNode): GraphQLError {
  const message = `The root field of a subscription must not depend on @${directive.name.value}.`;
  return new GraphQLError(message, { nodes: directive });
}
