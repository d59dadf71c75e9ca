import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { getEventListeners, once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { HttpClient, type HttpClientSettings } from '../../../src/sources/http/http-client';
import { CannedServer, json, text, type Answer } from '../canned-server';
import { sourceErrorOf, unaborted } from '../source-error';

let server: CannedServer;
const clients: HttpClient[] = [];

beforeEach(async () => {
  server = await CannedServer.start();
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await server.close();
});

function clientOf(settings: Partial<HttpClientSettings> = {}): HttpClient {
  const client = new HttpClient({ baseUrl: server.baseUrl, ...settings });
  clients.push(client);
  return client;
}

function get(answer: Answer, settings: Partial<HttpClientSettings> = {}) {
  server.answer = answer;
  return clientOf(settings).getJson('/bars', { symbol: 'A&B', limit: 5 }, { signal: unaborted });
}

const failureOf = (answer: Answer, settings?: Partial<HttpClientSettings>) => sourceErrorOf(get(answer, settings));

describe('an answer', () => {
  it('is parsed, with its status and headers', async () => {
    const answer = await get(json(200, { a: ['1.10'] }, { 'X-Weight': '2' }));
    expect(answer).toMatchObject({ status: 200, body: { a: ['1.10'] }, headers: { 'x-weight': '2' } });
    expect(answer.request).toBe(`GET 127.0.0.1:${server.port}/bars`);
  });

  it('is asked for below the path of the base URL, with the query encoded', async () => {
    await get(json(200, []), { baseUrl: `${server.baseUrl}/exchange/` });
    expect(server.urls).toEqual(['/exchange/bars?symbol=A%26B&limit=5']);
  });

  it('may be JSON null, which is not the same as none', async () => {
    expect((await get(text(200, 'null'))).body).toBeNull();
  });
});

describe('a request that a library made', () => {
  const url = () => new URL('/asked?a=1', server.baseUrl);
  const raw = { method: 'POST', headers: { 'User-Agent': 'theirs', 'X-Kind': 'raw' }, body: 'text' };

  it('is sent as it is, and without what the settings add for their own host', async () => {
    let sent: object | undefined;
    server.answer = (request, response) => {
      sent = { method: request.method, url: request.url, ...request.headers };
      response.end();
    };
    const client = clientOf({ baseUrl: 'http://localhost:9/elsewhere', headers: { 'X-Api-Key': 'secret' } });
    await client.send(url(), raw, { signal: unaborted });
    const headers = { 'user-agent': 'theirs', 'x-kind': 'raw', 'content-length': '4', host: url().host };
    expect(sent).toMatchObject({ method: 'POST', url: '/asked?a=1', ...headers });
    expect(sent).not.toHaveProperty('x-api-key');
  });

  it('is answered whatever the status', async () => {
    server.answer = json(404, { code: 7 }, { 'retry-after': '2' });
    const answer = await clientOf().send(url(), raw, { signal: unaborted });
    expect(answer).toMatchObject({ status: 404, bytes: Buffer.from('{"code":7}'), headers: { 'retry-after': '2' } });
    expect(answer.request).toBe(`POST ${url().host}/asked`);
  });
});

describe('a status', () => {
  it.each([
    [400, 'BAD_RESPONSE'],
    [401, 'AUTH'],
    [403, 'AUTH'],
    [404, 'BAD_RESPONSE'],
    [418, 'BANNED'],
    [429, 'RATE_LIMITED'],
    [451, 'AUTH'],
    [500, 'SOURCE_DOWN'],
    [503, 'SOURCE_DOWN'],
    [520, 'SOURCE_DOWN'],
    [530, 'SOURCE_DOWN'],
  ])('%i is %s', async (status, code) => {
    expect(await failureOf(text(status, 'no'))).toMatchObject({ code, retryAfterMs: undefined });
  });

  it.each([418, 429, 503])('%i carries Retry-After', async (status) => {
    expect(await failureOf(text(status, '', { 'Retry-After': '7' }))).toMatchObject({ retryAfterMs: 7_000 });
  });

  it('carries a Retry-After that is a date, by the clock', async () => {
    const clock = () => Date.UTC(2024, 0, 1, 12, 0, 0);
    const failure = await failureOf(text(429, '', { 'Retry-After': 'Mon, 01 Jan 2024 12:00:30 GMT' }), { clock });
    expect(failure.retryAfterMs).toBe(30_000);
  });

  it('of a redirect is not followed', async () => {
    const failure = await failureOf(text(302, '', { Location: `${server.baseUrl}/elsewhere` }));
    expect(failure.code).toBe('BAD_RESPONSE');
    expect(server.urls).toHaveLength(1);
  });

  it('is asked for once: retries are the worker’s', async () => {
    await failureOf(text(503, ''));
    expect(server.urls).toHaveLength(1);
  });

  it('is overruled by the source’s own reading of the body', async () => {
    const readRefusal: HttpClientSettings['readRefusal'] = ({ body }) =>
      (body as { why: string }).why === 'symbol' ? { code: 'BAD_SYMBOL', retryAfterMs: 5 } : null;
    const failure = await failureOf(json(400, { why: 'symbol' }, { 'Retry-After': '9' }), { readRefusal });
    expect(failure).toMatchObject({ code: 'BAD_SYMBOL', retryAfterMs: 5 });
    expect((await failureOf(json(400, { why: 'other' }), { readRefusal })).code).toBe('BAD_RESPONSE');
  });

  it('stands although its body breaks off', async () => {
    const failure = await failureOf((_request, response) => {
      response.writeHead(429, { 'content-length': 100, 'Retry-After': '3' });
      response.write('{"code"', () => response.destroy());
    });
    expect(failure).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 3_000 });
  });
});

