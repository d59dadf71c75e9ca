import {
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Principal } from '../access/principal';
import { PrincipalRate } from './principal-rate';

/** Rate limit on the mutations of each principal. */
export class MutationRate {
  private readonly rate: PrincipalRate;

  /** @param perMinute mutations that one principal may send per minute */
  constructor(perMinute: number) {
    const message = 'Too many mutations; wait for a moment.';
    this.rate = new PrincipalRate({ points: perMinute, windowSeconds: 60, message });
  }

  /** @returns the refusal of an operation that exceeds the rate, or null */
  async refusal(
    principal: Principal,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): Promise<GraphQLError | null> {
    if (operation.operation !== OperationTypeNode.MUTATION) return null;
    return this.rate.refusal(principal, mutationsIn(document, operation));
  }
}

/** Number of mutations executed: one per response name, fragments included. Each fragment is visited once. */
export function mutationsIn({ definitions }: DocumentNode, { selectionSet }: OperationDefinitionNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const names = new Set<string>();
  const collect = ({ selections }: SelectionSetNode) => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) names.add((node.alias ?? node.name).value);
      else if (node.kind === Kind.INLINE_FRAGMENT) collect(node.selectionSet);
      else collectOnce(node.name.value);
    }
  };
  const collectOnce = (name: string) => {
    const fragment = fragments.get(name);
    fragments.delete(name);
    if (fragment) collect(fragment.selectionSet);
  };
  collect(selectionSet);
  return names.size;
}
