import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  getIntrospectionQuery,
  Kind,
  NoUnusedFragmentsRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  visit,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { MAX_SYMBOLS } from '../../src/application/control/draft-check';
import { costOf } from '../../src/graphql/cost/cost';
import { costRefusal, MAX_COST, MAX_EVENT_COST } from '../../src/graphql/cost/cost-limit';
import { LISTED } from '../../src/graphql/cost/prices';
import type { Variables } from '../../src/graphql/limits/input-bounds';
import { createSchema } from '../../src/graphql/schema';

const root = join(__dirname, '../..');
const schema = createSchema();

const SERIES = { source: 'simx', symbol: 'SIM-001', interval: 'ONE_MINUTE' };
/** Largest variables that the page sends, for each operation whose cost depends on them. */
const SENT_BY_THE_PAGE: Record<string, Variables[]> = {
  JobsPage: [{ first: 500 }],
  Bars: [
    { ...SERIES, last: 1_000, isCounted: true },
    { ...SERIES, last: 2_000, isCounted: false },
  ],
  Estimate: [{ input: { symbols: Array.from({ length: MAX_SYMBOLS }, String) } }],
};
/** Maximum share of the cost limit for an operation of the page or a guide. The rest is headroom for future fields. */
const TENTH = 0.1;
/**
 * Shares for the page's expensive but rare requests: reloading the list of jobs, scrolling a chart, and the estimate of a
 * list so long that the reader has to ask for it.
 */
const DEAR: Record<string, number> = { JobsPage: 0.25, Bars: 0.33, Estimate: 0.25 };

type Priced = [name: string, document: DocumentNode, operation: OperationDefinitionNode, variables: Variables];

function operationsIn(document: DocumentNode): OperationDefinitionNode[] {
  return document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
}

function pricedOf(document: DocumentNode): Priced[] {
  return operationsIn(document).flatMap((operation) => {
    const name = operation.name?.value ?? operation.operation;
    return (SENT_BY_THE_PAGE[name] ?? [{}]).map((sent): Priced => [name, document, operation, sent]);
  });
}

/** Adds `__typename` to every selection set except the root, as Apollo Client does. */
function typed(document: DocumentNode): DocumentNode {
  const typename: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
  return visit(document, {
    SelectionSet: (node, _key, parent) => {
      const isRoot = parent !== undefined && 'operation' in parent;
      return isRoot ? undefined : { ...node, selections: [...node.selections, typename] };
    },
  });
}

const pageDocument = parse(
  readdirSync(join(root, 'web/src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => readFileSync(join(root, 'web/src', file), 'utf8'))
    .join('\n'),
);
const guides = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);
const guideDocuments = guides.flatMap((name) =>
  [...readFileSync(join(root, name), 'utf8').matchAll(/```graphql\n([^]*?)```/g)].map(([, text]) => parse(text!)),
);

const limitOf = (operation: OperationDefinitionNode) =>
  operation.operation === OperationTypeNode.SUBSCRIPTION ? MAX_EVENT_COST : MAX_COST;

test('the page has documents, and so have the guides', () => {
  expect(operationsIn(pageDocument).length).toBeGreaterThan(15);
  expect(guideDocuments.length).toBeGreaterThan(4);
  for (const document of [pageDocument, ...guideDocuments]) {
    // The page may define a fragment for its cache only.
    const rules = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule);
    expect(validate(schema, document, rules)).toEqual([]);
  }
});

test.each([typed(pageDocument), ...guideDocuments].flatMap(pricedOf))(
  '%s is far from the limit of what it may cost',
  (name, document, operation, variables) => {
    const share = operation.operation === OperationTypeNode.SUBSCRIPTION ? 0.5 : (DEAR[name] ?? TENTH);
    expect(costOf(schema, document, operation, variables)).toBeLessThan(share * limitOf(operation));
  },
);

function priceOf(text: string): number {
  const document = parse(text);
  return costOf(schema, document, operationsIn(document)[0]!, {});
}

const BARS = 'bars(source: "simx", symbol: "SIM-001", interval: ONE_MINUTE, first: 0)';

test('what the database has to do is what costs', () => {
  expect(priceOf(`{ ${BARS} { edges { cursor } } }`)).toBeGreaterThanOrEqual(10);
  expect(priceOf('{ jobs(first: 0) { edges { cursor } } }')).toBeGreaterThanOrEqual(10);
  const inEach = (field: string) => priceOf(`{ jobs(first: 500) { edges { node { ${field} } } } }`);
  for (const field of ['events(first: 0) { pageInfo { hasNextPage } }', 'symbolAt(position: 0) { rows }']) {
    expect(inEach(field)).toBeGreaterThan(500 * 10);
  }
  for (const field of ['symbolStates', 'failures { code }', 'symbols(first: 1) { totalCount }']) {
    expect(inEach(field)).toBeGreaterThan(MAX_COST);
  }
});

test('of all counts that of a series is the dearest: few go into one operation', () => {
  const counts = (n: number) => `{ ${Array.from({ length: n }, (_, i) => `a${i}: ${BARS} { totalCount }`).join(' ')} }`;
  expect(priceOf(counts(1))).toBeGreaterThanOrEqual(20_000);
  expect(priceOf(counts(4))).toBeLessThan(MAX_COST);
  expect(priceOf(counts(5))).toBeGreaterThan(MAX_COST);
});

test.each([
  'jobsUpdated { symbols(first: 500) { edges { node { symbol } } } }',
  'jobsUpdated { symbolStates }',
  'jobsUpdated { failures { code } symbols(first: 1) { totalCount } }',
  'jobUpdated(id: "x") { events(first: 500) { edges { node { seq progress { done } } } } }',
])('%s is too much for each event', (field) => {
  expect(costRefusal(OperationTypeNode.SUBSCRIPTION, priceOf(`subscription { ${field} }`))).toMatchObject({
    extensions: { code: 'OPERATION_TOO_COSTLY', limit: MAX_EVENT_COST },
  });
});

describe('introspection', () => {
  // The query that GraphiQL, Studio and code generators send.
  const whole = getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true });

  test('costs by what it lists, which is as much as the schema has', () => {
    const types = Object.values(schema.getTypeMap());
    const fields = types.flatMap((type) => ('getFields' in type ? Object.values(type.getFields()) : []));
    const args = fields.flatMap((field) => ('args' in field ? field.args : []));
    const values = types.flatMap((type) => ('getValues' in type ? type.getValues() : []));
    expect(types.length).toBeLessThanOrEqual(LISTED.types);
    expect(fields.length / types.length).toBeLessThanOrEqual(LISTED.fields);
    expect(args.length / fields.length).toBeLessThanOrEqual(LISTED.args);
    expect(values.length / types.length).toBeLessThanOrEqual(LISTED.values);
  });

  test('of the whole schema, once, is allowed; again and again in one operation it is not', () => {
    expect(priceOf(whole)).toBeLessThan(0.8 * MAX_COST);
    const listed = 'types { name fields { name type { name fields { name type { name } args { name } } } } }';
    const many = (n: number) => `{ __schema { ${Array.from({ length: n }, (_, i) => `a${i}: ${listed}`).join(' ')} } }`;
    expect(priceOf(many(60))).toBeGreaterThan(MAX_COST);
  });
});