describe('the message of a failure', () => {
  it('names method, host, path, status and the start of the body, but not the query', async () => {
    const { message } = await failureOf(text(500, `out\n of ${'x'.repeat(5_000)}`));
    expect(message).toMatch(new RegExp(`^GET 127.0.0.1:${server.port}/bars answered 500: out of x+…$`));
    expect(message.length).toBeLessThan(260);
    expect(message).not.toContain('A%26B');
  });
});

describe('a body that is not what it should be', () => {
  it.each([
    ['HTML', text(200, '<html>maintenance</html>')],
    ['empty', text(200, '')],
    ['JSON that stops in the middle', text(200, '[[1,"2')],
    ['no content', text(204, '')],
  ])('%s is BAD_RESPONSE', async (_what, answer) => {
    expect((await failureOf(answer)).code).toBe('BAD_RESPONSE');
  });

  it('shorter than its content-length is BAD_RESPONSE, even where what came is valid JSON', async () => {
    const failure = await failureOf((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('[]', () => response.destroy());
    });
    expect(failure.code).toBe('BAD_RESPONSE');
  });

  it('cut between two chunks is BAD_RESPONSE, even where what came is valid JSON', async () => {
    const failure = await failureOf((_request, response) => {
      response.write('[]', () => response.destroy());
    });
    expect(failure.code).toBe('BAD_RESPONSE');
  });

  it('larger than the bound is BAD_RESPONSE, and is not read to its end', async () => {
    const failure = await failureOf(text(200, JSON.stringify('x'.repeat(100_000))), { maxBodyBytes: 10_000 });
    expect(failure.code).toBe('BAD_RESPONSE');
  });
});

describe('a connection', () => {
  it('that is refused is SOURCE_DOWN', async () => {
    const gone = await CannedServer.start();
    const { baseUrl } = gone;
    await gone.close();
    expect((await failureOf(json(200, {}), { baseUrl })).code).toBe('SOURCE_DOWN');
  });

  it('that is reset before an answer is SOURCE_DOWN', async () => {
    expect((await failureOf((request) => request.socket.resetAndDestroy())).code).toBe('SOURCE_DOWN');
  });

  it('that ends after the headers, before any of the body, is SOURCE_DOWN', async () => {
    const failure = await failureOf((request, response) => {
      response.writeHead(200, { 'content-length': 100 }).flushHeaders();
      request.socket.end();
    });
    expect(failure.code).toBe('SOURCE_DOWN');
  });

  it('that speaks no TLS where TLS is wanted is SOURCE_DOWN', async () => {
    const baseUrl = server.baseUrl.replace('http', 'https');
    expect((await failureOf(json(200, {}), { baseUrl })).code).toBe('SOURCE_DOWN');
  });

  it('that does not speak HTTP is BAD_RESPONSE', async () => {
    expect((await failureOf((request) => request.socket.end('+OK POP3 ready\r\n\r\n'))).code).toBe('BAD_RESPONSE');
  });
});

