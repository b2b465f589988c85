import { concat } from '../bytes/concat.js';
import type { MediaMessage, WireFormat } from './media-message.js';
import { plainForm } from './plain-form.js';

/**
 * Consecutive messages of a stream that leave together. Everyone who takes the same batch in the same
 * format gets the very same bytes: one encoding, one array, one write per player.
 */
export class MediaBatch {
  #forms: Map<WireFormat, Uint8Array> | undefined;
  #plain: MediaBatch | undefined;

  constructor(readonly messages: readonly MediaMessage[]) {}

  /** The same for those who know neither multitrack nor ModEx; the batch itself if it has nothing of them. */
  get plain(): MediaBatch {
    return (this.#plain ??= this.#makePlain());
  }

  encodedAs(format: WireFormat): Uint8Array {
    let bytes = this.#forms?.get(format);
    if (bytes === undefined) {
      bytes = concat(this.messages.map((message) => message.encodedAs(format)));
      (this.#forms ??= new Map()).set(format, bytes);
    }
    return bytes;
  }

  #makePlain(): MediaBatch {
    const messages = this.messages.flatMap((message) => plainForm(message) ?? []);
    const isPlain = messages.length === this.messages.length && messages.every((one, i) => one === this.messages[i]);
    return isPlain ? this : new MediaBatch(messages);
  }
}
