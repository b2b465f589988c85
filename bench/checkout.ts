import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout, seen from where `tsconfig.bench.json` puts the compiled file. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The server that `npm run build` makes. */
export const serverProgram = join(root, 'dist/main/cli.js');

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };

/** What `npm start` tells Node.js about its heap. */
export const heapFlags: readonly string[] = manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'));

/** The compiled bare loop. */
export const bareLoopProgram = fileURLToPath(new URL('bare-loop.js', import.meta.url));

/** The compiled load client that seeks. */
export const seekLoadProgram = fileURLToPath(new URL('seek-load.js', import.meta.url));

/** The compiled load client that plays by HLS and FLV. */
export const webLoadProgram = fileURLToPath(new URL('web-load.js', import.meta.url));

/** The compiled load client of shared objects. */
export const sharedObjectLoadProgram = fileURLToPath(new URL('shared-object-load.js', import.meta.url));

/** The compiled load client that calls methods. */
export const callLoadProgram = fileURLToPath(new URL('call-load.js', import.meta.url));

/** The applications whose methods are called. */
export const benchApps = join(root, 'bench/apps');

/** Where recorded media is written while it is needed. */
export const mediaParent = join(root, '.bench');

/** Where results go unless `--out` says otherwise; not under version control. */
export const defaultResultFolder = join(root, 'bench/results');
