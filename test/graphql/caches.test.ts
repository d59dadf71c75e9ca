import { parse, type GraphQLError } from 'graphql';
import { ANONYMOUS } from '../../src/graphql/access/principal';
import { DocumentCache } from '../../src/graphql/socket/document-cache';
import { authenticateSocket } from '../../src/graphql/socket/authenticate-socket';
import { LiveOperations } from '../../src/graphql/socket/live-operations';
import { RenderedCache } from '../../src/graphql/live/rendered-cache';
import { ApolloStore, documentBytes, persistedBytes } from '../../src/graphql/limits/bounded-store';
import { createSchema } from '../../src/graphql/schema';
import { operationCheck } from '../support/operation-check';

const MiB = 1024 * 1024;
const MAX_BYTES = 8 * MiB;
const schema = createSchema();

/** `n` makes the document distinct; `fields` is how often it selects `sources { name }`. */
const documentOf = (n: number, fields: number) => `query Q${n} { ${'sources { name } '.repeat(fields)} }`;
const remarkOf = (n: number, length: number) => `{ sources { name } } # ${n} ${'x'.repeat(length)}`;

describe('documents over WebSocket', () => {
  test('are remembered while there is room for them', () => {
    const cache = new DocumentCache(schema);
    const first = cache.check('{ sources { name } }');
    expect(cache.check('{ sources { name } }')).toBe(first);
    expect(cache.check(remarkOf(1, 60_000))).toBe(cache.check(remarkOf(1, 60_000)));
    const tooLong = remarkOf(1, 64 * 1024);
    expect(cache.check(tooLong)).not.toBe(cache.check(tooLong));
  });

  test('of whatever number and size take no more than there is room for', () => {
    const cache = new DocumentCache(schema);
    for (let n = 0; n < 60; n++) cache.check(documentOf(n, 100));
    expect(cache.bytes).toBeGreaterThan(MAX_BYTES / 2);
    for (let n = 0; n < 300; n++) cache.check(remarkOf(n, 60_000));
    for (let n = 0; n < 100; n++) cache.check(`{ ${'x'.repeat(600)}${n} }`.repeat(90));
    expect(cache.bytes).toBeLessThanOrEqual(MAX_BYTES);
  });

  test('that are wrong are remembered without what was read of them', () => {
    const errors = new DocumentCache(schema).check(`{ ${Array.from({ length: 1_000 }, (_, n) => `n${n}`).join(' ')} }`);
    expect(errors).toHaveLength(11);
    for (const error of (errors as readonly GraphQLError[]).slice(0, 10)) {
      expect([error.nodes, error.locations]).toEqual([undefined, expect.anything()]);
    }
  });
});

describe('documents over HTTP', () => {
  test('of whatever number and size take no more than there is room for', async () => {
    const store = new ApolloStore(documentBytes);
    const texts = Array.from({ length: 200 }, (_, n) => [documentOf(n, 100), remarkOf(n, 60_000)]).flat();
    for (const text of texts) await store.set(text.slice(0, 20), parse(text));
    expect(store.bytes).toBeGreaterThan(MAX_BYTES / 2);
    expect(store.bytes).toBeLessThanOrEqual(MAX_BYTES);
    await store.set('long', parse(remarkOf(0, 64 * 1024)));
    expect(await store.get('long')).toBeUndefined();
  });

  test('are counted with what is read of them, which is most of it', () => {
    const text = '{ a a a a a a a a }';
    expect(documentBytes(parse(text))).toBeGreaterThan(200 * text.length);
  });

  test('that are sent by their hash neither', async () => {
    const store = new ApolloStore(persistedBytes);
    for (let n = 0; n < 500; n++) await store.set(`hash ${n}`, remarkOf(n, 60_000));
    expect(store.bytes).toBeGreaterThan(MAX_BYTES / 2);
    expect(store.bytes).toBeLessThanOrEqual(MAX_BYTES);
    await store.set('long', 'x'.repeat(64 * 1024 + 1));
    expect(await store.get('long')).toBeUndefined();
  });
});

describe('rendered events', () => {
  test('are rendered once for all who ask, also for those who ask meanwhile', async () => {
    const cache = new RenderedCache();
    const render = jest.fn(async () => 'rendered');
    expect(await Promise.all([cache.get('a', render), cache.get('a', render)])).toEqual(['rendered', 'rendered']);
    expect(await cache.get('a', render)).toBe('rendered');
    expect(render).toHaveBeenCalledTimes(1);
  });

  test('that could not be rendered are tried again', async () => {
    const cache = new RenderedCache();
    await expect(cache.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await cache.get('a', async () => 'rendered')).toBe('rendered');
  });

  test('take no more than there is room for', async () => {
    const cache = new RenderedCache();
    for (let n = 0; n < 200; n++) await cache.get(`large ${n}`, async () => 'x'.repeat(100_000));
    for (let n = 0; n < 50_000; n++) await cache.get(`small ${n}`, async () => 'x');
    expect(cache.bytes).toBeGreaterThan(MAX_BYTES / 2);
    expect(cache.bytes).toBeLessThanOrEqual(MAX_BYTES);
  });
});

describe('for as long as a socket lives', () => {
  const long = 'x'.repeat(MiB);

  test('what it began with is not kept', async () => {
    const socket = { request: { headers: {} }, admit: () => undefined };
    const context = { connectionParams: { authorization: 'Bearer a', long }, extra: socket };
    expect(
      await authenticateSocket(context as never, { authenticate: async () => ANONYMOUS } as never, {} as never),
    ).toBe(true);
    expect(JSON.stringify(context).length).toBeLessThan(1_000);
  });

  test('nothing is kept of a message that its operation does not use', async () => {
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const parts = { reads: { by: () => ({}) } } as never;
    const operations = new LiveOperations(schema, operationCheck(schema), parts, log);
    const query = 'subscription($id: ID!) { jobUpdated(id: $id) { id } }';
    const request = { query, variables: { id: 'x', long }, extensions: { long } };
    const socket = { principal: ANONYMOUS, operations: { signalOf: () => new AbortController().signal }, client: {} };
    const args = await operations.prepare(socket as never, '1', request);
    expect(args).toMatchObject({ variableValues: { id: 'x' } });
    expect(JSON.stringify(request).length).toBeLessThan(1_000);
  });
});
