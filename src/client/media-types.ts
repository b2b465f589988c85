import type { AudioFormat, VideoFormat } from '../media/media-format.js';

/** MP3 without a container, which browsers take: in an MP4 only Firefox does. */
const BARE = 'audio/mpeg';

/** The MIME types by which Media Source may know a track, the best first. */
export function mediaTypes(kind: 'audio' | 'video', { codec, codecString }: AudioFormat | VideoFormat): string[] {
  if (codec === 'mp3' || codec === 'mp3-8k') return [BARE, 'audio/mp4; codecs="mp3"'];
  return [`${kind}/mp4; codecs="${codecString}"`];
}

/** Whether frames go into a SourceBuffer as they are. */
export function isBare(type: string): boolean {
  return type === BARE;
}
