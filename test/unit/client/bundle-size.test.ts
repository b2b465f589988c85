import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** Bytes of the whole client, minified and compressed as the server sends it to all browsers of today. */
const BAR = 40_000;

test('the client is small, and nothing in it is of Node.js', async () => {
  const { outputFiles } = await build({
    ...{ entryPoints: ['src/client/index.ts'], bundle: true, minify: true, write: false },
    ...{ format: 'esm', platform: 'browser', logLevel: 'silent' },
  });
  const [{ contents, text }] = outputFiles as [(typeof outputFiles)[number]];
  expect(brotliCompressSync(contents).length).toBeLessThan(BAR);
  expect(text).not.toMatch(/\bBuffer\b|\bprocess\./);
});
