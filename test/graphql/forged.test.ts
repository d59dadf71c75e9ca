import type { ServerResponse } from 'node:http';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { exportJWK, generateKeyPair, SignJWT, type JWTHeaderParameters, type KeyLike } from 'jose';
import { BareApi } from '../support/bare-api';
import { RawClient } from '../support/live-client';
import { TokenIssuer } from '../support/token-issuer';

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { ok: { type: GraphQLString, resolve: () => 'ok' } } }),
});

let issuer: TokenIssuer;
let api: BareApi;
async function open(alg: 'ES256' | 'RS256' = 'ES256', named = true): Promise<void> {
  issuer = await TokenIssuer.start(alg, named);
  api = await BareApi.serve(schema, { credentials: { tokens: [], jwt: issuer.trust } });
}
afterEach(async () => {
  await api.close();
  issuer.close();
});

async function ask(token: string): Promise<{ status: number; code: unknown; retryAfter: string | null }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(api.url, { method: 'POST', headers, body: '{"query":"{ ok }"}' });
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  const retryAfter = response.headers.get('retry-after');
  return { status: response.status, code: errors?.[0]?.extensions.code ?? null, retryAfter };
}

async function knock(token: string): Promise<string> {
  const client = await RawClient.connect(api.liveUrl);
  client.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  return client.closed;
}

const good = () => issuer.token({ role: 'admin' });
const SERVED = { status: 200, code: null, retryAfter: null };
const REFUSED = { status: 401, code: 'UNAUTHENTICATED', retryAfter: null };
const UNAVAILABLE = { status: 503, code: 'SERVICE_UNAVAILABLE', retryAfter: '1' };

/** A token signed by an attacker who knows everything public. */
async function forge(header: Partial<JWTHeaderParameters>, key?: KeyLike | Uint8Array): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  const whole = { alg: 'ES256', kid: 'one', ...header };
  return new SignJWT(issuer.claims({ sub: 'eve', role: 'admin' })).setProtectedHeader(whole).sign(key ?? privateKey);
}

const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');

async function forgeries(): Promise<Record<string, string>> {
  const own = await generateKeyPair('ES256', { extractable: true });
  const rsa = await generateKeyPair('RS256');
  const p384 = await generateKeyPair('ES384');
  const jwk = await exportJWK(own.publicKey);
  const url = 'http://127.0.0.1:9/keys';
  const published = new TextEncoder().encode(JSON.stringify(issuer.jwk));
  const claims = issuer.claims({ sub: 'eve', role: 'admin' });
  const [head, body, signature] = (await good()).split('.') as [string, string, string];
  return {
    'another ES256 key': await forge({}, own.privateKey),
    'another RS256 key': await forge({ alg: 'RS256' }, rsa.privateKey),
    'another PS256 key': await forge({ alg: 'PS256' }, rsa.privateKey),
    'another ES384 key': await forge({ alg: 'ES384' }, p384.privateKey),
    'the public key taken for a secret': await forge({ alg: 'HS256' }, published),
    'a key in the header': await forge({ jwk }, own.privateKey),
    "an address of the attacker's keys": await forge({ jku: url }, own.privateKey),
    "an address of the attacker's certificate": await forge({ x5u: url }, own.privateKey),
    'no kid': await forge({ kid: undefined }, own.privateKey),
    'an unknown kid': await forge({ kid: '../../etc/passwd' }, own.privateKey),
    'a kid that is no text': `${part({ alg: 'ES256', kid: { a: 1 } })}.${body}.${signature}`,
    'no signature': `${head}.${part(claims)}.`,
    'the signature of another token': `${head}.${part(claims)}.${signature}`,
    'a short signature': `${head}.${body}.${signature.slice(0, 20)}`,
    'an algorithm "none"': `${part({ alg: 'none', kid: 'one' })}.${part(claims)}.`,
    'an algorithm that is no text': `${part({ alg: 7, kid: 'one' })}.${body}.${signature}`,
    'an algorithm of encryption': `${part({ alg: 'RSA-OAEP', kid: 'one' })}.${body}.${signature}`,
    'an unknown critical header': `${part({ alg: 'ES256', kid: 'one', crit: ['x'], x: 1 })}.${body}.${signature}`,
    'a payload that is not encoded': `${part({ alg: 'ES256', kid: 'one', crit: ['b64'], b64: false })}.${body}.${signature}`,
    'a header that is no JSON': `e30x.${body}.${signature}`,
  };
}

