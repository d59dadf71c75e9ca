import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { Service } from '../support/service';

let service: Service;
beforeAll(async () => void (service = await Service.open()));
afterAll(() => service.close());

async function page() {
  const response = await fetch(service.url, { headers: { accept: 'text/html' } });
  const html = await response.text();
  const [, ...parts] = html.split('<div id="root"></div>');
  // No script contains `<!--` before `<script`, so each ends at its first `</script>`.
  const scripts = [...parts.join('').matchAll(/<script>([^]*?)<\/script>/g)].map(([, script]) => script!);
  return { response, html, scripts };
}

test('GraphiQL runs its own scripts and no others, reaches this service only, and stands in no frame', async () => {
  const { response, html, scripts } = await page();
  expect(response.status).toBe(200);
  expect(scripts).toHaveLength(2);
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  expect(response.headers.get('content-security-policy')).toBe(
    `default-src 'none';script-src ${hashes.join(' ')};worker-src blob:;style-src 'unsafe-inline';img-src data:;` +
      "font-src data:;connect-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
  );
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  });
  // The page does not contain what the policy forbids.
  const outside = html.slice(0, html.indexOf('<div id="root">'));
  expect(outside).not.toMatch(/<script/);
  expect(outside).not.toMatch(/<link[^>]*href="(?!data:)/);
  expect(outside).not.toMatch(/url\(["']?(?!data:)|@import/);
  expect(html).not.toMatch(/ on(click|load|error)=/);
  // HTML normalizes carriage returns to line feeds, so the hash of a script with carriage returns would not match.
  expect(html).not.toContain('\r');
});

/** The part of a browser's localStorage that GraphiQL uses. */
class Storage {
  readonly entries = new Map<string, string>();
  getItem(name: string): string | null {
    return this.entries.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.entries.set(name, value);
  }
  removeItem(name: string): void {
    this.entries.delete(name);
  }
}

test('no token of GraphiQL stays in the browser: not in its headers, its tabs, its history, nor from before', async () => {
  const { scripts, html } = await page();
  expect(html).toContain('"shouldPersistHeaders":false');
  const headers = '{"authorization":"Bearer SECRET"}';
  const localStorage = new Storage();
  localStorage.entries.set('graphiql:headers', headers);
  localStorage.entries.set('graphiql:queries', JSON.stringify({ queries: [{ query: '{ a }', headers }] }));
  localStorage.entries.set('graphiql:tabState', 'no JSON, SECRET');
  class OwnStorage extends Storage {}
  Object.setPrototypeOf(localStorage, OwnStorage.prototype);
  runInNewContext(scripts[0]!, { Storage: OwnStorage, localStorage });
  localStorage.setItem('graphiql:headers', headers);
  localStorage.setItem('graphiql:tabState', JSON.stringify({ tabs: [{ id: '1', query: '{ b }', headers }] }));
  localStorage.setItem('graphiql:favorites', JSON.stringify({ favorites: [{ query: '{ c }', headers }] }));
  localStorage.setItem('graphiql:theme', 'dark');
  expect(Object.fromEntries(localStorage.entries)).toEqual({
    'graphiql:queries': '{"queries":[{"query":"{ a }","headers":null}]}',
    'graphiql:tabState': '{"tabs":[{"id":"1","query":"{ b }","headers":null}]}',
    'graphiql:favorites': '{"favorites":[{"query":"{ c }","headers":null}]}',
    'graphiql:theme': 'dark',
  });
});

test.each([
  ['an answer', () => service.post({ query: '{ __typename }' })],
  ['a refusal', () => service.post({ query: '{ __typename }' }, { origin: 'https://evil.example' })],
  ['metrics', () => fetch(`${service.address}/metrics`)],
  ['health', () => fetch(`${service.address}/health/live`)],
  ['a path that leads nowhere', () => fetch(`${service.address}/nowhere`)],
])('%s is no page, and in no cache', async (_what, ask) => {
  const { headers } = await ask();
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
});
