import { readFileSync } from 'node:fs';
import { guidancePresent, VECTORS } from './guidance.js';

/** A file of recorded or foreign RTMP bytes; nothing where there are no vectors. */
export function dump(name: string): Uint8Array {
  return guidancePresent ? new Uint8Array(readFileSync(`${VECTORS}/rtmp-dumps/${name}`)) : new Uint8Array(0);
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
  return guidancePresent ? (JSON.parse(readFileSync(`${VECTORS}/${name}`, 'utf8')) as T[]) : [];
}
