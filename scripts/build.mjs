// Brings `dist` up to date with `src`; does nothing where it already is.
import { ensureBuilt } from './compile.mjs';
import { runScript } from './progress.mjs';

await runScript(ensureBuilt);
