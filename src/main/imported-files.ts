import { platform } from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import { levels } from '../config/levels.js';
import type { Imported, ImportNote, ImportPlace, ImportTarget } from '../importing/imported.js';

/** Characters of what is wrong with a value; the schemas say it whole. */
const MAX_MESSAGE = 120;

/** `C:\\…` as JSON has it, or `C:/…`. */
const WINDOWS_PATH = /"[A-Za-z]:(?:\\\\|\/)/;
/** A word that is not one of those that a key has: which they are is said by docs/configuration.md. */
const UNKNOWN = 'unknown';

/** A file to write, and where each of its keys comes from. */
export interface ImportedFile {
  readonly path: string;
  readonly text: string;
  readonly keys: readonly { readonly key: string; readonly value: unknown; readonly places: readonly ImportPlace[] }[];
}

/** What an import comes to: files with what is other than usual, and what is not in them. */
export interface ImportResult {
  readonly files: readonly ImportedFile[];
  readonly notes: readonly ImportNote[];
  /** What was carried over and will not do as it is. */
  readonly warnings: readonly ImportNote[];
  /** Settings that say what holds here anyway. */
  readonly usual: number;
  readonly passedOver: number;
}

/** Checks what was found by the rules of our own files; what they do not take becomes a note. */
export function importedFiles(imported: Imported, from: string, isWindows = platform === 'win32'): ImportResult {
  const notes = [...imported.notes];
  const files: ImportedFile[] = [];
  const warnings: ImportNote[] = [];
  let usual = 0;
  for (const { target, keys } of imported.files) {
    const taken: ImportedFile['keys'][number][] = [];
    for (const [key, { value, places }] of keys) {
      const verdict = judge(target, key, value);
      if (verdict === 'usual') usual += places.length;
      else if (verdict === 'good') taken.push({ key, value, places });
      else {
        const items = Array.isArray(value) ? value.filter((item) => judge(target, key, [item]) === 'good') : [];
        const others = Array.isArray(value) ? value.filter((item) => !items.includes(item)) : [value];
        if (items.length > 0) taken.push({ key, value: items, places });
        const written = others.map((other) => JSON.stringify(other)).join(', ');
        const says =
          verdict === UNKNOWN ? `${key} knows no ${written}.` : `${key} does not take ${written}: ${verdict}`;
        for (const place of places) notes.push({ ...place, says });
      }
    }
    for (const { key, value, places } of taken) {
      if (!isWindows && WINDOWS_PATH.test(JSON.stringify(value)))
        for (const place of places)
          warnings.push({ ...place, says: `${key} names a folder of Windows: write where it is on this machine.` });
    }
    if (taken.length > 0) files.push({ path: target.path, keys: taken, text: written(from, taken) });
  }
  return { files, notes, warnings, usual, passedOver: imported.passedOver };
}

/** What is wrong with it; `usual` if it need not be said. The file of an application may take back what its virtual host says. */
function judge(target: ImportTarget, key: string, value: unknown): 'good' | 'usual' | (string & {}) {
  const { schema } = levels[target.level];
  const parsed = schema.safeParse(nested([[key, value]]));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return issue?.code === 'invalid_value' ? UNKNOWN : shortened(issue?.message ?? 'it is wrong');
  }
  if (target.path.startsWith('apps/')) return 'good';
  const at = (tree: unknown): unknown =>
    key.split('.').reduce<unknown>((branch, name) => (branch as Record<string, unknown>)[name], tree);
  return isDeepStrictEqual(at(parsed.data), at(schema.parse({}))) ? 'usual' : 'good';
}

function shortened(message: string): string {
  return message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message;
}

function written(from: string, keys: ImportedFile['keys']): string {
  return `# Taken over from ${from}; what is not here is as usual.\n${stringify(nested(keys.map(({ key, value }) => [key, value])))}`;
}

/** `a.b: 1` as `{ a: { b: 1 } }`. */
function nested(keys: readonly (readonly [key: string, value: unknown])[]): Record<string, unknown> {
  const tree: Record<string, unknown> = {};
  for (const [key, value] of keys) {
    const names = key.split('.');
    let branch = tree;
    for (const name of names.slice(0, -1)) branch = (branch[name] ??= {}) as Record<string, unknown>;
    branch[names.at(-1)!] = value;
  }
  return tree;
}
