import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScriptLanguage } from '../script/protocol/script-messages.js';
import { ScriptArchive } from '../storage/script-archive.js';

/** The script of an application: where it is, and what it is written in. */
export interface FoundScript {
  /** Absolute; of one in a `.far` archive as if that were a folder. */
  readonly file: string;
  readonly language: ScriptLanguage;
}

/** Where scripts lie, in the order in which they are looked for: in the folder of the application, as FMS has it. */
const FOLDERS = ['', 'scripts'];

/**
 * The script of an application; undefined if it has none. Of a `.js` file the text says what it is: one that imports or
 * exports is a module. It is looked for when an instance begins, so that one that was just written is found.
 *
 * @param folder absolute, of the application
 */
export function findScript(folder: string, application: string): FoundScript | undefined {
  for (const below of FOLDERS) {
    const place = join(folder, below);
    const names = namesIn(place);
    const found = candidates(application).find((candidate) => names.has(candidate.name) && candidate.fits(place));
    if (found === undefined) continue;
    const file = join(place, found.name);
    if (!/\.far$/i.test(file)) return { file, language: found.language };
    return { file: join(file, scriptIn(file, application)), language: found.language };
  }
  return undefined;
}

interface Candidate {
  readonly name: string;
  readonly language: ScriptLanguage;
  fits(place: string): boolean;
}

function candidates(application: string): Candidate[] {
  const always = (): boolean => true;
  const isModule = (name: string) => (place: string) => isModuleText(readFileSync(join(place, name), 'utf8'));
  return [
    ...['main.ts', 'main.mts', 'main.mjs'].map((name) => ({ name, language: 'module', fits: always }) as const),
    { name: 'main.js', language: 'module', fits: isModule('main.js') },
    // Archives come before the scripts beside them, as FMS has it. What is compiled comes last, to be refused.
    ...[...['main.far', `${application}.far`, ...oldNames(application)], ...['main.ase', `${application}.ase`]].map(
      (name) => ({ name, language: 'asc', fits: always }) as const,
    ),
  ];
}

function oldNames(application: string): string[] {
  return ['main.asc', `${application}.asc`, 'main.js', `${application}.js`];
}

/** Which script in an archive is that of the application. That there is none shows when it is loaded, or why not. */
function scriptIn(archive: string, application: string): string {
  const names = namesOf(archive);
  const candidatesIn = [...oldNames(application), 'main.ase', `${application}.ase`];
  return candidatesIn.find((name) => names.has(name)) ?? 'main.asc';
}

function namesOf(archive: string): ReadonlySet<string> {
  try {
    return ScriptArchive.open(archive)?.names ?? new Set();
  } catch {
    return new Set();
  }
}

/** Server-side ActionScript has neither word at the beginning of a line. */
function isModuleText(text: string): boolean {
  return /^[ \t]*(import\b(?!\s*\()|export\b)/m.test(text.replace(/\/\*.*?\*\//gs, ''));
}

function namesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(
      readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [] : entry.name)),
    );
  } catch {
    return new Set();
  }
}
