import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Routes that the page's own router handles. */
const PAGES = ['/', '/new', '/data', '/jobs/:id'];
/** Pages that sites allowed to use the API may show in a frame. */
const FRAMED_PAGES = ['/embed/job/:id'];
const HASHED_FOR_SECONDS = 365 * 24 * 60 * 60;

const NOT_BUILT = 'The page has not been built: npm run build. The API is at /graphql.';

/**
 * Serves the built page (pre-compressed, assets named by content hash) under a policy that restricts it to resources
 * and connections of this service.
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

/** Sends a file that is not named by its content hash; the browser must revalidate it each time. */
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
        // Downloads go to a frame: an error response must not replace the page.
        frameSrc: self,
        baseUri: ["'none'"],
        frameAncestors,
      },
    },
    // X-Frame-Options, the predecessor of `frame-ancestors`, does not support a list of sites.
    frameguard: frameAncestors.includes("'none'") ? { action: 'deny' } : false,
    // Without a referrer the form's Origin would be `null`, and the download would be refused.
    referrerPolicy: { policy: 'same-origin' },
    // Pages of other sites load the widget; CORS determines which ones.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    // Whether a proxy terminates TLS is unknown here.
    hsts: false,
  };
}

/** Returns the folder of package.json, for the built service and for its source alike. */
function packageRoot(folder = __dirname): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageRoot(dirname(folder));
}
