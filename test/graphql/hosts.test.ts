import { request } from 'node:http';
import { buildSchema } from 'graphql';
import { BareApi } from '../support/bare-api';

/** Without credentials, only the check of the host name keeps a foreign page out (DNS rebinding). */
let api: BareApi;
beforeAll(async () => {
  const origins = { allowedOrigins: [], allowedHosts: ['localhost'] };
  api = await BareApi.serve(buildSchema('type Query { one: Int }'), { origins });
});
afterAll(() => api.close());

/** Sends a request without Origin, as a page does when it reads from what the browser considers its own origin. */
function statusOf(method: string, path: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, api.url), { method, headers: { host } });
    sent.on('error', reject).on('response', (response) => resolve(response.resume().statusCode!));
    sent.end();
  });
}

test.each([
  ['GET', '/graphql?query={one}'],
  ['POST', '/graphql'],
  ['GET', '/bars.csv?source=simx&symbol=SIM-001&interval=ONE_DAY'],
  ['POST', '/bars.csv'],
  ['GET', '/bars.parquet?source=simx&match=*&interval=ONE_DAY'],
  ['POST', '/gaps.csv'],
  ['GET', '/metrics'],
  ['GET', '/'],
  ['GET', '/embed/job/1'],
  ['GET', '/widget.js'],
  ['GET', '/assets/nothing.js'],
  ['GET', '/nowhere'],
])('%s %s is refused to who came by a foreign name, and only to them', async (method, path) => {
  expect(await statusOf(method, path, 'evil.example')).toBe(403);
  expect(await statusOf(method, path, 'localhost:4000')).not.toBe(403);
});

test('whether the service lives can be asked by any name', async () => {
  expect(await statusOf('GET', '/health/live', '10.0.0.7')).toBe(200);
});
