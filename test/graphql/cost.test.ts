import * as fc from 'fast-check';
import {
  getNamedType,
  getOperationAST,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  parse,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from 'graphql';
import { ANONYMOUS } from '../../src/graphql/access/principal';
import { costOf } from '../../src/graphql/cost/cost';
import type { Variables } from '../../src/graphql/limits/input-bounds';
import { coercedVariables } from '../../src/graphql/limits/operation-variables';
import { PRICES } from '../../src/graphql/cost/prices';
import { createSchema } from '../../src/graphql/schema';
import { operationCheck } from '../support/operation-check';

const schema = createSchema();

function priceOf(text: string, given: Variables = {}): number {
  const document = parse(text);
  const operation = getOperationAST(document)!;
  return costOf(schema, document, operation, coercedVariables(schema, operation, given) as Variables);
}

async function refusalOf(query: string, variables: Variables = {}): Promise<string | null> {
  const document = parse(query);
  const asker = { principal: ANONYMOUS, signal: new AbortController().signal };
  const { refusals } = await operationCheck(schema).admit(asker, document, getOperationAST(document)!, variables);
  const [error] = refusals;
  return (error?.extensions.code as string) ?? null;
}

/** A field of a random document, with its selections. */
interface Part {
  readonly text: string;
  readonly beneath: readonly Part[];
}

const hostileInt = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.constantFrom(-1_000_000_000, -1, 0, 1, 500, 5_000, 2 ** 31 - 1),
);

function literal(g: fc.GeneratorValue, { type }: GraphQLArgument): string {
  const named = getNamedType(type);
  if (named.name === 'Int') return String(g(() => hostileInt));
  if (named.name === 'Boolean') return 'true';
  if (named.name === 'DateTime') return '"2024-01-01T00:00:00Z"';
  if (isEnumType(named)) return named.getValues()[0]!.name;
  return isInputObjectType(named) ? '{}' : '"x"';
}

function argumentsOf(g: fc.GeneratorValue, args: readonly GraphQLArgument[]): string {
  const given = args.filter(({ type }) => isNonNullType(type) || g(() => fc.boolean()));
  const texts = given.map((arg) => `${arg.name}: ${literal(g, arg)}`);
  return texts.length ? `(${texts.join(', ')})` : '';
}

function partsOf(g: fc.GeneratorValue, type: GraphQLNamedType, depth: number): Part[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [TYPENAME];
  const fields = Object.values(type.getFields()).filter((f) => depth > 0 || !isCompositeType(getNamedType(f.type)));
  const chosen = g(() => fc.shuffledSubarray([...fields], { maxLength: Math.min(4, fields.length) }));
  const parts = chosen.map((field): Part => {
    const named = getNamedType(field.type);
    const beneath = isCompositeType(named) ? partsOf(g, named, depth - 1) : [];
    return { text: `${field.name}${argumentsOf(g, field.args)}`, beneath };
  });
  return parts.length ? parts : [TYPENAME];
}

const TYPENAME: Part = { text: '__typename', beneath: [] };
const shown = ({ text, beneath }: Part): string =>
  beneath.length ? `${text} { ${beneath.map(shown).join(' ')} }` : text;
const counted = ({ beneath }: Part): number => 1 + beneath.map(counted).reduce((sum, count) => sum + count, 0);
const inside = (part: Part): Part[] => [part, ...part.beneath.flatMap(inside)];
/** The document without one of its parts. */
const without = (part: Part, left: Part): Part => {
  const rest = part.beneath.filter((each) => each !== left).map((each) => without(each, left));
  return { ...part, beneath: part.beneath.length && !rest.length ? [TYPENAME] : rest };
};

const documents = fc.gen().map((g): Part => ({ text: 'query', beneath: partsOf(g, schema.getQueryType()!, 5) }));

