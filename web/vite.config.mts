import { join } from 'node:path';
import { constants } from 'node:zlib';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import { defineConfig } from 'vite';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';

const SERVICE = process.env.SLUICE_URL ?? 'http://127.0.0.1:4000';

/** The page as the service serves it; `npx vite web` serves it while it is worked on, with the API of a running service. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    // The page speaks English; the components know thirty languages.
    { ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' },
    compression({
      algorithms: [
        defineAlgorithm('brotliCompress', { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        defineAlgorithm('gzip', { level: 9 }),
      ],
      include: /\.(js|css|html|svg)$/,
    }),
  ],
  // The page stands at many addresses, the widget in pages of other sites: scripts find each other by where they are.
  experimental: { renderBuiltUrl: (file, { hostType }) => (hostType === 'js' ? { relative: true } : `/${file}`) },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // These know light-dark() themselves. What would be put in its place does not follow the color-scheme of a page
    // around the widget.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, 'index.html'),
        widget: join(import.meta.dirname, 'src/embed/widget.ts'),
      },
      output: { entryFileNames: ({ name }) => (name === 'widget' ? 'widget.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: {
    port: 4100,
    proxy: {
      '/graphql': { target: SERVICE, ws: true },
      '/bars.csv': SERVICE,
      '/bars.parquet': SERVICE,
      '/gaps.csv': SERVICE,
    },
  },
});
