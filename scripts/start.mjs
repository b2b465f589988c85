// `npm start`: installs and builds what is not up to date, then serves in this very process, so that
// signals reach the server itself. What follows `npm start --` are options of `afterglow serve`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, requireNode, root } from './checkout.mjs';
import { ensureBuilt } from './compile.mjs';
import { runScript } from './progress.mjs';

await runScript(async () => {
  requireNode();
  await ensureInstalled();
  await ensureBuilt();
});
const { runCli } = await import(pathToFileURL(join(root, 'dist/main/cli.js')).href);
await runCli(['serve', ...process.argv.slice(2)]);