describe('a time limit of ours', () => {
  const silent: Answer = () => undefined;
  const stalled: Answer = (_request, response) => void response.writeHead(200).write('[1,');

  it.each([
    ['for the headers', silent, { headersTimeoutMs: 30 }],
    ['between pieces of the body', stalled, { bodyTimeoutMs: 30 }],
    ['for all, before the headers', silent, { deadlineMs: 30 }],
    ['for all, within the body', stalled, { deadlineMs: 30 }],
  ])('%s is TIMEOUT and closes the socket', async (_what, answer, limits) => {
    expect((await failureOf(answer, limits)).code).toBe('TIMEOUT');
    await allClosed();
  });

  it('for the connection, its TLS handshake included, is TIMEOUT', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const baseUrl = `https://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    expect((await failureOf(silent, { baseUrl, connectTimeoutMs: 30 })).code).toBe('TIMEOUT');
    mute.close();
  });

  it('for a body that drips is TIMEOUT, however often a piece arrives', async () => {
    let drip: NodeJS.Timeout | undefined;
    const failure = await failureOf(
      (_request, response) => {
        response.writeHead(200);
        drip = setInterval(() => response.write(' '), 5);
      },
      { deadlineMs: 60 },
    );
    clearInterval(drip);
    expect(failure.code).toBe('TIMEOUT');
  });
});

describe('an abort', () => {
  const reason = new Error('cancelled');

  it('before the headers rejects with the reason and closes the socket', async () => {
    const arrived = new Promise<void>((resolve) => (server.answer = () => resolve()));
    await expectAbortAfter(arrived);
  });

  it.each([200, 429])('within the body of a %i rejects with the reason and closes the socket', async (status) => {
    server.answer = (_request, response) => void response.writeHead(status).write('[1,');
    await expectAbortAfter(headersSeen());
  });

  async function expectAbortAfter(moment: Promise<void>): Promise<void> {
    const controller = new AbortController();
    const outcome = clientOf().getJson('/bars', {}, { signal: controller.signal });
    outcome.catch(() => undefined);
    await moment;
    controller.abort(reason);
    await expect(outcome).rejects.toBe(reason);
    await allClosed();
  }

  it('before the call sends nothing', async () => {
    const outcome = clientOf().getJson('/bars', {}, { signal: AbortSignal.abort(reason) });
    await expect(outcome).rejects.toBe(reason);
    expect(server.urls).toEqual([]);
  });

  it('leaves no listener on a signal that outlives the request', async () => {
    const { signal } = new AbortController();
    const client = clientOf();
    await client.getJson('/bars', {}, { signal });
    server.answer = text(500, '');
    await sourceErrorOf(client.getJson('/bars', {}, { signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

it('a client closed too early is a bug, and no failure of the source', async () => {
  const client = clientOf();
  await client.close();
  await expect(client.getJson('/bars', {}, { signal: unaborted })).rejects.not.toHaveProperty('name', 'SourceError');
});

/** Resolves when the server has seen all of its sockets close. */
async function allClosed(): Promise<void> {
  await Promise.all([...server.sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
}

/** Resolves when the client has read a response's headers and its pending promises have run. */
function headersSeen(): Promise<void> {
  return new Promise((resolve) => {
    const seen = () => {
      unsubscribe('undici:request:headers', seen);
      setImmediate(resolve);
    };
    subscribe('undici:request:headers', seen);
  });
}
