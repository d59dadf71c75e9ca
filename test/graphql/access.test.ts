import { once } from 'node:events';
import { request } from 'node:http';
import { SignJWT } from 'jose';
import { WebSocket } from 'ws';
import { createToken } from '../../src/graphql/access/api-tokens';
import { Service } from '../support/service';
import { TokenIssuer } from '../support/token-issuer';

const tokens = { viewer: createToken(), operator: createToken(), admin: createToken() };
const API_TOKENS = Object.entries(tokens)
  .map(([role, { hash }]) => `the-${role}:${role}:${hash}`)
  .join(', ');

const JOBS = '{ jobs { totalCount } }';
const START = `mutation { startCollection(input: {
  source: "simx", symbols: ["SIM-001"], interval: ONE_DAY, from: "2024-01-01T00:00:00Z", to: "2024-02-01T00:00:00Z"
}) { ... on CollectionJob { id events { edges { node { type actor } } } } } }`;
const cancel = (id: string) => `mutation { cancelJob(input: { id: "${id}" }) { __typename } }`;

let service: Service;
let issuer: TokenIssuer;
beforeAll(async () => {
  issuer = await TokenIssuer.start();
  service = await Service.open({ API_TOKENS, ...issuer.env, NODE_ENV: 'production' });
});
afterAll(async () => {
  await service.close();
  issuer.close();
});

async function started(token: string) {
  const { data } = await service.query<{
    startCollection: { id: string; events: { edges: { node: { actor: string } }[] } };
  }>(START, {}, token);
  return data.startCollection;
}

/** Opens a socket with a `connection_init`. `answer` is the type of its first message, or its close code and reason. */
async function knock(params: object, headers: Record<string, string> = {}) {
  const socket = new WebSocket(service.url.replace('http', 'ws'), 'graphql-transport-ws', { headers });
  await once(socket, 'open');
  const closed = once(socket, 'close').then(([code, reason]) => [code, String(reason)] as [number, string]);
  socket.send(JSON.stringify({ type: 'connection_init', payload: params }));
  const first = once(socket, 'message').then(([text]) => (JSON.parse(String(text)) as { type: string }).type);
  const answer = await Promise.race([first, closed]);
  return { socket, answer, closed };
}

