import { BodyFailure, transportFailure } from '../../../src/sources/http/transport-failure';

/** Failures that cannot be provoked over the loopback interface. For the others, see http-client.test.ts. */
it.each([
  ['ENOTFOUND', 'SOURCE_DOWN'],
  ['EAI_AGAIN', 'SOURCE_DOWN'],
  ['EHOSTUNREACH', 'SOURCE_DOWN'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'SOURCE_DOWN'],
  ['UND_ERR_CONNECT_TIMEOUT', 'TIMEOUT'],
  ['ETIMEDOUT', 'TIMEOUT'],
  ['UND_ERR_HEADERS_OVERFLOW', 'BAD_RESPONSE'],
])('%s is %s', (code, expected) => {
  const error = Object.assign(new Error('failed'), { code });
  expect(transportFailure(error, 'GET h/p')).toMatchObject({
    code: expected,
    message: 'GET h/p: failed',
    cause: error,
  });
});

it('names the code of an error without a message, such as one of several addresses that all refused', () => {
  const error = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
  expect(transportFailure(error, 'GET h/p')).toMatchObject({ message: 'GET h/p: ECONNREFUSED' });
});

it('tells a body that broke off from one that never began', () => {
  const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  expect(transportFailure(new BodyFailure(reset, 0), '')).toMatchObject({ code: 'SOURCE_DOWN' });
  expect(transportFailure(new BodyFailure(reset, 1), '')).toMatchObject({ code: 'BAD_RESPONSE' });
});
