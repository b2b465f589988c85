import { concat } from '../bytes/concat.js';
import type { MediaMessage, WireFormat } from './media-message.js';

/**
 * Consecutive messages of a stream that leave together. Everyone who takes the same batch in the same
 * format gets the very same bytes: one encoding, one array, one write per player.
 */
export class MediaBatch {
  #forms: Map<WireFormat, Uint8Array> | undefined;

  constructor(readonly messages: readonly MediaMessage[]) {}

  encodedAs(format: WireFormat): Uint8Array {
    let bytes = this.#forms?.get(format);
    if (bytes === undefined) {
      bytes = concat(this.messages.map((message) => message.encodedAs(format)));
      (this.#forms ??= new Map()).set(format, bytes);
    }
    return bytes;
  }
}
