import type { StreamName } from '../application/stream-name.js';
import { liveName } from '../application/stream-name.js';
import type { MediaBatch } from '../media/media-batch.js';
import type { OutgoingMeans } from '../netconnection/client/outgoing-connection.js';
import { OutgoingConnection } from '../netconnection/client/outgoing-connection.js';
import type { RemoteItem } from '../netconnection/client/outgoing-stream.js';
import { playRemote } from '../netconnection/client/play-remote.js';
import type { RtmpAddress } from '../netconnection/client/rtmp-address.js';
import type { MessageSink } from '../stream/message-sink.js';
import { isMetadata } from '../stream/slate-metadata.js';
import type { OriginStreamListener } from './media-origin.js';

/**
 * Plays a live stream of an origin that speaks RTMP and nothing else; left, and heard, as MediaOrigin.play. Each stream
 * has a connection of its own: nginx-rtmp knows one stream of a connection, whatever it is asked.
 *
 * @param isFetched asked where the origin has a recording of that name, and nothing live: whether it is had as such. One
 *   that is not is played as if it were live
 * @param lost told, before the listener, when it ended because the connection did: the origin itself may be gone
 */
export function playByRtmp(
  means: OutgoingMeans,
  address: RtmpAddress,
  stream: StreamName,
  listener: OriginStreamListener,
  isFetched: () => Promise<boolean> = () => Promise.resolve(false),
  lost: () => void = () => undefined,
): () => void {
  const name = liveName(stream);
  let isLeft = false;
  const play = (start: 'any' | 'live', recorded?: () => void): (() => void) =>
    playOnce(means, address, { name, start }, listener, lost, recorded);
  const decide = (isHad: boolean): void => {
    if (isLeft) return;
    if (isHad) listener.unpublished();
    // Somebody may publish it yet. A server that sends the recording whatever it is asked has nothing more to say.
    leave = isHad ? play('live', () => leave()) : play('any');
  };
  const foundRecording = (): void => {
    leave();
    isFetched().then(decide, () => decide(false));
  };
  let leave = play('any', foundRecording);
  return () => {
    isLeft = true;
    leave();
  };
}

function playOnce(
  means: OutgoingMeans,
  address: RtmpAddress,
  item: RemoteItem,
  listener: OriginStreamListener,
  lost: () => void,
  recorded?: () => void,
): () => void {
  const connection = new OutgoingConnection({ address, objectEncoding: 0 }, means, {
    status: () => undefined,
    call: () => Promise.resolve({ answer: 'absent' }),
  });
  const over = (): void => {
    if (connection.isClosed) lost();
    connection.close();
  };
  const sink = new ListenerSink(listener, over);
  const joined = playRemote(connection, item, sink, undefined, recorded);
  return () => {
    sink.silence();
    joined.leave();
    connection.close();
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
