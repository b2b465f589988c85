import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** Bytes of the client, minified and compressed. */
const BAR = 40_000;

async function bundled(source: string): Promise<{ contents: Uint8Array; text: string }> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: process.cwd(), loader: 'ts' },
    ...{ bundle: true, minify: true, write: false, format: 'esm', platform: 'browser', logLevel: 'silent' },
  });
  return outputFiles[0]!;
}

test('the whole client is small as the server sends it, and nothing in it is of Node.js', async () => {
  const { contents, text } = await bundled(`export * from './src/client/index.ts'`);
  expect(brotliCompressSync(contents).length).toBeLessThan(BAR);
  expect(text).not.toMatch(/\bBuffer\b|\bprocess\./);
});

test('who only talks loads less than that by gzip too', async () => {
  const { contents } = await bundled(`export { NetConnection } from './src/client/index.ts'`);
  expect(gzipSync(contents).length).toBeLessThan(BAR);
});
