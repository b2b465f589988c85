import type { AmfValue } from '../amf/value.js';
import type { RtmpMessage } from '../rtmp/message.js';
import type { CommandMessage } from '../rtmp/message/command.js';

/**
 * A client whose application runs on another server, as it stands there. What is not answered here goes there as it
 * came, and the answers come back as they are.
 */
export interface ClientRelay {
  /**
   * A call, the answer to one, or news of a shared object.
   *
   * @param command what is in it, if it is a command
   */
  receive(message: RtmpMessage, command?: CommandMessage): void | Promise<void>;
}

/** The conversation with a client, for those who let another server speak in it. */
export interface ClientConversation {
  /** The command object of connect, as it came. */
  readonly connectObject: AmfValue;
  /** Sends a message as it is. The promise is settled when the client takes more; before, no more should come. */
  pass(message: RtmpMessage): void | Promise<void>;
  /** Closes the connection; whatever there was to be said was passed. */
  leave(): void;
}