describe('credentials', () => {
  test.each([
    ['none', ''],
    ['an unknown token', 'slc_unknown'],
    ['the hash of a token', createToken().hash],
    ['what is no token', 'a.b.c'],
  ])('%s is refused with 401, and nothing is told', async (_what, token) => {
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    const response = await service.post({ query: JOBS }, headers);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toEqual({
      errors: [{ message: 'A valid credential is needed.', extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  test('whether the service lives can be asked without', async () => {
    expect((await fetch(`${service.address}/health/live`)).status).toBe(200);
    expect((await fetch(`${service.address}/health/ready`)).status).toBe(200);
  });

  test('of an API token its name becomes the actor', async () => {
    const { events } = await started(tokens.operator.token);
    expect(events.edges.map(({ node }) => node.actor)[0]).toBe('the-operator');
  });

  test('of a JSON Web Token its subject becomes the actor', async () => {
    const { events } = await started(await issuer.token({ role: ['viewer', 'operator', 'baker'] }));
    expect(events.edges.map(({ node }) => node.actor)[0]).toBe('ann');
  });

  test.each([
    ['another issuer', { iss: 'https://other.example' }],
    ['another audience', { aud: 'other' }],
    ['expired', { exp: Math.floor(Date.now() / 1_000) - 60 }],
    ['not valid yet', { nbf: Math.floor(Date.now() / 1_000) + 60 }],
    ['never expiring', { exp: undefined }],
    ['without a subject', { sub: undefined }],
    ['without a role', {}],
    ['of an unknown role', { role: 'owner' }],
    ["of the service's own name", { sub: 'system', role: 'admin' }],
    ['of a name without end', { sub: 'x'.repeat(256), role: 'admin' }],
    ['of a name with a line break', { sub: 'ann\nbob', role: 'admin' }],
    ['of a name with a NUL', { sub: 'ann\u0000', role: 'admin' }],
    ['of a name that turns the text around', { sub: 'ann\u202e', role: 'admin' }],
  ])('a JSON Web Token that is %s is refused', async (_what, claims) => {
    const token = await issuer.token({
      ...('role' in claims || _what === 'without a role' ? {} : { role: 'viewer' }),
      ...claims,
    });
    expect((await service.query(JOBS, {}, token)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  test('a JSON Web Token of another key, or of no key at all, is refused', async () => {
    const claims = { iss: issuer.issuer, aud: issuer.audience, sub: 'eve', exp: Date.now(), role: 'admin' };
    const shared = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(Buffer.alloc(32, 1));
    const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
    for (const token of [shared, `${part({ alg: 'none' })}.${part(claims)}.`]) {
      expect((await service.query(JOBS, {}, token)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  test('while the keys of the issuer cannot be had, that is said, and API tokens go on working', async () => {
    const other = await TokenIssuer.start();
    other.isDown = true;
    const away = await Service.open({ API_TOKENS, ...other.env });
    const { errors } = await away.query(JOBS, {}, await other.token({ role: 'viewer' }));
    expect(errors?.[0]?.extensions.code).toBe('SERVICE_UNAVAILABLE');
    expect((await away.query(JOBS, {}, tokens.viewer.token)).errors).toBeUndefined();
    await away.close();
    other.close();
  });
});

describe('roles', () => {
  test('a viewer looks, and may command nothing; whether a job exists makes no difference', async () => {
    const { id } = await started(tokens.operator.token);
    expect((await service.query(JOBS, {}, tokens.viewer.token)).errors).toBeUndefined();
    const refusals = [START, cancel(id), cancel('job_00000000-0000-4000-8000-000000000000'), cancel('nonsense')];
    for (const mutation of refusals) {
      const { errors, data } = await service.query(mutation, {}, tokens.viewer.token);
      expect(data).toBeNull();
      expect(errors?.[0]).toMatchObject({
        message: 'This needs the role operator.',
        extensions: { code: 'FORBIDDEN', requiredRole: 'operator' },
      });
    }
  });

  test('of a production service only an admin sees the schema', async () => {
    const introspection = '{ __schema { queryType { name } } }';
    expect((await service.query(introspection, {}, tokens.admin.token)).errors).toBeUndefined();
    const { errors } = await service.query(introspection, {}, tokens.operator.token);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('over WebSocket', () => {
  test('no credential, or a wrong one: closed with 4403', async () => {
    for (const params of [{}, { authorization: 'Bearer wrong' }, { authorization: 7 }]) {
      expect((await knock(params)).answer).toEqual([4403, 'Forbidden']);
    }
  });

  test('the credential comes with connection_init or with the upgrade, and its role counts', async () => {
    const authorization = `Bearer ${tokens.viewer.token}`;
    const ways = [await knock({ authorization }), await knock({}, { authorization })];
    for (const { answer, socket } of ways) {
      expect(answer).toBe('connection_ack');
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: START } }));
      const [text] = (await once(socket, 'message')) as [Buffer];
      expect(JSON.parse(String(text))).toMatchObject({ payload: { errors: [{ extensions: { code: 'FORBIDDEN' } }] } });
      socket.close();
    }
  });

  test('is over with 4403 when the token expires', async () => {
    const token = await issuer.token({ role: 'viewer', exp: Math.floor(Date.now() / 1_000) + 1 });
    const { answer, closed } = await knock({ authorization: `Bearer ${token}` });
    expect(answer).toBe('connection_ack');
    expect(await closed).toEqual([4403, 'The credential has expired']);
  });
});

describe('without credentials, on a developer’s machine', () => {
  let open: Service;
  beforeAll(async () => void (open = await Service.open({ ALLOWED_HOSTS: 'sluice.test' })));
  afterAll(() => open.close());

  function ask(headers: Record<string, string>, query: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const sent = request(open.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } });
      sent.on('error', reject).on('response', (response) => {
        let body = '';
        response.on('data', (part) => (body += String(part)));
        response.on('end', () => resolve({ status: response.statusCode!, body }));
      });
      sent.end(JSON.stringify({ query }));
    });
  }

  test.each(['evil.example', 'evil.example:4000', '127.0.0.1.evil.example', ''])(
    'a request that came by the name %p is refused (DNS rebinding)',
    async (host) => {
      const { status } = await ask({ host, origin: `http://${host}` }, JOBS);
      expect([400, 403]).toContain(status);
    },
  );

  test.each(['localhost', 'LOCALHOST:4000', '127.0.0.1:1', '[::1]:4000', 'sluice.test'])(
    'one that came by the name %p is served',
    async (host) => {
      expect((await ask({ host, origin: `http://${host.toLowerCase()}` }, JOBS)).status).toBe(200);
    },
  );

  test('a mutation of a foreign page does not happen', async () => {
    const { status } = await ask({ origin: 'https://evil.example' }, START);
    expect(status).toBe(403);
    expect((await open.query<{ jobs: { totalCount: number } }>(JOBS)).data.jobs.totalCount).toBe(0);
  });

  test('a WebSocket of a foreign page, or by a foreign name, is refused', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { host: 'evil.example', origin: 'http://evil.example' },
    ]) {
      const socket = new WebSocket(open.url.replace('http', 'ws'), 'graphql-transport-ws', { headers });
      const answer = await once(socket, 'open').then(
        () => 'let in',
        (refusal: Error) => refusal.message,
      );
      socket.terminate();
      expect(answer).toContain('403');
    }
  });
});
