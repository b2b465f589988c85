import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScriptLanguage } from '../script/protocol/script-messages.js';

/** The script of an application: where it is, and what it is written in. */
export interface FoundScript {
  /** Absolute. */
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
    if (found !== undefined) return { file: join(place, found.name), language: found.language };
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
    ...['main.asc', `${application}.asc`, 'main.js', `${application}.js`].map(
      (name) => ({ name, language: 'asc', fits: always }) as const,
    ),
  ];
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
