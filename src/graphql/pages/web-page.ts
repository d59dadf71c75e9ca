import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Where the page's own router takes over. */
const PAGES = ['/', '/new', '/data', '/jobs/:id'];
/** May stand in a frame of other sites: those that may use the API. */
const FRAMED_PAGES = ['/embed/job/:id'];
const HASHED_FOR_SECONDS = 365 * 24 * 60 * 60;

const NOT_BUILT = 'The page has not been built: npm run build. The API is at /graphql.';

/**
 * Serves the page as it was built (compressed then, with its assets named by their content), under a policy that lets
 * it load and reach nothing but this service.
 * @param allowedOrigins sites that may show the widget in a frame
 */
export async function serveWebPage(fastify: FastifyInstance, allowedOrigins: readonly string[]): Promise<void> {
  const root = join(packageRoot(), 'dist/web');
  if (!existsSync(join(root, 'index.html'))) {
    fastify.get('/', (_request, reply) => reply.code(404).type('text/plain').send(NOT_BUILT));
    return;
  }
  await fastify.register(async (scope) => {
    await scope.register(helmet, policyFor(["'none'"]));
    await scope.register(fastifyStatic, {
      root: join(root, 'assets'),
      prefix: '/assets/',
      preCompressed: true,
      index: false,
      immutable: true,
      maxAge: HASHED_FOR_SECONDS * 1_000,
    });
    const framed = { helmet: policyFor(["'self'", ...allowedOrigins]) };
    for (const file of ['favicon.svg', 'widget.js'])
      scope.get(`/${file}`, (_request, reply) => sendFresh(reply, file, root));
    for (const page of PAGES) scope.get(page, (_request, reply) => sendFresh(reply, 'index.html', root));
    for (const page of FRAMED_PAGES) scope.get(page, framed, (_request, reply) => sendFresh(reply, 'index.html', root));
  });
}

/** What is not named by its content is asked for again each time. */
function sendFresh(reply: FastifyReply, file: string, root: string): FastifyReply {
  return reply.header('cache-control', 'no-cache').sendFile(file, root, { cacheControl: false });
}

function policyFor(frameAncestors: string[]): FastifyHelmetOptions {
  const self = ["'self'"];
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: self,
        styleSrc: self,
        imgSrc: self,
        connectSrc: self,
        formAction: self,
        // Downloads: an answer that is none must not take the place of the page.
        frameSrc: self,
        baseUri: ["'none'"],
        frameAncestors,
      },
    },
    // The older way to say `frame-ancestors` knows no list of sites.
    frameguard: frameAncestors.includes("'none'") ? { action: 'deny' } : false,
    // Without any referrer a form's origin would be `null`, and the download refused.
    referrerPolicy: { policy: 'same-origin' },
    // Pages of other sites load the widget; which ones may is said by CORS.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    // Whether there is TLS in front is not known here.
    hsts: false,
  };
}

/** The folder of package.json, whether this runs as built or from its source. */
function packageRoot(folder = __dirname): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageRoot(dirname(folder));
}
