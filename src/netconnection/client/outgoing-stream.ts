import { AmfObject } from '../../amf/value.js';
import type { AmfValue } from '../../amf/value.js';
import type { PublishType } from '../../application/hook.js';
import type { MediaMessage } from '../../media/media-message.js';
import { encodeData } from '../../rtmp/message/data.js';
import type { MessageStreamId, RtmpMessage } from '../../rtmp/message.js';
import type { JoinedStream } from '../../stream/joined-stream.js';
import type { MessageSink } from '../../stream/message-sink.js';
import { information } from '../information.js';
import { receivedMedia } from '../received-media.js';
import type { PlayItem } from '../stream-use.js';
import { OutgoingBuffer } from './outgoing-buffer.js';
import { OutgoingPublication } from './outgoing-publication.js';
import type { ServerLink } from './server-link.js';

/** What an {@link OutgoingStream} plays there. */
export interface RemoteItem extends Pick<PlayItem, 'start'> {
  /** Milliseconds; undefined: to its end. */
  readonly length?: number | undefined;
  /** As the other server knows it: `mp4:film`, `studio`. */
  readonly name: string;
  /** Milliseconds of media that the server may send of a recording before its time; default: that of the connection. */
  readonly bufferLength?: number;
  /** As `NetStream.play` has it; default 1. */
  readonly reset?: 0 | 1 | 2 | 3;
}

/** Hears what comes on one NetStream of another server. */
export interface OutgoingStreamListener {
  /** An information object: `NetStream.Publish.Start`, `NetStream.Play.Stop`, … */
  status(info: AmfObject): void;
  /** What is played, at the other server's time. Not said of the stream itself, as sample access is. */
  media?(message: MediaMessage): void;
  /** An information object for onPlayStatus: `NetStream.Play.Complete`, … */
  playStatus?(info: AmfObject): void;
  /** What is played from now on is a recording, in which one can go elsewhere. */
  recorded?(): void;
  /** The connection is over, and this stream with it. */
  closed?(): void;
}

/** What a stream needs of its connection. */
export interface StreamOwner {
  readonly bufferLength: number;
  /** Undefined unless the server has accepted us. */
  readonly link: ServerLink | undefined;
  create(stream: OutgoingStream): Promise<MessageStreamId>;
  delete(stream: OutgoingStream, id: MessageStreamId | undefined): void;
  /** Reads the information object of onPlayStatus. Throws RtmpError. */
  readData(message: RtmpMessage): readonly AmfValue[];
  /** Nothing gets through any more. */
  tooSlow(): void;
}

/** What a server says of its own stream to its player, and nobody else. */
const NOTICES: ReadonlySet<string> = new Set(['|RtmpSampleAccess', 'onStatus', 'onPlayStatus']);

/**
 * A NetStream on another server: plays there, or publishes there what a live stream here has. What it is asked before the
 * server knows it is done when it does. Made by `OutgoingConnection.stream`.
 */
export class OutgoingStream {
  #id: MessageStreamId | undefined;
  #waiting: ((link: ServerLink, id: MessageStreamId) => void)[] = [];
  #join: ((sink: MessageSink) => JoinedStream | undefined) | undefined;
  #publication: OutgoingPublication | undefined;
  #joined: JoinedStream | undefined;
  readonly #buffer = new OutgoingBuffer();
  #isAsking = false;
  #isClosed = false;

  constructor(
    private readonly owner: StreamOwner,
    private readonly listener: OutgoingStreamListener,
  ) {}

  /** Milliseconds of media that were published since publishing began. */
  get publishedTime(): number {
    return this.#publication?.time ?? 0;
  }

  /** Whether the server has agreed to what {@link publish} asked for. */
  get isPublishing(): boolean {
    return this.#publication !== undefined;
  }

