import type { AmfObject } from '../amf/value.js';
import type { PublishType } from '../application/hook.js';
import { MediaBatch } from '../media/media-batch.js';
import type { MediaMessage } from '../media/media-message.js';
import type { OutgoingConnection } from '../netconnection/client/outgoing-connection.js';
import type { OutgoingStream } from '../netconnection/client/outgoing-stream.js';
import { fromAmf } from '../script/ts/from-amf.js';
import type { StatusInfo } from '../script/ts/status-info.js';
import { statusInfo } from '../script/ts/status-info.js';
import { toAmf } from '../script/ts/to-amf.js';
import type { MessageSink } from '../stream/message-sink.js';
import { Listeners } from './listeners.js';

/** What a stream plays. */
export interface PlayOptions {
  /** Milliseconds of a recording; `live`: nothing but a live stream; default `any`: live, or else from its start. */
  readonly start?: number | 'live' | 'any';
  /** Milliseconds; default: to its end. */
  readonly length?: number;
  /** Milliseconds of a recording that may be sent before their time. */
  readonly bufferLength?: number;
}

/** How one stream follows another, as `NetStream.play2` has it. Times are seconds. */
export interface TransitionOptions {
  readonly streamName: string;
  /** What is replaced; default: what is played. */
  readonly oldStreamName?: string;
  /** `switch`: the same content in another quality, without a break. Default `switch`. */
  readonly transition?: 'switch' | 'swap' | 'append' | 'appendAndWait' | 'reset' | 'resume' | 'stop';
  readonly start?: number;
  readonly len?: number;
  readonly offset?: number;
}

/**
 * A stream of media from the server or to it. What it was asked for last is asked for again when the connection was made
 * anew. Made by `NetConnection.stream`.
 */
export class NetStream {
  readonly #statuses = new Listeners<[info: StatusInfo]>();
  readonly #media = new Listeners<[message: MediaMessage]>();
  #stream: OutgoingStream | undefined;
  #ask: ((stream: OutgoingStream) => void) | undefined;
  #sink: MessageSink | undefined;
  #isRecorded = false;

  constructor(private readonly forget: () => void) {}

  /** Whether the server takes what is written. */
  get isPublishing(): boolean {
    return this.#stream?.isPublishing === true;
  }

  /** Whether the server says that what it plays is a recording. */
  get isRecorded(): boolean {
    return this.#isRecorded;
  }

  /** Bytes that were written and wait to be sent: who publishes faster than the network leaves frames out. */
  get queuedBytes(): number {
    return this.#sink?.queuedBytes ?? 0;
  }

  /** Plays a stream of the application; what comes of it is told to {@link onMedia} and {@link onStatus}. */
  play(name: string, { start = 'any', ...more }: PlayOptions = {}): void {
    this.#do((stream) => {
      this.#isRecorded = false;
      stream.play({ name, start, ...more });
    });
  }

  /** Goes over from what is played to another stream. What becomes of it is told to {@link onStatus}. */
  play2({ transition = 'switch', ...options }: TransitionOptions): void {
    const ask = (stream: OutgoingStream): void => stream.play2(toAmf({ transition, ...options }));
    if (this.#stream !== undefined) ask(this.#stream);
    if (transition !== 'stop') this.#ask = (stream) => stream.play({ name: options.streamName, start: 'any' });
  }

  /** @param time of what is played, in milliseconds: of a recording it goes on from there */
  pause(time = 0): void {
    this.#stream?.pause(true, time);
  }

  resume(time = 0): void {
    this.#stream?.pause(false, time);
  }

  /** Goes to another place of a recording, in milliseconds. */
  seek(time: number): void {
    this.#stream?.seek(time);
  }

  /** Asks to publish. With `NetStream.Publish.Start` the server begins to take what is written. */
  publish(name: string, type: PublishType = 'live'): void {
    this.#do((stream) => {
      stream.attach((sink) => this.#joined(sink));
      stream.publish(name, type);
    });
  }

  /** Publishes messages, in the order of their timestamps. False, and nothing is sent, unless the server takes them. */
  write(...messages: readonly MediaMessage[]): boolean {
    if (!this.isPublishing || this.#sink === undefined) return false;
    this.#sink.write(new MediaBatch(messages, true));
    return true;
  }

  /** Sends a data message to those who play what is published. False unless it is. */
  send(handler: string, ...args: unknown[]): boolean {
    return this.#stream?.send(handler, ...args.map(toAmf)) === true;
  }

  /** Plays and publishes no more. */
  stop(): void {
    this.#ask = undefined;
    this.#stream?.stop();
  }

  /** Calls `listener` with what the server says of the stream. Answers what ends that. */
  onStatus(listener: (info: StatusInfo) => unknown): () => void {
    return this.#statuses.add(listener);
  }

  /** Calls `listener` with each message that is played: media as FLV has it, data as AMF0. Answers what ends that. */
  onMedia(listener: (message: MediaMessage) => unknown): () => void {
    return this.#media.add(listener);
  }

  close(): void {
    this.#ask = undefined;
    this.#stream?.close();
    this.#stream = undefined;
    this.forget();
  }

  /** By the connection: there is one from now on. */
  attach(connection: OutgoingConnection): void {
    const hear = (info: AmfObject): void => this.#statuses.tell(statusInfo(fromAmf(info) as Record<string, unknown>));
    const stream = connection.stream({
      status: hear,
      playStatus: hear,
      media: (message) => this.#media.tell(message),
      recorded: () => (this.#isRecorded = true),
      closed: () => {
        if (this.#stream === stream) this.#stream = undefined;
      },
    });
    this.#stream = stream;
    this.#ask?.(stream);
  }

  #do(ask: (stream: OutgoingStream) => void): void {
    this.#ask = ask;
    if (this.#stream !== undefined) ask(this.#stream);
  }

  #joined(sink: MessageSink): { readonly isPublished: boolean; leave(): void } {
    this.#sink = sink;
    return { isPublished: true, leave: () => (this.#sink = undefined) };
  }
}
