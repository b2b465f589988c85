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

/**
 * Plays a live stream of an origin that speaks RTMP and nothing else; left, and heard, as MediaOrigin.play. Each stream
 * has a connection of its own: nginx-rtmp knows one stream of a connection, whatever it is asked.
 */
export function playByRtmp(
  means: OutgoingMeans,
  address: RtmpAddress,
  stream: StreamName,
  listener: OriginStreamListener,
): () => void {
  const connection = new OutgoingConnection({ address, objectEncoding: 0 }, means, {
    status: () => undefined,
    call: () => Promise.resolve({ answer: 'absent' }),
  });
  const over = (): void => connection.close();
  const sink = new ListenerSink(listener, over);
  const joined = playRemote(connection, { name: liveName(stream), start: 'live' }, sink);
  return () => {
    sink.silence();
    joined.leave();
    over();
  };
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
