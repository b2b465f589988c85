import { concat } from '../bytes/concat.js';

/** Bytes of a part up to which copying it costs less than handing it on by itself. */
const SMALL = 8 * 1024;
/** Bytes of parts that are joined, at most. */
const MAX_JOINED = 64 * 1024;

/** The same bytes in fewer parts: neighbours that are small become one. Large ones are not copied. */
export function packedParts(parts: readonly Uint8Array[]): Uint8Array[] {
  const packed: Uint8Array[] = [];
  let run: Uint8Array[] = [];
  let size = 0;
  const close = (): void => {
    if (run.length > 0) packed.push(concat(run));
    run = [];
    size = 0;
  };
  for (const part of parts) {
    if (part.length > SMALL || size + part.length > MAX_JOINED) close();
    if (part.length > SMALL) {
      packed.push(part);
    } else if (part.length > 0) {
      run.push(part);
      size += part.length;
    }
  }
  close();
  return packed;
}
