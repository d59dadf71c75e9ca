import { execute, GraphQLError, parse } from 'graphql';
import { publicError } from '../../src/graphql/api-errors';
import { createSchema } from '../../src/graphql/schema';

/** Errors of GraphQL itself for an operation, as a client receives them. */
async function shownOf(document: string, variableValues: Record<string, unknown> = {}) {
  const logged: string[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (_: object, line: string) => void logged.push(line),
  };
  const { errors } = await execute({ schema: createSchema(), document: parse(document), variableValues });
  return { errors: errors!.map((error) => publicError(error, error.toJSON(), log)), logged };
}

const WRONG_BY_VARIABLE: [string, string, RegExp][] = [
  ['an argument', 'query($id: ID = "x") { job(id: $id) { id } }', /^Argument "id" .*must not be null/],
  ['a directive', 'query($id: Boolean = true) { viewer @skip(if: $id) { name } }', /^Argument "if" .*must not be null/],
];

test.each(WRONG_BY_VARIABLE)(
  '%s that only its variable makes wrong is the caller’s mistake',
  async (_what, query, line) => {
    const { errors, logged } = await shownOf(query, { id: null });
    expect(errors).toMatchObject([{ message: expect.stringMatching(line), extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(logged).toEqual([]);
  },
);

test('so is a variable that its scalar refuses, whatever that throws', async () => {
  const query =
    'query($from: DateTime) { bars(source: "s", symbol: "S", interval: ONE_DAY, from: $from) { totalCount } }';
  const { errors, logged } = await shownOf(query, { from: 'yesterday' });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(errors[0]!.message).toMatch(/^Variable "\$from" got invalid value "yesterday"/);
  expect(logged).toEqual([]);
});

test('a field that has no value where it must have one is the server’s fault', async () => {
  const { errors, logged } = await shownOf('{ sources { name } }');
  expect(errors).toMatchObject([{ message: 'Internal error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
  expect(logged).toEqual(['request failed']);
});

test('what is no error at all is told like any failure', () => {
  const logged: object[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (fields: object) => void logged.push(fields) };
  const formatted = new GraphQLError('secret').toJSON();
  expect(publicError('secret', formatted, log)).toEqual({
    message: 'Internal error.',
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
  expect(logged).toMatchObject([{ err: new Error('thrown: secret') }]);
});
