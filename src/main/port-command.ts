import type { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { readScript } from '../storage/read-script.js';
import { ExitCode } from './exit-code.js';
import { findScript } from './find-script.js';
import { portScript } from './port-script.js';

/** `afterglow port`: the beginning of a main.ts from a main.asc. */
export function addPortCommand(program: Command): void {
  program
    .command('port')
    .description('write the beginning of a main.ts from the main.asc of an application')
    .argument('<app>', 'name of the application, or the path of its folder')
    .option('--apps <folder>', 'folder of the applications', 'apps')
    .option('--print', 'print it; main.ts is not written')
    .action(port);
}

function port(app: string, { apps, print }: { readonly apps: string; readonly print?: true }): void {
  const folder = resolve(/[\\/]/.test(app) ? app : join(apps, app));
  const found = findScript(folder, basename(folder));
  if (found === undefined)
    return fail(`${folder}: there is no main.asc; name the folder of an application that has one`);
  if (found.language !== 'asc')
    return fail(`${found.file}: it is no server-side ActionScript; there is nothing to port`);
  try {
    const {
      text,
      marks,
      found: parts,
    } = portScript(readScript(relative(folder, found.file), undefined, folder, [])?.text ?? '');
    if (print) {
      process.stdout.write(text);
      return;
    }
    const file = join(folder, 'main.ts');
    // From now on main.ts would run instead of main.asc: who ports decides when.
    const draft = join(folder, 'main.port.ts');
    writeFileSync(draft, text, { flag: 'wx' });
    console.log(`${draft}: ${parts.join(', ')}; ${marks} ${marks === 1 ? 'place' : 'places'} to finish, marked PORT:`);
    console.log(
      `Rename it to ${basename(file)} when it is finished: that runs instead of ${basename(found.file)} then.`,
    );
  } catch (error) {
    fail(`${found.file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = ExitCode.failed;
}
