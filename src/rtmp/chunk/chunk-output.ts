import type { RtmpMessage } from '../message.js';
import { DEFAULT_CHUNK_SIZE } from './chunk-size.js';
import { chunkStreamFor } from './chunk-stream-for.js';
import { chunkedSize, writeChunks } from './encode-chunks.js';

const NOTHING = new Uint8Array(0);

/** Room for the small messages that usually follow the first. */
const MIN_BUFFER_SIZE = 512;

/**
 * What is to be sent: messages written as chunks into one growing buffer, and between them bytes that are
 * chunks already and are passed on as they are.
 */
export class ChunkOutput {
  /** Our chunk size: for messages written from now on. */
  chunkSize = DEFAULT_CHUNK_SIZE;
  #ready: Uint8Array[] = [];
  #buffer: Uint8Array = NOTHING;
  #used = 0;

  write(message: RtmpMessage): void {
    const chunkStreamId = chunkStreamFor(message.type, message.messageStreamId);
    const at = this.#reserve(chunkedSize(message, chunkStreamId, this.chunkSize));
    writeChunks(this.#buffer, at, message, chunkStreamId, this.chunkSize);
  }

  append(bytes: Uint8Array): void {
    this.#close();
    if (bytes.length > 0) this.#ready.push(bytes);
  }

  get isEmpty(): boolean {
    return this.#used === 0 && this.#ready.length === 0;
  }

  /** Everything written since the last call, in order; the arrays now belong to the caller. */
  take(): Uint8Array[] {
    this.#close();
    const taken = this.#ready;
    this.#ready = [];
    return taken;
  }

  #reserve(size: number): number {
    const at = this.#used;
    const needed = at + size;
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * at, MIN_BUFFER_SIZE));
      larger.set(this.#buffer.subarray(0, at));
      this.#buffer = larger;
    }
    this.#used = needed;
    return at;
  }

  #close(): void {
    if (this.#used === 0) return;
    this.#ready.push(this.#buffer.subarray(0, this.#used));
    this.#buffer = NOTHING;
    this.#used = 0;
  }
}
