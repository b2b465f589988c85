import type { LinkStream } from '../link/link-stream.js';
import type { MediaBatch } from '../media/media-batch.js';
import type { MessageSink, PlayerEnd } from '../stream/message-sink.js';
import type { EndPublication, PublicationListener } from './edge-publication.js';
import { writeBatch } from './live-service.js';
import { decodePublicationWord } from './publication-wire.js';

/**
 * Publishes at an origin at the other end of a link.
 *
 * @param stream of the kind `publish`
 * @returns what ends it
 */
export function publishLinked(stream: LinkStream, listener: PublicationListener): EndPublication {
  const sink = new PublishingSink(stream);
  stream.start({
    message: (message) => hear(message, sink, listener),
    closed: (reason) => listener.lost(reason),
  });
  return (lost) => (lost ? stream.close('lost') : stream.end());
}

function hear(message: Uint8Array, sink: PublishingSink, listener: PublicationListener): void {
  const word = decodePublicationWord(message);
  switch (word?.tell) {
    case 'accepted':
      return listener.accepted(sink);
    case 'refused':
      return listener.refused(word.refusal);
    case 'unknown-client':
      return listener.lost('the origin does not know the client yet');
    case 'recording-started':
      return listener.recording?.recordingStarted();
    case 'recording-refused':
      return listener.recording?.recordingRefused(word.refusal);
    case 'recording-ended':
      return listener.recording?.recordingEnded(word.why);
    case undefined:
      return;
  }
}

/** Brings media to the origin; while the way there is slow it loses frames as a slow player does. */
class PublishingSink implements MessageSink {
  readonly clientId = undefined;
  readonly address = undefined;

  constructor(private readonly stream: LinkStream) {}

  get queuedBytes(): number {
    return this.stream.queuedBytes;
  }

  write(batch: MediaBatch): void {
    writeBatch(this.stream, batch);
  }

  published(): void {
    return;
  }

  unpublished(): void {
    return;
  }

  ended(why: PlayerEnd): void {
    this.stream.close(why);
  }
}
