import { fileURLToPath } from 'node:url';
import { withEsbuild } from '../esbuild-service.js';

const GLOBAL = 'afterglowLibrary';

let made: Promise<string> | undefined;

/**
 * The library of main.asc as one classic script, which comes to the function `createAscGuest` in whatever realm it is
 * run. It is made once.
 */
export function realmSource(): Promise<string> {
  made ??= bundle();
  made.catch(() => (made = undefined));
  return made;
}

async function bundle(): Promise<string> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const entry = fileURLToPath(new URL(`../asc/realm.${extension}`, import.meta.url));
  const { outputFiles } = await withEsbuild((esbuild) =>
    esbuild.build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: GLOBAL,
      platform: 'neutral',
      target: 'es2023',
      logLevel: 'silent',
    }),
  );
  return `(() => {\n${outputFiles[0]!.text}\nreturn ${GLOBAL}.createAscGuest;\n})()`;
}
