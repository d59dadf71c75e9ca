import { getOperationAST, Kind, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';

/** The field that a subscription asks for: by its validation there is one, be it inside a fragment. */
export function rootField(document: DocumentNode, operationName: string | null | undefined): FieldNode | null {
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
