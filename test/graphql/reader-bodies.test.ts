import { request } from 'node:http';
import { createToken } from '../../src/graphql/access/api-tokens';
import { MAX_READER_BYTES } from '../../src/graphql/limits/reader-bodies';
import { RawClient, subscribe } from '../support/live-client';
import { Service } from '../support/service';

const [viewer, operator] = [createToken(), createToken()];
let service: Service;
beforeAll(async () => {
  service = await Service.open({ API_TOKENS: `v:viewer:${viewer.hash}, o:operator:${operator.hash}` });
});
afterAll(() => service.close());

const sized = (bytes: number) => ({ query: '{ __typename }', variables: { unused: 'x'.repeat(bytes) } });
const LARGE = sized(2 * MAX_READER_BYTES);

/** Sends a body in chunks, without Content-Length. @returns the status */
function chunked(token: string, body: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const sent = request(service.url, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode!);
    });
    sent.on('error', reject);
    const text = JSON.stringify(body);
    for (let start = 0; start < text.length; start += 65_536) sent.write(text.slice(start, start + 65_536));
    sent.end();
  });
}

const told = async (token: string, body: object) =>
  (await service.post(body, { authorization: `Bearer ${token}` })).status;

describe.each([
  ['with its length', told],
  ['in chunks', chunked],
])('a body that comes %s', (_how, send) => {
  test('is as large as MAX_BODY_BYTES for who may start collections, and a megabyte for who may only look', async () => {
    expect(await send(operator.token, LARGE)).toBe(200);
    expect(await send(viewer.token, LARGE)).toBe(413);
    expect(await send(viewer.token, sized(500_000))).toBe(200);
  });
});

test('a message over WebSocket likewise: who sends more is cut off', async () => {
  const liveUrl = service.url.replace('http', 'ws');
  const allowed = await RawClient.open(liveUrl, { authorization: `Bearer ${operator.token}` });
  allowed.send(subscribe('1', LARGE.query, LARGE.variables));
  expect(await allowed.next()).toMatchObject({ id: '1', type: 'next' });
  allowed.socket.close();
  const looking = await RawClient.open(liveUrl, { authorization: `Bearer ${viewer.token}` });
  looking.send(subscribe('1', LARGE.query, LARGE.variables));
  expect(await looking.closed).toMatch(/^1009/);
});
