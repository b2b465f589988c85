import type { AudioCodec } from '../media/audio-codec.js';
import type { VideoCodec } from '../media/video-codec.js';

/**
 * What became of a message:
 * - `taken`: it is in the file, or there is nothing in it for a file
 * - `left-out`: it is of a track that is not in the file, because MP4 does not have its codec (`unsupported`) or its
 *   configuration cannot be read (`malformed`). Said once for each track; what else the message holds was taken
 * - `no-track`: as `left-out`, and nothing else came that could be written. Said for every message as long as that is so
 * - `codec-changed`, `late-track`: an MP4 says at its beginning what it holds, so that this needs a new file. The
 *   message was not taken: the file is to be finished, and this message to be the first of the next one
 */
export type Mp4Verdict =
  | { readonly kind: 'taken' }
  | ({ readonly kind: 'left-out'; readonly reason: 'unsupported' | 'malformed' } & Mp4Track)
  | ({ readonly kind: 'no-track' | 'codec-changed' | 'late-track' } & Mp4Track);

/** A track of the stream. */
export interface Mp4Track {
  /** As `video:0` and `audio:1`: its kind, and its id in multitrack messages. */
  readonly track: string;
  readonly codec: VideoCodec | AudioCodec;
}

export const TAKEN: Mp4Verdict = { kind: 'taken' };
