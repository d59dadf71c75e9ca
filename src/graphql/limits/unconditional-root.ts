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
 * The root selections of a subscription, including those in fragments, must not use `@skip` or `@include` (GraphQL,
 * September 2025, section 5.2.4.1). graphql-js 16 accepts them, or throws where the condition is a variable; so
 * validation of such a document stops here.
 */
export const unconditionalRootRule: ValidationRule = (context) => ({
  Document(document) {
    const conditions = document.definitions.flatMap((definition) => conditionsOf(definition, context));
    if (conditions.length === 0) return undefined;
    context.reportError(conditional(conditions[0]!));
    // The other rules then visit an empty document.
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

/** @param seen fragments already visited; fragments may form a cycle */
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
