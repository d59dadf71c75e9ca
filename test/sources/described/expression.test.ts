import { search, type JSONValue } from '@jmespath-community/jmespath';
import { expressionOf } from '../../../src/sources/described/expression';

const DATA: readonly JSONValue[] = [
  { a: { b: [1, { c: 'x' }] }, 'a b': { '1. open': '7' } },
  { a: [{ b: 1 }, null] },
  [{ a: 1 }, [2, 3]],
  ...[{ a: null }, {}, [], null, 'text', 7, false],
];
const TEXTS = [
  'a',
  'a.b',
  'a.b[1].c',
  'a.b[-1].c',
  '"a b"."1. open"',
  '[1]',
  '[1][0]',
  '[0].a',
  'a[0].b',
  '@',
  '@.a',
  'length',
];

test.each([...TEXTS, 'a.b[*].c', 'a || `[]`', 'not_null(a, `1`)'])('%s finds what JMESPath does', (text) => {
  const expression = expressionOf(text);
  for (const data of DATA) expect(expression(data)).toEqual(search(data, text));
});

test('a key is one of the data, never of what all objects have', () => {
  expect(expressionOf('toString')({})).toBeNull();
});
