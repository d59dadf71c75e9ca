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

/** Variables of an operation, by name. */
export type Variables = Readonly<Record<string, unknown>>;

/** Maximum characters of a string. Above every field's limit, so that slight excess is refused by the field's rule. */
const MAX_TEXT = 2_000;
/** Maximum characters of an alias or other name in a document or message. Responses repeat these names. */
export const MAX_NAME = 100;
/** Maximum entries of a list of strings (symbols). Above MAX_SYMBOLS, so that slight excess is refused by that rule. */
const MAX_TEXTS = 2 * MAX_SYMBOLS;
const MAX_ENTRIES = 100;

/** Path to an invalid value, and the error. */
interface Fault {
  readonly at: string;
  readonly what: string;
}

/**
 * Checks the size and shape of variables before they are coerced. Visits each element at most once, and only elements
 * that the types lead to.
 * @returns the error of the first variable that is too large or has the wrong shape, or null
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
  // Coercion checks whether null is allowed.
  if (value === null || value === undefined) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) return faultInList(value, nullable.ofType);
  if (isInputObjectType(nullable)) return faultInObject(value, nullable);
  return faultInLeaf(value, getNamedType(type).name);
}

function faultInList(value: unknown, elementType: GraphQLInputType): Fault | null {
  // GraphQL accepts a single value for a list of one.
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

/** A list of enum values needs no more entries than the enum has values. */
function maxEntries(elementType: GraphQLInputType): number {
  const type = getNamedType(elementType);
  if (isEnumType(type)) return type.getValues().length;
  return type.name === 'String' ? MAX_TEXTS : MAX_ENTRIES;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Applies the same bounds to literals in the document. */
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
