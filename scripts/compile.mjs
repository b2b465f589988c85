import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { packageProgram, root } from './checkout.mjs';
import { runStep } from './progress.mjs';

const dist = join(root, 'dist');
const stampFile = join(dist, '.built-from');
const compilerState = join(dist, '.tsbuildinfo');

/** Compiles `src` to `dist` unless `dist` was made from exactly these sources. A failed build leaves no stamp. */
export async function ensureBuilt() {
  const sources = filesBelow(join(root, 'src')).filter((file) => file.endsWith('.ts'));
  const stamp = fingerprint(sources);
  const missing = sources.map(outputOf).some((file) => !existsSync(file));
  if (!missing && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;

  mkdirSync(dist, { recursive: true });
  rmSync(stampFile, { force: true });
  // The compiler trusts its notes and would not write a deleted output again.
  if (missing) rmSync(compilerState, { force: true });
  await runStep({
    title: 'building (tsc)',
    command: process.execPath,
    args: [packageProgram('typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
    cwd: root,
    mend: 'the build failed; the compiler says above where. Nothing was started.',
  });
  removeOrphans(new Set(sources.map(outputOf)));
  writeFileSync(stampFile, stamp);
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function outputOf(source) {
  return join(dist, relative(join(root, 'src'), source).replace(/\.ts$/, '.js'));
}

/** A hash over the names and contents of everything the build depends on. */
function fingerprint(sources) {
  const settings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].map((file) => join(root, file));
  const hash = createHash('sha256');
  for (const file of [...settings, ...sources]) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file).split(sep).join('/')} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** Removes what earlier builds made of sources that are gone, so that nothing imports a ghost. */
function removeOrphans(outputs) {
  for (const file of filesBelow(dist)) {
    const output = file.replace(/\.(d\.ts|js\.map|js)$/, '.js');
    if (output.endsWith('.js') && !outputs.has(output)) rmSync(file);
  }
}
