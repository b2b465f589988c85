import type { LinkStream } from '../link/link-stream.js';
import { isMetadata } from '../stream/slate-metadata.js';
import { LiveWord, readLinkedMedia } from './live-wire.js';
import type { OriginStreamListener } from './media-origin.js';

/**
 * Plays a live stream of an origin from the other end of a link.
 *
 * @param stream of the kind `play`
 * @returns by which it is left; the listener hears nothing more
 */
export function playLinked(stream: LinkStream, listener: OriginStreamListener): () => void {
  let isOver = false;
  stream.start({
    message: (message) => {
      if (!isOver) hear(message, listener);
    },
    closed: (reason) => {
      if (!isOver) listener.ended(reason);
      isOver = true;
    },
  });
  return () => {
    isOver = true;
    stream.close('left');
  };
}

/** What stands in no place of the protocol comes from a newer server, and is passed over. */
function hear(message: Uint8Array, listener: OriginStreamListener): void {
  switch (message[0]) {
    case LiveWord.published:
      return listener.published();
    case LiveWord.unpublished:
      return listener.unpublished();
    case LiveWord.media:
      for (const media of readLinkedMedia(message)) {
        if (isMetadata(media)) listener.dataFrame('onMetaData', media);
        else listener.media(media);
      }
      return;
    default:
      return;
  }
}
