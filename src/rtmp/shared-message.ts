import { chunkStreamFor } from './chunk/chunk-stream-for.js';
import { encodeChunks } from './chunk/encode-chunks.js';
import type { RtmpMessage } from './message.js';

/** A message that goes to many: its chunks are made once for everybody with the same chunk size. */
export class SharedMessage {
  readonly #chunks = new Map<number, Uint8Array>();

  constructor(readonly message: RtmpMessage) {}

  chunks(chunkSize: number): Uint8Array {
    let chunks = this.#chunks.get(chunkSize);
    if (chunks === undefined) {
      const { type, messageStreamId } = this.message;
      chunks = encodeChunks({ ...this.message, chunkStreamId: chunkStreamFor(type, messageStreamId) }, chunkSize);
      this.#chunks.set(chunkSize, chunks);
    }
    return chunks;
  }
}
