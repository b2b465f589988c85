import type { AmfEncoding } from '../rtmp/message/amf-payload.js';
import { encodeSharedObjectEvent } from '../rtmp/message/shared-object-event.js';
import type { SharedObjectEvent } from '../rtmp/message/shared-object-event.js';

/** An event that goes to many: its bytes are made once in each encoding. */
export class EncodedEvent {
  readonly #forms = new Map<AmfEncoding, Uint8Array>();

  constructor(readonly event: SharedObjectEvent) {}

  /**
   * The event with its bytes in AMF0. Throws AmfError if they were more than `maxLength` for one value: a few bytes of
   * AMF3 can be many of AMF0, so whoever takes an event from a client asks for them before anything comes of it.
   */
  static within(maxLength: number, event: SharedObjectEvent): EncodedEvent {
    const encoded = new EncodedEvent(event);
    encoded.#forms.set('amf0', encodeSharedObjectEvent(event, 'amf0', Math.min(maxLength, 0xffffff)));
    return encoded;
  }

  encodedAs(encoding: AmfEncoding): Uint8Array {
    let bytes = this.#forms.get(encoding);
    if (bytes === undefined) {
      bytes = encodeSharedObjectEvent(this.event, encoding);
      this.#forms.set(encoding, bytes);
    }
    return bytes;
  }
}
