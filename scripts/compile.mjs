import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { packageProgram, root } from './checkout.mjs';
import { compressFiles } from './compress.mjs';
import { runStep } from './progress.mjs';

const dist = join(root, 'dist');
const pages = join(dist, 'admin-ui');
const compilerState = join(dist, '.tsbuildinfo');

/** Brings `dist` up to date: the server, and the pages that browsers open. `beside` other steps it shows no running clock. */
export async function ensureBuilt(beside = false) {
  await ensureServerBuilt(beside);
  await ensurePagesBuilt(beside);
}

/** Compiles `src` to `dist` unless `dist` was made from exactly these sources. A failed build leaves no stamp. */
async function ensureServerBuilt(beside) {
  const sources = filesBelow(join(root, 'src')).filter((file) => file.endsWith('.ts'));
  const missing = sources.map(outputOf).some((file) => !existsSync(file));
  const stamp = new Stamp(join(dist, '.built-from'), ['tsconfig.json', 'tsconfig.build.json'], sources);
  if (!missing && stamp.holds) return;

  mkdirSync(dist, { recursive: true });
  stamp.remove();
  // The compiler trusts its notes and would not write a deleted output again.
  if (missing) rmSync(compilerState, { force: true });
  await runStep({
    title: 'building (tsc)',
    command: process.execPath,
    args: [packageProgram('typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
    cwd: root,
    mend: 'the build failed; the compiler says above where. Nothing was started.',
    beside,
  });
  removeOrphans(new Set(sources.map(outputOf)));
  stamp.write();
}

/** The pages share rooms of `src` with the server: they are made again when either has changed. */
async function ensurePagesBuilt(beside) {
  const sources = [...filesBelow(join(root, 'admin-ui')), ...filesBelow(join(root, 'src'))];
  const stamp = new Stamp(join(pages, '.built-from'), ['tsconfig.json'], sources);
  if (stamp.holds) return;

  stamp.remove();
  await runStep({
    title: 'building the pages (vite)',
    command: process.execPath,
    args: [packageProgram('vite/bin/vite.js'), 'build', '--config', 'admin-ui/vite.config.ts', '--logLevel', 'warn'],
    cwd: root,
    mend: 'the build of the pages failed; Vite says above where. Nothing was started.',
    beside,
  });
  compressFiles(pages);
  stamp.write();
}

/** What something was built from: a file with a hash over the names and contents of all of it. */
class Stamp {
  constructor(file, settings, sources) {
    this.file = file;
    this.mark = fingerprint([...settings, 'package-lock.json'].map((name) => join(root, name)).concat(sources));
  }

  get holds() {
    return existsSync(this.file) && readFileSync(this.file, 'utf8') === this.mark;
  }

  remove() {
    rmSync(this.file, { force: true });
  }

  write() {
    writeFileSync(this.file, this.mark);
  }
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

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file).split(sep).join('/')} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** Removes what earlier builds made of sources that are gone, so that nothing imports a ghost. */
function removeOrphans(outputs) {
  for (const file of filesBelow(dist)) {
    if (file.startsWith(pages + sep)) continue;
    const output = file.replace(/\.(d\.ts|js\.map|js)$/, '.js');
    if (output.endsWith('.js') && !outputs.has(output)) rmSync(file);
  }
}
