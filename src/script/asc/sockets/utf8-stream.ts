import { concat } from '../../../bytes/concat.js';
import { ByteReader } from '../../../bytes/byte-reader.js';

/** UTF-8 that comes in parts, which may end within a character. */
export class Utf8Stream {
  #rest: Uint8Array = new Uint8Array(0);

  /** The characters that are whole. */
  take(bytes: Uint8Array): string {
    const all = this.#rest.length === 0 ? bytes : concat([this.#rest, bytes]);
    const end = wholeLength(all);
    this.#rest = all.slice(end);
    return new ByteReader(all).utf8(end);
  }
}

/** Without a character at the end of which more is to come. */
function wholeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return size > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
