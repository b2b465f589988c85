import { existsSync, readFileSync } from 'node:fs';

const folder = '../shared/vectors';

/** Whether the vectors of other software are here; tests that need them are skipped otherwise. */
export const vectorsPresent = existsSync(`${folder}/rtmp-dumps`);
if (!vectorsPresent) console.warn(`${folder} is not there: tests with foreign RTMP bytes are skipped`);

/** A file of recorded or foreign RTMP bytes; nothing where there are no vectors. */
export function dump(name: string): Uint8Array {
  return vectorsPresent ? new Uint8Array(readFileSync(`${folder}/rtmp-dumps/${name}`)) : new Uint8Array(0);
}

/** The lines of a text file among them. */
export function dumpLines(name: string): string[] {
  return new TextDecoder()
    .decode(dump(name))
    .split('\n')
    .filter((line) => line !== '');
}

/** The entries of a JSON list in the vectors folder. */
export function vectorList<T>(name: string): T[] {
  return vectorsPresent ? (JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as T[]) : [];
}
