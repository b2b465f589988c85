import type { ApplicationInstance } from '../application/application-instance.js';
import { liveName, parseStreamName } from '../application/stream-name.js';
import type { LinkStream } from '../link/link-stream.js';
import type { Logger } from '../log/logger.js';
import type { MediaBatch } from '../media/media-batch.js';
import type { MessageSink, PlayerEnd } from '../stream/message-sink.js';
import { linkedMedia, LiveWord } from './live-wire.js';
import type { RemotePlace } from './media-header.js';
import { decodeMediaHeader } from './media-header.js';

/** What the services of an origin need. */
export interface MediaServiceMeans {
  /** The instance there, started if need be; undefined if there is none that an edge may have. */
  find(place: RemotePlace): Promise<ApplicationInstance | undefined>;
  readonly logger: Logger;
}

/** Bytes of a message from which on a batch is sent in several. */
const MAX_BATCH = 4 * 1024 * 1024;

/**
 * Plays a live stream to an edge, on a stream of its link. Who plays it there has been asked for: the link itself says
 * that the edge may.
 */
export async function serveLive(stream: LinkStream, edge: string, means: MediaServiceMeans): Promise<void> {
  const header = decodeMediaHeader(stream.header);
  const name = header && parseStreamName(header.stream);
  const instance = header && (await means.find(header));
  if (name === undefined || instance === undefined) return stream.close('not-found');
  if (stream.isClosed) return;
  const live = instance.liveStream(name);
  const sink = new EdgeSink(stream, edge);
  sink.tell(live.publisher !== undefined);
  const player = live.join(sink);
  means.logger.debug('an edge takes a stream', { application: instance.path, stream: liveName(name), edge });
  stream.start({
    message: () => undefined,
    closed: () => {
      live.leave(player);
      instance.publications.left(live);
    },
  });
}

/** An edge among the players of a live stream. */
class EdgeSink implements MessageSink {
  readonly clientId = undefined;

  constructor(
    private readonly stream: LinkStream,
    readonly address: string,
  ) {}

  get queuedBytes(): number {
    return this.stream.queuedBytes;
  }

  tell(isPublished: boolean): void {
    this.stream.write(Uint8Array.of(isPublished ? LiveWord.published : LiveWord.unpublished));
  }

  published(): void {
    this.tell(true);
  }

  unpublished(): void {
    this.tell(false);
  }

  write(batch: MediaBatch): void {
    writeBatch(this.stream, batch);
  }

  ended(why: PlayerEnd): void {
    this.stream.close(why);
  }
}

/** Sends a batch; the same bytes on all links. */
export function writeBatch(stream: LinkStream, batch: MediaBatch): void {
  const encoded = batch.encodedAs(linkedMedia);
  if (encoded.length <= MAX_BATCH) return stream.write(MEDIA, encoded);
  for (const message of batch.messages) stream.write(MEDIA, message.encodedAs(linkedMedia));
}

const MEDIA = Uint8Array.of(LiveWord.media);
