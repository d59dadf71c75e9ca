import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  typeFromAST,
  type ASTNode,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValidationRule,
} from 'graphql';
import { MAX_SYMBOLS } from '../../application/control/draft-check';
import { shortened } from './shortened';

/** Variables of an operation, by their names. */
export type Variables = Readonly<Record<string, unknown>>;

/** Characters of a text: more than anything here may have, so that what is a little too long is refused by its own rule. */
const MAX_TEXT = 2_000;
/** Characters of an alias, or of whatever else a document or a message gives a name to: answers repeat it. */
export const MAX_NAME = 100;
/** Entries of a list whose elements are texts: symbols. Who gives too many is told by their own rule how many there may be. */
const MAX_TEXTS = 2 * MAX_SYMBOLS;
const MAX_ENTRIES = 100;

/** Where in a value something is wrong, and what. */
interface Fault {
  readonly at: string;
  readonly what: string;
}

/**
 * Finds what no argument has any use for, before anything is made of it: looks at each element at most once, and at
 * nothing that the types do not lead to.
 * @returns what is wrong with the first variable that is too large or of another shape, or null
 */
export function outOfBounds(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Variables,
): GraphQLError | null {
  for (const definition of variableDefinitions) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    const fault = isInputType(type) && Object.hasOwn(given, name) ? faultIn(given[name], type) : null;
    if (!fault) continue;
    const message = `Variable "$${name}" got an invalid value at "${name}${fault.at}"; ${fault.what}`;
    return refusal(shortened(message), definition);
  }
  return null;
}

function faultIn(value: unknown, type: GraphQLInputType): Fault | null {
  // Whether it may be null is told by whoever reads it.
  if (value === null || value === undefined) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) return faultInList(value, nullable.ofType);
  if (isInputObjectType(nullable)) return faultInObject(value, nullable);
  return faultInLeaf(value, getNamedType(type).name);
}

function faultInList(value: unknown, elementType: GraphQLInputType): Fault | null {
  // A list of one may be written without brackets.
  if (!Array.isArray(value)) return faultIn(value, elementType);
  const most = maxEntries(elementType);
  if (value.length > most) return { at: '', what: `A list of ${value.length} entries is longer than ${most}.` };
  for (const [index, element] of value.entries()) {
    const fault = faultIn(element, elementType);
    if (fault) return { ...fault, at: `[${index}]${fault.at}` };
  }
  return null;
}

function faultInObject(value: unknown, type: GraphQLInputObjectType): Fault | null {
  if (!isObject(value) || Array.isArray(value))
    return { at: '', what: `Expected type "${type.name}" to be an object.` };
  const fields = type.getFields();
  for (const name in value) {
    const what = `Field "${shortened(name)}" is not defined by type "${type.name}".`;
    if (!Object.hasOwn(fields, name)) return { at: '', what };
    const fault = faultIn(value[name], fields[name]!.type);
    if (fault) return { ...fault, at: `.${name}${fault.at}` };
  }
  return null;
}

function faultInLeaf(value: unknown, type: string): Fault | null {
  if (isObject(value)) return { at: '', what: `${type} cannot represent a list or an object.` };
  if (typeof value !== 'string' || value.length <= MAX_TEXT) return null;
  return { at: '', what: `A text of ${value.length} characters is longer than ${MAX_TEXT}.` };
}

/** Of what there is a fixed number of, no list needs more. */
function maxEntries(elementType: GraphQLInputType): number {
  const type = getNamedType(elementType);
  if (isEnumType(type)) return type.getValues().length;
  return type.name === 'String' ? MAX_TEXTS : MAX_ENTRIES;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The same for what stands in the document itself. */
export const boundedLiterals: ValidationRule = (context) => {
  const report = (what: string, node: ASTNode) => context.reportError(refusal(what, node));
  return {
    Name: (node) => {
      if (node.value.length > MAX_NAME) report(`A name has at most ${MAX_NAME} characters.`, node);
    },
    StringValue: (node) => {
      if (node.value.length > MAX_TEXT) report(`A text has at most ${MAX_TEXT} characters.`, node);
    },
    ListValue: (node) => {
      const elementType = context.getInputType();
      const most = elementType ? maxEntries(elementType) : MAX_ENTRIES;
      if (node.values.length > most) report(`This list has at most ${most} entries.`, node);
    },
  };
};

function refusal(message: string, node: ASTNode): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}
