import { createHash } from 'node:crypto';
import type { FastifyHelmetOptions } from '@fastify/helmet';

/** Initial content of the editor. */
const FIRST_OPERATIONS = `mutation Start {
  startCollection(input: {
    source: "simx", symbols: ["SIM-001", "SIM-002", "SIM-003", "SIM-004"], interval: FIVE_MINUTES,
    from: "2024-01-01T00:00:00Z", to: "2024-07-01T00:00:00Z", concurrency: 2
  }) {
    ... on CollectionJob { id state version }
    ... on InvalidInputError { message path }
  }
}

# Every job as it moves. Start this one, then run Start in another tab.
subscription Watch {
  jobsUpdated { id state version settled progress { done total rows symbolsPerSecond etaSeconds } }
}

query Jobs {
  jobs(first: 10) { totalCount edges { node { id name state allowedActions progress { done total } } } }
}
`;

/**
 * Keeps headers out of localStorage, and removes those stored earlier. Whatever its settings, GraphiQL stores its
 * history and tabs with their headers, where a token would be readable by every script of this origin and by the next
 * user of the machine.
 */
const KEEP_NO_HEADERS = `{
  const write = Storage.prototype.setItem;
  const withoutHeaders = (text) => JSON.stringify(JSON.parse(text), (name, value) => (name === 'headers' ? null : value));
  const kept = ['graphiql:queries', 'graphiql:favorites', 'graphiql:tabState'];
  Storage.prototype.setItem = function (name, value) {
    if (name === 'graphiql:headers') return;
    write.call(this, name, kept.includes(name) ? withoutHeaders(String(value)) : value);
  };
  localStorage.removeItem('graphiql:headers');
  for (const name of kept) {
    const value = localStorage.getItem(name);
    localStorage.removeItem(name);
    if (value !== null) try { localStorage.setItem(name, value); } catch { /* was no JSON */ }
  }
}`;

/** The element that GraphiQL renders into; the script is inserted after it. */
const ROOT = '<div id="root"></div>';

export interface GuardedPage {
  readonly html: string;
  readonly policy: FastifyHelmetOptions;
}

let page: Promise<GuardedPage> | undefined;

/**
 * Returns GraphiQL as a self-contained page, which works without a network. Its policy allows only its own scripts (by
 * hash) and connections to this service, and forbids framing.
 */
export function graphiQL(endpoint: string): Promise<GuardedPage> {
  return (page ??= rendered(endpoint).then(guarded));
}

/** Loaded on first use: the page's text alone is 9 MB. */
async function rendered(endpoint: string): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL({
    title: 'Sluice',
    endpoint,
    subscriptionsProtocol: 'WS',
    defaultQuery: FIRST_OPERATIONS,
    shouldPersistHeaders: false,
  });
}

function guarded(page: string): GuardedPage {
  const html = page.replace(ROOT, () => `${ROOT}<script>${KEEP_NO_HEADERS}</script>`);
  const own = html.slice(html.indexOf(ROOT));
  const script = own.slice(own.lastIndexOf('<script>\n') + '<script>'.length, own.lastIndexOf('</script>'));
  return { html, policy: policyOf([KEEP_NO_HEADERS, script]) };
}

function policyOf(scripts: readonly string[]): FastifyHelmetOptions {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: hashes,
        // Monaco's workers are embedded in the page, and its styles are generated at run time.
        workerSrc: ['blob:'],
        styleSrc: ["'unsafe-inline'"],
        imgSrc: ['data:'],
        fontSrc: ['data:'],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    hsts: false,
  };
}
