import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const made = new Map<string, Promise<URL>>();

/** A thread's entry made from its source, to be given to a Worker; `entry` is relative to the repository. */
export function scriptWorker(entry: string): Promise<URL> {
  let url = made.get(entry);
  if (url === undefined) made.set(entry, (url = bundle(entry)));
  return url;
}

async function bundle(entry: string): Promise<URL> {
  const { outputFiles } = await build({
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
  const file = join(folder, `${entry.replace(/\W/g, '-')}-${process.pid}-${Math.random().toString(36).slice(2)}.mjs`);
  writeFileSync(file, outputFiles[0]!.contents);
  process.once('exit', () => rmSync(file, { force: true }));
  return pathToFileURL(file);
}
