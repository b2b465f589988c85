import { createHash } from 'node:crypto';
import { relative, resolve } from 'node:path';
import { updateSyntax } from '../script/worker/update-syntax.js';
import type { ReadScript } from '../storage/read-script.js';
import { readScript } from '../storage/read-script.js';

/** A main.asc and what it loads. */
export interface AscSources {
  /** Absolute; archives among them. */
  readonly files: readonly string[];
  /** Differs if one of them does. */
  readonly version: string;
  /** Mistakes in the syntax: `main.asc:3: …`. */
  readonly problems: readonly string[];
  /** Their texts, named as in logs. */
  readonly scripts: readonly ReadScript[];
  /** What is loaded by name and is no file: the libraries of the server, and what is missing. */
  readonly notFound: readonly MissingScript[];
  /** What is there and cannot be read. */
  readonly unreadable: readonly UnreadableScript[];
}

export interface MissingScript {
  readonly name: string;
  /** The script that loads it. */
  readonly from: string;
}

export interface UnreadableScript {
  readonly name: string;
  readonly reason: string;
}

/** `load("roles/admin.asc")`: what is computed is not followed. */
const LOAD = /\bload\s*\(\s*(["'])([^"'\n]+)\1\s*\)/g;
const MAX_FILES = 1000;

/**
 * Reads a script and all that it loads by names that stand in it.
 *
 * @param folder absolute, of the application
 * @param file absolute: its script
 * @param libraries absolute
 */
export function ascSources(folder: string, file: string, libraries: readonly string[]): AscSources {
  const hash = createHash('sha256');
  const known = new Set<string>();
  const files = new Set<string>();
  const problems: string[] = [];
  const scripts: ReadScript[] = [];
  const notFound: MissingScript[] = [];
  const unreadable: UnreadableScript[] = [];
  const wanted: { readonly name: string; readonly from: string | undefined }[] = [
    { name: relative(folder, file), from: undefined },
    { name: 'secure.asc', from: undefined },
  ];
  for (let next = wanted.shift(); next !== undefined && known.size < MAX_FILES; next = wanted.shift()) {
    let found: ReadScript | undefined;
    try {
      found = readScript(next.name, next.from, folder, libraries);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push(reason);
      unreadable.push({ name: next.name, reason });
      continue;
    }
    if (found === undefined && next.from !== undefined) notFound.push({ name: next.name, from: next.from });
    if (found === undefined || known.has(found.file)) continue;
    known.add(found.file);
    files.add(found.archive ?? resolve(folder, found.file));
    scripts.push(found);
    hash.update(`${found.file}\0${found.text}\0`);
    const updated = updateSyntax(found.text);
    if ('message' in updated) problems.push(`${found.file}:${updated.line}: ${updated.message}`);
    for (const [, , name = ''] of found.text.matchAll(LOAD)) wanted.push({ name, from: found.file });
  }
  return { files: [...files], version: hash.digest('hex'), problems, scripts, notFound, unreadable };
}
