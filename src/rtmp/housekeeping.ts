import { Acknowledgements } from './acknowledgements.js';
import type { ChunkDecoder } from './chunk/chunk-decoder.js';
import type { ChunkOutput } from './chunk/chunk-output.js';
import { decodeAbort } from './message/abort.js';
import { decodeAcknowledgement, encodeAcknowledgement } from './message/acknowledgement.js';
import { decodeSetChunkSize } from './message/set-chunk-size.js';
import { decodeSetPeerBandwidth } from './message/set-peer-bandwidth.js';
import { UserControlEventType, decodeUserControl, encodeUserControl } from './message/user-control.js';
import {
  decodeWindowAcknowledgementSize,
  encodeWindowAcknowledgementSize,
} from './message/window-acknowledgement-size.js';
import { MessageType } from './message.js';
import type { RtmpMessage } from './message.js';
import { Ping } from './ping.js';
import { RtmpError } from './rtmp-error.js';

/** Deals with the messages that concern the connection itself: protocol control (RTMP 1.0, section 5.4) and ping. */
export class Housekeeping {
  readonly acknowledgements = new Acknowledgements();
  readonly ping = new Ping();
  /** Messages of unknown types that were ignored. */
  unknownMessages = 0;
  #sentWindow: number | undefined;

  constructor(
    private readonly decoder: ChunkDecoder,
    private readonly output: ChunkOutput,
    private readonly maxUnknownMessages: number,
  ) {}

  /** Answers whether `message` is one for the owner, after dealing with it if it is not. Throws RtmpError. */
  passes(message: RtmpMessage, now: number): boolean {
    switch (message.type) {
      case MessageType.audio:
      case MessageType.video:
      case MessageType.aggregate:
      case MessageType.dataAmf0:
      case MessageType.dataAmf3:
      case MessageType.commandAmf0:
      case MessageType.commandAmf3:
      case MessageType.sharedObjectAmf0:
      case MessageType.sharedObjectAmf3:
        return true;
      case MessageType.userControl:
        return !this.#takePing(message, now);
      case MessageType.setChunkSize:
        this.decoder.chunkSize = decodeSetChunkSize(message);
        return false;
      case MessageType.abort:
        this.decoder.abort(decodeAbort(message));
        return false;
      case MessageType.acknowledgement:
        this.acknowledgements.peerAcknowledged = decodeAcknowledgement(message);
        return false;
      case MessageType.windowAcknowledgementSize:
        this.acknowledgements.setPeerWindow(decodeWindowAcknowledgementSize(message));
        return false;
      case MessageType.setPeerBandwidth:
        this.#answerBandwidth(decodeSetPeerBandwidth(message).size);
        return false;
      default:
        this.#countUnknown(message.type);
        return false;
    }
  }

  setWindowAcknowledgementSize(size: number): void {
    this.#sentWindow = size;
    this.output.write(encodeWindowAcknowledgementSize(size));
  }

  sendPing(now: number): void {
    this.ping.sent(now);
    this.output.write(encodeUserControl({ event: 'pingRequest', timestamp: now >>> 0 }));
  }

  /** Counts bytes that were decoded, and acknowledges them when it is time. */
  received(bytes: number): void {
    this.acknowledgements.received += bytes;
    const sequenceNumber = this.acknowledgements.due();
    if (sequenceNumber !== undefined) this.output.write(encodeAcknowledgement(sequenceNumber));
  }

  #takePing(message: RtmpMessage, now: number): boolean {
    const eventType = (message.payload[0]! << 8) | message.payload[1]!;
    if (eventType !== UserControlEventType.pingRequest && eventType !== UserControlEventType.pingResponse) return false;
    const ping = decodeUserControl(message);
    if (ping.event === 'pingRequest') this.output.write(encodeUserControl({ ...ping, event: 'pingResponse' }));
    else this.ping.answered(now);
    return true;
  }

  /** The answer is a window of that size, unless it was said before (section 5.4.5); every limit type alike. */
  #answerBandwidth(size: number): void {
    if (size !== this.#sentWindow) this.setWindowAcknowledgementSize(size);
  }

  #countUnknown(type: number): void {
    this.unknownMessages += 1;
    if (this.unknownMessages > this.maxUnknownMessages) {
      throw new RtmpError(
        'too-many-unknown-messages',
        `more than ${this.maxUnknownMessages}, the last of type ${type}`,
      );
    }
  }
}
