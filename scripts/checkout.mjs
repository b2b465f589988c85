import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runStep, StepFailed } from './progress.mjs';

/** The root of the checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The file `bin` of a package that is installed in the checkout, to be run by this very Node.js. */
export function packageProgram(path) {
  return join(root, 'node_modules', path);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Throws a sentence that names the Node.js that is needed when this one is too old. */
export function requireNode() {
  const wanted = readJson('package.json').engines.node.replace('>=', '');
  if (isOlder(process.versions.node, wanted)) {
    throw new StepFailed(
      `this is Node.js ${process.versions.node}, and Afterglow needs ${wanted} or newer: https://nodejs.org/en/download`,
    );
  }
}

/** Whether version `a` is lower than version `b`; missing parts count as 0. */
export function isOlder(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let part = 0; part < 3; part++) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/**
 * Whether what npm recorded as installed is what the lock file asks for. npm writes its record, a lock
 * file of `node_modules`, at the end of an installation, so an interrupted one leaves none. An optional package of another
 * platform may be missing.
 */
export function isInstalled(lock, installed) {
  if (lock === undefined || installed === undefined) return false;
  const { '': _root, ...wanted } = lock.packages;
  const present = installed.packages;
  for (const [path, entry] of Object.entries(wanted)) {
    const there = present[path];
    if (there === undefined ? !entry.optional : !sameRelease(entry, there)) return false;
  }
  return Object.keys(present).every((path) => path in wanted);
}

function sameRelease(a, b) {
  return a.version === b.version && a.integrity === b.integrity;
}

/** Installs the packages of the lock file, unless they are already there. */
export async function ensureInstalled() {
  if (isInstalled(readJson('package-lock.json'), readJson('node_modules/.package-lock.json'))) return;
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  await runStep({
    title: 'installing packages (npm ci)',
    cwd: root,
    ...(npm?.endsWith('.js') ? { command: process.execPath, args: [npm, ...args] } : { command: 'npm', args }),
    mend: 'npm ci failed, its own words are above. Check the network and the disk, then run this again; `npm ci` alone shows the same.',
  });
}