describe('whatever its arguments are, an operation', () => {
  test('costs no less than it has fields', () => {
    fc.assert(fc.property(documents, (query) => priceOf(shown(query)) >= counted(query) - 1));
  });

  test('costs no less than without one of its parts', () => {
    const pairs = documents.chain((query) => {
      return fc.constantFrom(...inside(query).slice(1)).map((left) => [query, without(query, left)] as const);
    });
    fc.assert(fc.property(pairs, ([whole, rest]) => priceOf(shown(whole)) >= priceOf(shown(rest))));
  });

  test.each([-1_000_000_000, -1, 0, 2 ** 31 - 1])('pays for nothing else with %d points', async (points) => {
    const curve = `job(id: "x") { progressCurve(points: ${points}) { seq } }`;
    const dear = 'jobs(first: 500) { edges { node { symbols(first: 500) { edges { node { symbol state } } } } } }';
    expect(await refusalOf(`{ ${dear} }`)).toBe('OPERATION_TOO_COSTLY');
    expect(await refusalOf(`{ ${curve} ${dear} }`)).toBe('OPERATION_TOO_COSTLY');
    expect(priceOf(`{ ${curve} }`)).toBeLessThan(1_000);
  });

  test.each(['jobs(first: 500)', 'series(first: 500)'])('pays for the nodes of %s as for its edges', (list) => {
    const [few, many] = [priceOf(`{ ${list} { nodes { id } } }`), priceOf(`{ ${list} { nodes { id id2: id } } }`)];
    expect(many - few).toBe(500);
    // An edge is one more field.
    expect(priceOf(`{ ${list} { edges { node { id } } } }`) - few).toBe(500);
    expect(priceOf(`{ ${list} { edges { node { id } } nodes { id } } }`)).toBeGreaterThan(few + 1_000);
  });

  test('that leaves a part out does not pay for it', async () => {
    const query = `query($all: Boolean!) { jobs(first: 500) { edges { node {
      id symbols(first: 500) @include(if: $all) { edges { node { symbol } } }
    } } } }`;
    expect(await refusalOf(query, { all: false })).toBeNull();
    expect(await refusalOf(query, { all: true })).toBe('OPERATION_TOO_COSTLY');
  });

  test('pays for what its fragments have, as often as they are spread', () => {
    const doubled = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Source { name ...F${n + 1} ...F${n + 1} }`);
    const query = `{ sources { ...F0 } } ${doubled.join(' ')} fragment F60 on Source { name }`;
    expect(priceOf(query)).toBe(Infinity);
  });
});

test.each([0, -1, 0.5, NaN, -Infinity, Infinity, 2 ** 53])(
  'a price of %d is more than anybody may spend',
  async (own) => {
    const table = PRICES as Record<string, unknown>;
    table['Query.viewer'] = { own };
    try {
      expect(await refusalOf('{ viewer { name } }')).toBe('OPERATION_TOO_COSTLY');
      table['Query.viewer'] = { entries: () => own };
      expect(await refusalOf('{ viewer { name } }')).toBe('OPERATION_TOO_COSTLY');
    } finally {
      delete table['Query.viewer'];
    }
  },
);

test('every field that takes arguments, has entries or counts them has a price of its own', () => {
  const coordinates = Object.values(schema.getTypeMap())
    .filter((type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => field.args.length > 0 || field.name === 'totalCount' || isListOfObjects(String(field.type)))
        .filter((field) => !['edges', 'nodes'].includes(field.name))
        .map((field) => `${type.name}.${field.name}`),
    );
  expect(coordinates.filter((coordinate) => !(coordinate in PRICES))).toEqual([]);
  expect(Object.keys(PRICES).filter((coordinate) => !existing(coordinate))).toEqual([]);
});

function isListOfObjects(type: string): boolean {
  return type.startsWith('[') && isObjectType(schema.getType(type.replace(/[[\]!]/g, '')));
}

function existing(coordinate: string): boolean {
  const [type, field] = coordinate.split('.') as [string, string];
  return field in (schema.getType(type) as GraphQLObjectType).getFields();
}
