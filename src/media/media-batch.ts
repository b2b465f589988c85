import { concat } from '../bytes/concat.js';
import type { MediaMessage, WireFormat } from './media-message.js';
import { readableForm } from './readable-form.js';
import type { Wrappings } from './wrappings.js';

/**
 * Consecutive messages of a stream that leave together. Everyone who takes the same batch in the same
 * format gets the very same bytes: one encoding, one array, one write per player.
 */
export class MediaBatch {
  #forms: Map<WireFormat, Uint8Array> | undefined;
  #readable: Map<Wrappings, MediaBatch> | undefined;

  /** @param alone its messages stand in no other batch: only what they make together is kept, not what each makes */
  constructor(
    readonly messages: readonly MediaMessage[],
    private readonly alone = false,
  ) {}

  /** What is kept of it in wire formats. */
  get encodedBytes(): number {
    let bytes = 0;
    for (const form of this.#forms?.values() ?? []) bytes += form.length;
    for (const batch of this.#readable?.values() ?? []) if (batch !== this) bytes += batch.encodedBytes;
    return bytes;
  }

  /** The same for those who know only these wrappings; the batch itself if there are no others in it. */
  readableWith(wrappings: Wrappings): MediaBatch {
    if (wrappings.multitrack && wrappings.modEx) return this;
    let batch = this.#readable?.get(wrappings);
    if (batch === undefined) (this.#readable ??= new Map()).set(wrappings, (batch = this.#unwrapped(wrappings)));
    return batch;
  }

  encodedAs(format: WireFormat): Uint8Array {
    let bytes = this.#forms?.get(format);
    if (bytes === undefined) {
      const { alone, messages } = this;
      bytes = concat(messages.map((message) => (alone ? format.encode(message) : message.encodedAs(format))));
      (this.#forms ??= new Map()).set(format, bytes);
    }
    return bytes;
  }

  #unwrapped(wrappings: Wrappings): MediaBatch {
    const messages = this.messages.flatMap((message) => readableForm(message, wrappings) ?? []);
    const isSame = messages.length === this.messages.length && messages.every((one, i) => one === this.messages[i]);
    return isSame ? this : new MediaBatch(messages, this.alone);
  }
}
