import { deflateSync, inflateSync } from 'node:zlib';
import type { ScriptByteService } from '../protocol/script-services.js';

/** Bytes of a result: a little that is uncompressed may be very much. */
const MAX_RESULT = 64 * 1024 * 1024;

/** Work on bytes that Node.js does better. */
export const byteService: ScriptByteService = {
  compress: (bytes) => attempt(() => deflateSync(bytes, { level: 9, maxOutputLength: MAX_RESULT })),
  uncompress: (bytes) => attempt(() => inflateSync(bytes, { maxOutputLength: MAX_RESULT })),
};

function attempt(work: () => Uint8Array): Uint8Array | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
