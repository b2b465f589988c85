import type { PlainRecord } from '../protocol/bytes.js';
import { asText } from './as-text.js';
import type { AscRuntime } from './asc-runtime.js';
import { NetConnection } from './net-connection-class.js';
import { Stream } from './stream-class.js';

/** What publishing streams have in common. */
export interface NetStreamMeans {
  readonly runtime: AscRuntime;
  readonly streams: Map<number, NetStream>;
  nextNumber(): number;
}

type PublishMode = 'live' | 'record' | 'append' | 'appendWithGap';

const modes: ReadonlySet<unknown> = new Set<PublishMode>(['live', 'record', 'append', 'appendWithGap']);

/** `NetStream` of server-side ActionScript: publishes a stream of this instance to another server. It cannot play. */
export class NetStream {
  // Of groups of peers, which there are none of; kept as scripts set them.
  dataReliable = true;
  audioReliable = true;
  videoReliable = true;
  multicastInfo: unknown = null;
  multicastPushNeighborLimit = 4;
  multicastWindowDuration = 8;
  multicastRelayMarginDuration = 2;
  multicastAvailabilityUpdatePeriod = 0.2;
  multicastFetchPeriod = 2.5;
  multicastAvailabilitySendToAll = false;
  readonly #means: NetStreamMeans;
  readonly #number: number;
  #bufferTime = 0;

  constructor(means: NetStreamMeans, connection: unknown, groupSpecifier?: unknown) {
    const over = NetConnection.numberOf(connection);
    if (over === undefined) {
      throw new TypeError('new NetStream(connection) needs a NetConnection that has been told to connect by RTMP');
    }
    if (groupSpecifier !== undefined && groupSpecifier !== null) {
      throw new TypeError('new NetStream(connection, group): this server has no groups of peers (RTMFP)');
    }
    this.#means = means;
    this.#number = means.nextNumber();
    means.streams.set(this.#number, this);
    means.runtime.tell('publishing.open', this.#number, over);
  }

  /** Seconds. */
  get bufferTime(): number {
    return this.#bufferTime;
  }

  /** Seconds that were published. */
  get time(): number {
    return this.#means.runtime.nowOr(0, 'publishing.time', this.#number);
  }

  /** @param stream a Stream, from which the media is taken; false: from none */
  attach(stream: unknown): boolean {
    const key = Stream.meansOf(stream)?.key;
    if (key === undefined && stream !== false && stream !== null && stream !== undefined) return false;
    return this.#means.runtime.nowOr(false, 'publishing.attach', this.#number, key);
  }

  /**
   * @param name false ends it
   * @param maxDuration seconds that the other server records, as `Stream.record` has them; it may allow less
   * @param maxSize kilobytes
   */
  publish(name: unknown, mode: unknown = 'live', maxDuration?: unknown, maxSize?: unknown): boolean {
    const { runtime, streams } = this.#means;
    if (name === undefined || name === null || name === false) {
      runtime.tell('publishing.stop', this.#number);
      return true;
    }
    if (!modes.has(mode)) {
      runtime.warn(`NetStream.publish takes "live", "record", "append" or "appendWithGap", not ${asText(mode)}`);
      return false;
    }
    streams.set(this.#number, this);
    const limits = maxSize === undefined ? [maxDuration] : [maxDuration ?? -1, maxSize];
    const given = limits.filter((limit) => limit !== undefined).map((limit) => Number(limit) || 0);
    runtime.tell('publishing.publish', this.#number, asText(name), mode as PublishMode, given);
    return true;
  }

  send(handler: unknown, ...args: unknown[]): boolean {
    const { runtime } = this.#means;
    runtime.tell('publishing.send', this.#number, asText(handler), runtime.values.pack(...args));
    return true;
  }

  setBufferTime(seconds: unknown): void {
    this.#bufferTime = Math.max(Number(seconds) || 0, 0);
    this.#means.runtime.tell('publishing.setBufferTime', this.#number, this.#bufferTime);
  }

  close(): void {
    const { runtime, streams } = this.#means;
    runtime.tell('publishing.close', this.#number);
    streams.delete(this.#number);
  }
}

/** Makes the class of one realm. Answers what tells its objects what the server says of them. */
export function defineNetStream(runtime: AscRuntime): (publishing: number, info: PlainRecord) => void {
  const streams = new Map<number, NetStream>();
  let count = 0;
  const means: NetStreamMeans = { runtime, streams, nextNumber: () => ++count };
  class RealmNetStream extends NetStream {
    constructor(connection?: unknown, groupSpecifier?: unknown) {
      super(means, connection, groupSpecifier);
    }
  }
  runtime.defineClass('NetStream', RealmNetStream);
  runtime.natives.add(NetStream.prototype);
  return (publishing, info) => {
    const stream = streams.get(publishing);
    if (stream !== undefined) runtime.turn(() => runtime.handle(stream, 'onStatus', runtime.plain(info)));
  };
}
