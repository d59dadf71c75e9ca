import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  findBreakingChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  validateSchema,
} from 'graphql';
import { createSchema, printedSchema } from '../../src/graphql/schema';

const root = join(__dirname, '../..');
const schema = buildSchema(printedSchema());

test('schema.graphql is what the code says; `npm run schema` writes it', () => {
  expect(readFileSync(join(root, 'schema.graphql'), 'utf8')).toBe(printedSchema());
});

test('is a valid schema, which a start of the service takes for granted', () => {
  expect(validateSchema(createSchema())).toEqual([]);
});

test('every type, field, argument and enum value is described', () => {
  const bare: string[] = [];
  const check = (name: string, described: { description?: string | null }) => {
    if (!described.description) bare.push(name);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    check(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) check(`${type.name}.${value.name}`, value);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      check(`${type.name}.${field.name}`, field);
      if ('args' in field) for (const arg of field.args) check(`${type.name}.${field.name}(${arg.name})`, arg);
    }
  }
  expect(bare).toEqual([]);
});

test('breaks nothing that the last release promised (test/graphql/released.graphql)', () => {
  const released = buildSchema(readFileSync(join(__dirname, 'released.graphql'), 'utf8'));
  expect(findBreakingChanges(released, schema).map(({ description }) => description)).toEqual([]);
});

const contract = join(root, '../shared/design/contract.graphql');
const described = existsSync(contract) ? test : test.skip;

described(`has everything in the contract, as written (skipped where ${contract} is missing)`, () => {
  // The contract names its connections without defining them.
  const connections = ['Job', 'JobSymbol', 'JobEvent', 'SourceSymbol', 'Bar'].map(
    (name) => `type ${name}Connection { edges: [${name}Edge!]! pageInfo: PageInfo! totalCount: Int! }
      type ${name}Edge { cursor: String! node: ${name === 'Job' ? 'CollectionJob' : name}! }`,
  );
  const rest = `type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
    type SourceSymbol { symbol: String! }`;
  // The second half of the contract describes what future issues build, and has precedence where it changes the first.
  const [core] = readFileSync(contract, 'utf8').split(/^# -+ What /m);
  const wanted = buildSchema([core, ...connections, rest].join('\n'));
  const changed = ['CollectionJob.from changed type from DateTime! to DateTime.'];
  expect(findBreakingChanges(wanted, schema).map(({ description }) => description)).toEqual(changed);
});