test.each([
  ['ES256', true],
  ['ES256', false],
  ['RS256', true],
  ['RS256', false],
] as const)(
  'forged tokens under the id of an %s key (named: %s) are refused, over both transports',
  async (alg, named) => {
    await open(alg, named);
    for (const [what, token] of Object.entries(await forgeries())) {
      expect([what, await ask(token), await knock(token)]).toEqual([what, REFUSED, '4403 Forbidden']);
    }
    expect(await ask(await good())).toEqual(SERVED);
  },
);

describe('while the keys cannot be had', () => {
  const ANSWERS: [string, (response: ServerResponse) => void][] = [
    ['500', (response) => void response.writeHead(500).end()],
    ['404', (response) => void response.writeHead(404).end('{"keys":[]}')],
    ['no JSON', (response) => void response.end('<html>')],
    ['no keys', (response) => void response.end('{"keys":7}')],
    ['nothing at all', (response) => void response.end()],
    ['a redirect', (response) => void response.writeHead(302, { location: '/elsewhere' }).end()],
    ['a reset', (response) => void response.destroy()],
    ['half a key', (response) => void response.end('{"keys":[{"kty":"EC","crv":"P-256","kid":"one"}]}')],
  ];

  test.each(ANSWERS)('because the issuer answers %s, a request is answered with 503', async (_what, answer) => {
    await open();
    issuer.answer = answer;
    expect(await ask(await good())).toEqual(UNAVAILABLE);
    expect(await knock(await good())).toMatch(/^1013 /);
  });

  test.each([
    ['begins no answer', () => undefined],
    ['never ends its answer', (response: ServerResponse) => void response.write('{"keys":[')],
  ])('because the issuer %s, likewise, and after that it is asked again', async (_what, answer) => {
    await open();
    issuer.answer = answer;
    const token = await good();
    expect(await Promise.all([ask(token), ask(token)])).toEqual([UNAVAILABLE, UNAVAILABLE]);
    expect(issuer.asked).toBe(1);
  });

  test('metrics and downloads say so as well', async () => {
    await open();
    issuer.isDown = true;
    const headers = { authorization: `Bearer ${await good()}` };
    for (const path of ['/metrics', '/bars.csv?source=s&symbol=S&interval=ONE_DAY']) {
      expect((await fetch(new URL(path, api.url), { headers })).status).toBe(503);
    }
  });

  test('however many tokens come, the issuer is not asked for each', async () => {
    await open();
    issuer.isDown = true;
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
    const token = await good();
    for (let n = 0; n < 20; n++) expect(await ask(token)).toEqual(UNAVAILABLE);
    expect(issuer.asked).toBe(1);
    issuer.isDown = false;
    clock.mockReturnValue(performance.now() + 1_001);
    expect(await ask(token)).toEqual(SERVED);
    expect(issuer.asked).toBe(2);
    clock.mockRestore();
  });
});

describe('keys that are not among the known', () => {
  test('however many are named, the issuer is asked twice a minute, and good tokens are served', async () => {
    await open();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
    expect(await ask(await good())).toEqual(SERVED);
    for (let n = 0; n < 50; n++) expect(await ask(await forge({ kid: `forged-${n}` }))).toEqual(REFUSED);
    expect(issuer.asked).toBe(1);
    clock.mockReturnValue(performance.now() + 30_001);
    issuer.isDown = true;
    for (let n = 0; n < 50; n++) expect((await ask(await forge({ kid: `forged-${n}` }))).status).toBe(503);
    expect(issuer.asked).toBe(2);
    expect(await ask(await good())).toEqual(SERVED);
    clock.mockRestore();
  });

  test('are found once the issuer has published them', async () => {
    await open();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
    const next = await issuer.token({ role: 'viewer' }, 'two');
    expect(await ask(next)).toEqual(REFUSED);
    const keys = [issuer.jwk, { ...issuer.jwk, kid: 'two' }];
    issuer.answer = (response) => void response.end(JSON.stringify({ keys }));
    clock.mockReturnValue(performance.now() + 30_001);
    expect(await ask(next)).toEqual(SERVED);
    clock.mockRestore();
  });

  test('one that was withdrawn is believed for ten minutes at most', async () => {
    await open();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
    const token = await good();
    expect(await ask(token)).toEqual(SERVED);
    issuer.answer = (response) => void response.end('{"keys":[]}');
    expect(await ask(token)).toEqual(SERVED);
    clock.mockReturnValue(performance.now() + 600_001);
    expect(await ask(token)).toEqual(REFUSED);
    clock.mockRestore();
  });
});
