import type { StreamName } from '../application/stream-name.js';
import { liveName } from '../application/stream-name.js';
import type { MediaBatch } from '../media/media-batch.js';
import type { OutgoingMeans } from '../netconnection/client/outgoing-connection.js';
import { OutgoingConnection } from '../netconnection/client/outgoing-connection.js';
import { playRemote } from '../netconnection/client/play-remote.js';
import type { RtmpAddress } from '../netconnection/client/rtmp-address.js';
import type { MessageSink } from '../stream/message-sink.js';
import { isMetadata } from '../stream/slate-metadata.js';
import type { OriginStreamListener } from './media-origin.js';

interface Entry {
  readonly connection: OutgoingConnection;
  streams: number;
}

/**
 * The live streams of origins that speak RTMP and nothing else. They are played over connections of the edge's own, one
 * for each application instance there.
 */
export class RtmpLive {
  /** By address. */
  readonly #connections = new Map<string, Entry>();

  /** Plays a live stream; left, and heard, as MediaOrigin.play. */
  play(means: OutgoingMeans, address: RtmpAddress, stream: StreamName, listener: OriginStreamListener): () => void {
    const entry = this.#connection(means, address);
    entry.streams++;
    let isOver = false;
    const over = (): void => {
      if (isOver) return;
      isOver = true;
      entry.streams--;
      if (entry.streams > 0) return;
      this.#forget(address, entry);
      entry.connection.close();
    };
    const sink = new ListenerSink(listener, over);
    const joined = playRemote(entry.connection, { name: liveName(stream), start: 'live' }, sink);
    return () => {
      sink.silence();
      joined.leave();
      over();
    };
  }

  #connection(means: OutgoingMeans, address: RtmpAddress): Entry {
    const known = this.#connections.get(address.tcUrl);
    if (known !== undefined) return known;
    const connection = new OutgoingConnection({ address, objectEncoding: 0 }, means, {
      status: () => {
        if (connection.isClosed) this.#forget(address, entry);
      },
      call: () => Promise.resolve({ answer: 'absent' }),
    });
    const entry: Entry = { connection, streams: 0 };
    this.#connections.set(address.tcUrl, entry);
    return entry;
  }

  #forget({ tcUrl }: RtmpAddress, entry: Entry): void {
    if (this.#connections.get(tcUrl) === entry) this.#connections.delete(tcUrl);
  }
}

/** What {@link playRemote} plays into. */
class ListenerSink implements MessageSink {
  readonly clientId = undefined;
  readonly address = undefined;
  readonly queuedBytes = 0;
  #listener: OriginStreamListener | undefined;

  constructor(
    listener: OriginStreamListener,
    private readonly over: () => void,
  ) {
    this.#listener = listener;
  }

  silence(): void {
    this.#listener = undefined;
  }

  published(): void {
    this.#listener?.published();
  }

  unpublished(): void {
    this.#listener?.unpublished();
  }

  write({ messages }: MediaBatch): void {
    for (const message of messages) {
      if (isMetadata(message)) this.#listener?.dataFrame('onMetaData', message);
      else this.#listener?.media(message);
    }
  }

  ended(): void {
    const listener = this.#listener;
    this.silence();
    this.over();
    listener?.ended('the origin plays it no more, or the connection to it is over');
  }
}
