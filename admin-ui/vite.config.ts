import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The pages that browsers open: the operator's console, and those of who watches. `dist/admin-ui` holds what is served. */
export default defineConfig({
  root: here('.'),
  cacheDir: here('../node_modules/.cache/vite'),
  resolve: { alias: { 'afterglow-media/client': here('../src/client/index.ts') } },
  build: {
    outDir: here('../dist/admin-ui'),
    emptyOutDir: true,
    target: 'es2022',
    // A page that lets nothing in from outside takes no data: addresses either.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1024,
    rolldownOptions: {
      input: {
        console: here('console/index.html'),
        watch: here('watch/index.html'),
        client: here('../src/client/index.ts'),
      },
      // Pages of applications import the client, by a name that stays.
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: ({ name }) => (name === 'client' ? 'client.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
