import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import type {} from './run-folder.js';

/** Before the end-to-end tests: a server that is built from the present sources, and a folder for this run. */
export function setup(project: TestProject): () => void {
  const build = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url));
  if (spawnSync(process.execPath, [build], { stdio: 'inherit' }).status !== 0) {
    throw new Error('There is no server to test: the build failed.');
  }
  const folder = mkdtempSync(join(tmpdir(), 'afterglow-e2e-'));
  project.provide('runFolder', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
