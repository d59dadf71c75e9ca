import { createLog } from '../../src/telemetry/log';

function logged(fields: object): string {
  let text = '';
  createLog('info', { write: (line) => void (text += line) }).info(fields, 'something');
  return text;
}

test.each([
  ['a header', { req: { headers: { authorization: 'SECRET', cookie: 'SECRET', 'set-cookie': 'SECRET' } } }],
  ['a field of a query', { query: { token: 'SECRET' } }],
  ['a body', { body: { anything: 'SECRET' } }],
  ['a body further down', { req: { body: 'SECRET' } }],
  ['variables', { operation: { variables: { a: 'SECRET' } } }],
  ['the parameters of a connection', { connectionParams: { authorization: 'SECRET' } }],
  ['where the database is', { config: { connectionString: 'SECRET', password: 'SECRET' } }],
  ['the parameters of a statement', { err: Object.assign(new Error('failed'), { parameters: ['SECRET'] }) }],
  ['what another error carries', { err: Object.assign(new Error('failed'), { driverError: { detail: 'SECRET' } }) }],
])('keeps %s to itself', (_what, fields) => {
  const line = logged(fields);
  expect(line).toContain('something');
  expect(line).not.toContain('SECRET');
});

test('an error is told with its code, and never at length', () => {
  const line = logged({ err: Object.assign(new Error('x'.repeat(1_000_000)), { code: '42P01' }) });
  expect(JSON.parse(line)).toMatchObject({ err: { type: 'Error', code: '42P01' } });
  expect(line.length).toBeLessThan(10_000);
});
