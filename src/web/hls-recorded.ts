import type { HeldMedia } from '../application/media-library.js';
import type { RecordedPiece } from '../hls/recorded-segments.js';
import { makePiece, planPieces } from '../hls/recorded-segments.js';
import type { MediaPlaylist } from '../hls/write-playlist.js';
import type { MediaSource } from '../media/media-source.js';
import { MpegTsMuxer } from '../mpegts/mpeg-ts-muxer.js';
import type { SegmentCache } from '../stream/segment-cache.js';
import type { HlsContent } from './hls-content.js';

/** Where sources are cut, for all who view them. */
const plans = new WeakMap<MediaSource, Promise<readonly RecordedPiece[]>>();

/** What viewers are told before the media was read: bits per second. */
const USUAL_BANDWIDTH = 2_000_000;

/**
 * Recorded media in segments, each made when it is asked for.
 *
 * @param media is released when the viewer leaves
 * @param length milliseconds of a segment
 */
export function hlsRecorded(media: HeldMedia, cache: SegmentCache, length: number): HlsContent {
  const { source } = media;
  const plan = (): Promise<readonly RecordedPiece[]> => {
    const known = plans.get(source);
    if (known !== undefined) return known;
    const planned = planPieces(source, length);
    // What still grows is looked at again the next time.
    if (!source.isGrowing) plans.set(source, planned);
    planned.catch(() => plans.delete(source));
    return planned;
  };
  return {
    variant: { bandwidth: USUAL_BANDWIDTH },
    playlist: async () => playlistOf(await plan()),
    segment: async (sequence) => {
      const piece = (await plan())[sequence];
      if (piece === undefined) return undefined;
      const read = async (position: number) => {
        const { batch, next } = await cache.segment(source, position);
        return { messages: batch.messages, next };
      };
      return makePiece(source, piece, read, new MpegTsMuxer());
    },
    leave: () => media.release(),
  };
}

function playlistOf(pieces: readonly RecordedPiece[]): MediaPlaylist | undefined {
  if (pieces.length === 0) return undefined;
  const entries = pieces.map(({ duration }, i) => ({ uri: `${i}.ts`, duration: duration / 1000 }));
  const targetDuration = Math.max(1, ...entries.map(({ duration }) => Math.round(duration)));
  return { targetDuration, mediaSequence: 0, kind: 'vod', entries };
}
