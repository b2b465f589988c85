import type { AmfEncoding } from '../rtmp/message/amf-payload.js';
import type { SharedObjectHeader } from '../rtmp/message/shared-object.js';
import { joinSharedObjectEvents } from '../rtmp/message/shared-object.js';
import { SharedMessage } from '../rtmp/shared-message.js';
import type { EncodedEvent } from './encoded-event.js';

/** Bytes of events after which another message begins. */
const FULL_MESSAGE = 1024 * 1024;

/** One thing that a user of an object is told. */
export interface News {
  readonly event: EncodedEvent;
  /** The id of the use that wanted it, where everybody is told the same. */
  readonly by?: number;
  /** Who is told this wanted something else, which was not done. */
  readonly isCorrection?: true;
}

/** What happened to an object since its users were last told, in order. Those who are told the same share it. */
export class Update {
  readonly #messages = new Map<AmfEncoding, readonly SharedMessage[]>();

  constructor(
    readonly header: SharedObjectHeader,
    readonly news: readonly News[],
  ) {}

  /** One message, or if that would be very long, several. */
  messages(encoding: AmfEncoding): readonly SharedMessage[] {
    let messages = this.#messages.get(encoding);
    if (messages === undefined) {
      messages = this.#encode(encoding);
      this.#messages.set(encoding, messages);
    }
    return messages;
  }

  #encode(encoding: AmfEncoding): SharedMessage[] {
    const messages: SharedMessage[] = [];
    let events: Uint8Array[] = [];
    let size = 0;
    const finish = (): void => {
      messages.push(new SharedMessage(joinSharedObjectEvents(this.header, encoding, events)));
      events = [];
      size = 0;
    };
    for (const { event } of this.news) {
      const bytes = event.encodedAs(encoding);
      if (size > 0 && size + bytes.length > FULL_MESSAGE) finish();
      events.push(bytes);
      size += bytes.length;
    }
    finish();
    return messages;
  }
}
