import { classify } from '../media/classify.js';
import type { MediaSource } from '../media/media-source.js';
import type { SegmentCache } from './segment-cache.js';

/** Segments to look through: minutes of media. Who has fewer key frames cannot be switched to. */
const MAX_SEGMENTS = 120;

/**
 * The time of the first key frame after `time` (milliseconds of the media), or of the first frame where there are no
 * pictures; undefined if there is none. Rejects as the source does.
 */
export async function nextKeyFrame(
  source: MediaSource,
  cache: SegmentCache,
  time: number,
): Promise<number | undefined> {
  const point = await source.seek(time);
  let position = point?.position;
  for (let count = 0; count < MAX_SEGMENTS && position !== undefined; count++) {
    const segment = await cache.segment(source, position);
    for (const message of segment.batch.messages) {
      const { isFrame, isKeyFrame } = classify(message);
      const isPlace = source.videoCodec === undefined ? isFrame : isKeyFrame;
      if (isPlace && message.timestamp > time) return message.timestamp;
    }
    position = segment.next;
  }
  return undefined;
}
