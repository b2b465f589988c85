import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const made = new Map<string, URL>();

/** A thread's entry made from its source, to be given to a Worker; `entry` is relative to the repository. */
export function scriptWorker(entry: string): URL {
  let url = made.get(entry);
  if (url === undefined) made.set(entry, (url = bundle(entry)));
  return url;
}

function bundle(entry: string): URL {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'silent',
  });
  // In the repository, so that it finds packages.
  const folder = resolve('node_modules/.cache/afterglow-script-workers');
  mkdirSync(folder, { recursive: true });
  const { contents } = outputFiles[0]!;
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 16);
  const file = join(folder, `${entry.replace(/\W/g, '-')}-${hash}.mjs`);
  // Other test files may do the same at this moment.
  writeFileSync(`${file}.${process.pid}`, contents);
  renameSync(`${file}.${process.pid}`, file);
  return pathToFileURL(file);
}
