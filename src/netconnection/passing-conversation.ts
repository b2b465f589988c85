import type { AmfValue } from '../amf/value.js';
import type { ClientConversation } from '../application/client-relay.js';
import type { RtmpMessage } from '../rtmp/message.js';
import type { EarlyWords } from './early-words.js';
import type { MessageTransport } from './message-transport.js';

/** Bytes that may wait to be sent to a client before the other server is asked to wait. */
const MAX_QUEUED = 1024 * 1024;

/** Lets another server speak to a client, from the moment in which the client knows that it is in. */
export class PassingConversation implements ClientConversation {
  constructor(
    readonly connectObject: AmfValue,
    private readonly transport: MessageTransport,
    private readonly early: EarlyWords,
  ) {}

  pass(message: RtmpMessage): void | Promise<void> {
    const { transport } = this;
    this.early.say(() => transport.send(message));
    if (transport.queuedBytes <= MAX_QUEUED) return undefined;
    return new Promise((resolve) => transport.whenDrained(resolve));
  }

  leave(): void {
    this.transport.close('dismissed');
  }
}
