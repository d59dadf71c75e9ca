import {
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isInterfaceType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { getArgumentValues } from 'graphql/execution/values';
import { PRICES, type FieldArgs, type FieldPrice } from './prices';
import type { Variables } from '../limits/input-bounds';

/** Cost of a selection: charged once, and charged per entry of the connection that contains it. */
interface Cost {
  readonly once: number;
  readonly perEntry: number;
}

/** The fields of a connection that list its entries. */
const ENTRIES: readonly string[] = ['edges', 'nodes'];

const NOTHING: Cost = { once: 0, perEntry: 0 };

/**
 * Returns the maximum cost of one operation. All possible types of a union or interface are added up, so selecting more
 * never costs less.
 * @param variables coerced to their types
 * @returns at least the number of selected fields; Infinity above Number.MAX_SAFE_INTEGER
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number {
  const { once, perEntry } = new Bill(schema, document, variables).of(
    schema.getRootType(operation.operation)!,
    operation.selectionSet,
  );
  return once + perEntry;
}

/** Adds up costs. Each fragment is added up once, however often it is spread, so the work is linear in the document. */
class Bill {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly known = new Map<string, Cost>();

  constructor(
    private readonly schema: GraphQLSchema,
    { definitions }: DocumentNode,
    private readonly variables: Variables,
  ) {
    for (const node of definitions)
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
  }

  of(parent: GraphQLNamedType, { selections }: SelectionSetNode): Cost {
    return selections.map((selection) => this.ofSelection(parent, selection)).reduce(sum, NOTHING);
  }

  private ofSelection(parent: GraphQLNamedType, selection: SelectionNode): Cost {
    if (!this.isIncluded(selection)) return NOTHING;
    if (selection.kind === Kind.FIELD) return this.ofField(parent, selection);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.ofSpread(selection.name.value);
    return this.ofFragment(selection, parent);
  }

  private ofSpread(name: string): Cost {
    const known = this.known.get(name);
    if (known) return known;
    const cost = this.ofFragment(this.fragments.get(name)!);
    this.known.set(name, cost);
    return cost;
  }

  private ofFragment(
    { typeCondition, selectionSet }: FragmentDefinitionNode | InlineFragmentNode,
    parent?: GraphQLNamedType,
  ): Cost {
    const type = typeCondition ? this.schema.getType(typeCondition.name.value) : parent;
    return this.of(type!, selectionSet);
  }

  private ofField(parent: GraphQLNamedType, node: FieldNode): Cost {
    const field = fieldOf(parent, node.name.value);
    const coordinate = `${parent.name}.${node.name.value}`;
    const { own: price = 1, entries }: FieldPrice = PRICES[coordinate] ?? {};
    const own = typeof price === 'function' ? price(field ? this.argsOf(field, node) : {}) : price;
    const beneath = field && node.selectionSet ? this.of(getNamedType(field.type), node.selectionSet) : NOTHING;
    const times = field && entries ? sane(entries(this.argsOf(field, node))) : 1;
    const isConnection = field !== undefined && isConnectionType(getNamedType(field.type));
    // Only the `edges` and `nodes` of a connection multiply by the number of entries.
    const total = isConnection
      ? sane(own) + beneath.once + times * beneath.perEntry
      : sane(own) + times * (beneath.once + beneath.perEntry);
    return isConnectionType(parent) && ENTRIES.includes(node.name.value)
      ? { once: 0, perEntry: exact(total) }
      : { once: exact(total), perEntry: 0 };
  }

  /** Invalid arguments, which execution refuses, count as absent: the field then costs its maximum. */
  private argsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): FieldArgs {
    try {
      return getArgumentValues(field, node, this.variables);
    } catch {
      return {};
    }
  }

  private isIncluded(node: SelectionNode): boolean {
    const skip = getDirectiveValues(GraphQLSkipDirective, node, this.variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, node, this.variables);
    return skip?.if !== true && include?.if !== false;
  }
}

function fieldOf(parent: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

function isConnectionType({ name }: GraphQLNamedType): boolean {
  return name.endsWith('Connection');
}

function sum(a: Cost, b: Cost): Cost {
  return { once: exact(a.once + b.once), perEntry: exact(a.perEntry + b.perEntry) };
}

/** A price below 1 would make other fields cheaper, so it counts as Infinity, which exceeds every limit. */
function sane(price: number): number {
  return price >= 1 ? price : Infinity;
}

function exact(cost: number): number {
  return cost <= Number.MAX_SAFE_INTEGER ? cost : Infinity;
}
