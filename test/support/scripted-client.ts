import { AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import { ByteQueue } from '../../src/bytes/byte-queue.js';
import { concat } from '../../src/bytes/concat.js';
import { ChunkDecoder } from '../../src/rtmp/chunk/chunk-decoder.js';
import { ChunkOutput } from '../../src/rtmp/chunk/chunk-output.js';
import { encodeCommand } from '../../src/rtmp/message/command.js';
import { encodeData } from '../../src/rtmp/message/data.js';
import { decodeSetChunkSize } from '../../src/rtmp/message/set-chunk-size.js';
import { encodeSharedObject } from '../../src/rtmp/message/shared-object.js';
import type { SharedObjectEvent } from '../../src/rtmp/message/shared-object-event.js';
import type { UserControlEvent } from '../../src/rtmp/message/user-control.js';
import { decodeUserControl, encodeUserControl } from '../../src/rtmp/message/user-control.js';
import { messageStreamId, MessageType } from '../../src/rtmp/message.js';
import type { RtmpMessage } from '../../src/rtmp/message.js';
import { defaultRtmpOptions } from '../../src/rtmp/rtmp-options.js';
import type { ManualClock } from './manual-clock.js';
import type { MemoryByteStream } from './memory-byte-stream.js';
import { plainHandshake } from './rtmp-ends.js';
import { settled } from './settled.js';
import { transcriptLine } from './transcript.js';

const HANDSHAKE_ANSWER = 1 + 2 * 1536;

/** The far side of a connection in memory: says what a test tells it to, and shows what it hears as a transcript. */
export class ScriptedClient {
  /** Answers pings, which then do not appear in the transcript. */
  answersPings = true;
  /** `amf3`: commands and data go out as messages of type 17 and 15. */
  encoding: 'amf0' | 'amf3' = 'amf0';
  readonly #output = new ChunkOutput();
  readonly #input = new ByteQueue();
  readonly #decoder = new ChunkDecoder(defaultRtmpOptions);
  #handshakeBytes = HANDSHAKE_ANSWER;
  #isHungUp = false;

  constructor(
    readonly stream: MemoryByteStream,
    private readonly clock: ManualClock,
  ) {}

  get isClosed(): boolean {
    return this.stream.isClosed;
  }

  shakeHands(): void {
    this.stream.send(plainHandshake);
  }

  /** S0, S1 and S2, which must have come. */
  takeHandshake(): Uint8Array {
    this.#handshakeBytes = 0;
    return this.stream.arrived();
  }

  /** Sends whole messages in one piece. */
  send(...messages: readonly RtmpMessage[]): void {
    for (const message of messages) this.#output.write(message);
    this.stream.send(concat(this.#output.take()));
  }

  connect(app: string, fields: Readonly<Record<string, AmfValue>> = {}, ...args: AmfValue[]): void {
    const commandObject = AmfObject.of({ app, tcUrl: `rtmp://server.example/${app}`, ...fields });
    const command = { name: 'connect', transactionId: 1, commandObject, args, encoding: 'amf0' } as const;
    this.send(encodeCommand(command, messageStreamId(0)));
  }

  command(name: string, transactionId: number, args: readonly AmfValue[] = [], stream = 0): void {
    const command = { name, transactionId, commandObject: null, args, encoding: this.encoding };
    this.send(encodeCommand(command, messageStreamId(stream)));
  }

  data(values: readonly AmfValue[], timestamp = 0, stream = 1): void {
    this.send(encodeData({ values, encoding: this.encoding }, messageStreamId(stream), timestamp));
  }

  video(timestamp: number, payload: Uint8Array, stream = 1): void {
    this.send({ type: MessageType.video, timestamp, payload, messageStreamId: messageStreamId(stream) });
  }

  audio(timestamp: number, payload: Uint8Array, stream = 1): void {
    this.send({ type: MessageType.audio, timestamp, payload, messageStreamId: messageStreamId(stream) });
  }

  /** Says something about a shared object, `/chat` for one that is persistent. */
  object(name: string, version: number, ...events: SharedObjectEvent[]): void {
    const persistent = name.startsWith('/');
    const header = { name: name.replace(/^\//, ''), version, persistent };
    this.send(encodeSharedObject({ ...header, encoding: this.encoding, events }));
  }

  control(event: UserControlEvent): void {
    this.send(encodeUserControl(event));
  }

  /** Everything heard since the last time, once nothing moves any more. */
  async messages(): Promise<RtmpMessage[]> {
    await settled(this.clock);
    const messages = this.#read();
    // An answer that goes out now may be answered again.
    await settled(this.clock);
    return [...messages, ...this.#read()];
  }

  /** {@link messages} as lines of a transcript; see `transcriptLine`. */
  async hears(): Promise<string[]> {
    return (await this.messages()).map(transcriptLine);
  }

  hangUp(error?: Error): void {
    this.#isHungUp = true;
    this.stream.hangUp(error);
  }

  #read(): RtmpMessage[] {
    const arrived = this.stream.arrived();
    const handshake = Math.min(this.#handshakeBytes, arrived.length);
    this.#handshakeBytes -= handshake;
    this.#input.push(arrived.subarray(handshake));
    const messages: RtmpMessage[] = [];
    for (let message = this.#decode(); message !== undefined; message = this.#decode()) {
      if (message.type === MessageType.setChunkSize) this.#decoder.chunkSize = decodeSetChunkSize(message);
      if (!this.#answersPing(message)) messages.push(message);
    }
    return messages;
  }

  #decode(): RtmpMessage | undefined {
    return this.#decoder.read(this.#input, 0);
  }

  #answersPing(message: RtmpMessage): boolean {
    if (!this.answersPings || message.type !== MessageType.userControl) return false;
    const event = decodeUserControl(message);
    if (event.event !== 'pingRequest') return false;
    if (!this.#isHungUp && !this.isClosed) this.control({ ...event, event: 'pingResponse' });
    return true;
  }
}
