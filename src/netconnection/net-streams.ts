import type { LivePlay, RecordedPlaySnapshot } from '../application/client.js';
import type { MessageStreamId } from '../rtmp/message.js';
import { CONNECTION_STREAM, messageStreamId } from '../rtmp/message.js';
import type { Connection } from './connection.js';
import { NetStream } from './net-stream.js';

/** The NetStreams of one connection, by message stream id. */
export class NetStreams {
  readonly #streams = new Map<MessageStreamId, NetStream>();
  #bufferLength = 0;

  constructor(private readonly connection: Connection) {}

  /** When a player of this connection was last sent media (milliseconds, monotonic); 0 if never. */
  get activeAt(): number {
    let latest = 0;
    for (const stream of this.#streams.values()) latest = Math.max(latest, stream.sentAt);
    return latest;
  }

  get isPublishing(): boolean {
    for (const { publication } of this.#streams.values()) if (publication !== undefined) return true;
    return false;
  }

  /** What is played live. */
  get livePlays(): LivePlay[] {
    const plays: LivePlay[] = [];
    for (const { playback } of this.#streams.values()) {
      const live = playback?.livePlay;
      if (live !== undefined) plays.push(live);
    }
    return plays;
  }

  /** What is played of recorded media. */
  get recordedPlays(): RecordedPlaySnapshot[] {
    const plays: RecordedPlaySnapshot[] = [];
    for (const { playback } of this.#streams.values()) {
      const recorded = playback?.recorded;
      if (recorded !== undefined) plays.push(recorded);
    }
    return plays;
  }

  find(id: MessageStreamId): NetStream | undefined {
    return this.#streams.get(id);
  }

  /** A new stream with the lowest free id from 1; undefined if there are as many as there may be. */
  create(maxStreams: number): NetStream | undefined {
    if (this.#streams.size >= maxStreams || !this.connection.instance.netStreams.enter()) return undefined;
    let id = messageStreamId(1);
    while (this.#streams.has(id)) id = messageStreamId(id + 1);
    const stream = new NetStream(id, this.connection, this.#bufferLength);
    this.#streams.set(id, stream);
    return stream;
  }

  /**
   * The client wants so many milliseconds buffered in one stream. Message stream 0 stands for all of them, those
   * that it has yet to create included: rtmpdump says it before it has any.
   */
  setBufferLength(id: MessageStreamId, milliseconds: number): void {
    if (id !== CONNECTION_STREAM) return this.find(id)?.setBufferLength(milliseconds);
    this.#bufferLength = milliseconds;
    for (const stream of this.#streams.values()) stream.setBufferLength(milliseconds);
  }

  /** @param lost the client went without a word */
  delete(id: MessageStreamId, lost = false): void {
    this.#streams.get(id)?.close(lost);
    if (this.#streams.delete(id)) this.connection.instance.netStreams.leave();
  }

  /** The client is gone. */
  closeAll(): void {
    for (const id of [...this.#streams.keys()]) this.delete(id, true);
  }
}
