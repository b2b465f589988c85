import { concat } from '../bytes/concat.js';
import type { BatchFormat, MediaMessage, WireFormat } from './media-message.js';
import { Memo } from './memo.js';
import { messagesEnd } from './messages-end.js';
import { readableForm } from './readable-form.js';
import type { Wrappings } from './wrappings.js';

/**
 * Consecutive messages of a stream that leave together. Everyone who takes the same batch in the same
 * format gets the very same bytes: one encoding, one array, one write per player.
 */
export class MediaBatch {
  readonly #forms = new Memo<WireFormat | BatchFormat, Uint8Array>();
  readonly #readable = new Memo<Wrappings, MediaBatch>();
  #end: number | undefined;

  /** @param alone its messages stand in no other batch: only what they make together is kept, not what each makes */
  constructor(
    readonly messages: readonly MediaMessage[],
    private readonly alone = false,
  ) {}

  /** The timestamp at which its last frames end. */
  get end(): number {
    return (this.#end ??= messagesEnd(this.messages));
  }

  /** What is kept of it in wire formats. */
  get encodedBytes(): number {
    let bytes = 0;
    for (const form of this.#forms.values()) bytes += form.length;
    for (const batch of this.#readable.values()) if (batch !== this) bytes += batch.encodedBytes;
    return bytes;
  }

  /** The same for those who know only these wrappings; the batch itself if there are no others in it. */
  readableWith(wrappings: Wrappings): MediaBatch {
    if (wrappings.multitrack && wrappings.modEx) return this;
    return this.#readable.get(wrappings) ?? this.#readable.set(wrappings, this.#unwrapped(wrappings));
  }

  encodedAs(format: WireFormat): Uint8Array {
    return this.#forms.get(format) ?? this.#forms.set(format, this.#encode(format));
  }

  /** As {@link encodedAs}, in a format for all of them together. */
  encodedTogether(format: BatchFormat): Uint8Array {
    return this.#forms.get(format) ?? this.#forms.set(format, format.encodeAll(this.messages));
  }

  #encode(format: WireFormat): Uint8Array {
    const { alone, messages } = this;
    if (!alone) return concat(messages.map((message) => message.encodedAs(format)));
    return format.encodeAll?.(messages) ?? concat(messages.map((message) => format.encode(message)));
  }

  #unwrapped(wrappings: Wrappings): MediaBatch {
    if (this.messages.every((message) => readableForm(message, wrappings) === message)) return this;
    const messages = this.messages.flatMap((message) => readableForm(message, wrappings) ?? []);
    return new MediaBatch(messages, this.alone);
  }
}