  play({ name, start, length, reset = 1, bufferLength = this.owner.bufferLength }: RemoteItem): void {
    // Flash Player says seconds as milliseconds, -1 and -2 with them.
    const from = start === 'any' ? -2000 : start === 'live' ? -1000 : start;
    this.#do(({ send }, id) => {
      send.userControl({ event: 'setBufferLength', messageStreamId: id, bufferLength });
      const more = length === undefined && reset === 1 ? [] : [length ?? -1000, RESETS[reset]];
      send.command(id, 'play', 0, null, name, from, ...more);
    });
  }

  /** Another stream in place of what is played, or behind it: NetStreamPlayOptions. */
  play2(options: AmfValue): void {
    this.#do(({ send }, id) => send.command(id, 'play2', 0, null, options));
  }

  /** @param time milliseconds of a recording: it goes on from there */
  pause(isPaused: boolean, time: number): void {
    this.#do(({ send }, id) => send.command(id, 'pause', 0, null, isPaused, time));
  }

  /** @param time milliseconds */
  seek(time: number): void {
    this.#do(({ send }, id) => send.command(id, 'seek', 0, null, time));
  }

  /** @param bufferLength as {@link RemoteItem} has it, from now on */
  setBufferLength(bufferLength: number): void {
    this.#do(({ send }, id) => {
      send.userControl({ event: 'setBufferLength', messageStreamId: id, bufferLength });
    });
  }

  /** Milliseconds of media that may wait to be sent; 0 and less: as much as for any player. */
  set bufferTime(milliseconds: number) {
    this.#buffer.maxTime = milliseconds > 0 ? milliseconds : Infinity;
  }

  /**
   * Asks to publish; the listener is told `NetStream.Publish.Start`, and what is attached is sent from then on.
   *
   * @param limits of the recording there: seconds and kilobytes, as `Stream.record` has them
   */
  publish(name: string, type: PublishType, limits: readonly number[] = []): void {
    this.#endPublication();
    this.#isAsking = true;
    this.#do(({ send }, id) => send.command(id, 'publish', 0, null, name, type, ...limits));
  }

  /**
   * The live stream whose media is published.
   *
   * @param join joins it; undefined for none any more
   */
  attach(join: ((sink: MessageSink) => JoinedStream | undefined) | undefined): void {
    this.#joined?.leave();
    this.#joined = undefined;
    this.#join = join;
    if (this.#publication !== undefined) this.#joined = join?.(this.#publication);
  }

  /** Sends a data message to those who play what is published. False unless it is. Throws AmfError. */
  send(handler: string, ...args: readonly AmfValue[]): boolean {
    const { link } = this.owner;
    if (this.#publication === undefined || link === undefined || this.#id === undefined) return false;
    const data = { values: [handler, ...args], encoding: link.send.encoding };
    link.transport.send(encodeData(data, this.#id, this.#publication.newest));
    return true;
  }

  /** Plays and publishes no more. */
  stop(): void {
    this.#endPublication();
    this.#waiting = [];
    if (this.#id !== undefined) this.#do(({ send }, id) => send.command(id, 'closeStream', 0, null));
  }

  /** Deletes it; the listener hears nothing more. */
  close(): void {
    if (this.#isClosed) return;
    this.#release();
    this.owner.delete(this, this.#id);
  }

  /** The connection stands. */
  begin(): void {
    this.owner.create(this).then(
      (id) => this.#created(id),
      (error: unknown) => {
        if (this.#isClosed) return;
        const description = `The server made no stream: ${error instanceof Error ? error.message : String(error)}.`;
        this.listener.status(information('error', 'NetStream.Failed', description));
      },
    );
  }

  /** Something came for it. Throws RtmpError for what is no message. */
  receive(message: RtmpMessage): void {
    if (this.#isClosed) return;
    const received = receivedMedia(message);
    if (received === undefined || received.what === 'clear') return;
    if (received.what === 'data' && NOTICES.has(received.handler)) {
      if (received.handler === 'onPlayStatus') this.#playStatus(message);
    } else if (received.message.payload.length > 0) {
      // Flash Media Server says by an empty message that there is sound.
      this.listener.media?.(received.message);
    }
  }

  /** The server says something about it. */
  status(info: AmfObject): void {
    if (this.#isClosed) return;
    const code = info.get('code');
    if (code === 'NetStream.Publish.Start') this.#beginPublication();
    if (typeof code === 'string' && ENDS.has(code)) this.#endPublication();
    this.listener.status(info);
  }

  /** The server says that it plays a recording. */
  recorded(): void {
    if (!this.#isClosed) this.listener.recorded?.();
  }

  /** The connection is over. */
  connectionClosed(): void {
    if (this.#isClosed) return;
    this.#release();
    this.listener.closed?.();
  }

  #created(id: MessageStreamId): void {
    if (this.#isClosed) return this.owner.delete(this, id);
    this.#id = id;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const action of waiting) this.#do(action);
  }

  #do(action: (link: ServerLink, id: MessageStreamId) => void): void {
    if (this.#isClosed) return;
    const { link } = this.owner;
    if (link !== undefined && this.#id !== undefined) action(link, this.#id);
    else this.#waiting.push(action);
  }

  #beginPublication(): void {
    const { link } = this.owner;
    if (link === undefined || this.#id === undefined || !this.#isAsking) return;
    this.#isAsking = false;
    this.#publication = new OutgoingPublication(link, this.#id, this.#buffer, () => this.owner.tooSlow());
    this.#joined = this.#join?.(this.#publication);
  }

  #endPublication(): void {
    this.#joined?.leave();
    this.#joined = undefined;
    this.#publication = undefined;
    this.#isAsking = false;
  }

  #playStatus(message: RtmpMessage): void {
    const [, info] = this.owner.readData(message);
    if (info instanceof AmfObject) this.listener.playStatus?.(info);
  }

  #release(): void {
    this.#isClosed = true;
    this.#waiting = [];
    this.#endPublication();
  }
}

/** `reset` as it is written. */
const RESETS = [false, true, 2, 3] as const;

/** After these the server takes nothing more. */
const ENDS: ReadonlySet<string> = new Set([
  'NetStream.Unpublish.Success',
  'NetStream.Publish.BadName',
  'NetStream.Publish.Denied',
  'NetStream.Failed',
]);
