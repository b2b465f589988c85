import { MediaError } from '../media/media-error.js';
import type { MediaFile } from '../media/media-file.js';
import type { MediaSource } from '../media/media-source.js';
import { id3Message } from './id3-message.js';
import { readId3 } from './read-id3.js';

/**
 * Opens the ID3 tags of a file alone, as `id3:` asks for them: no messages but `onId3` among the metadata.
 *
 * @throws {MediaError} no-track if there are none
 */
export async function openId3(file: MediaFile): Promise<MediaSource> {
  const { tags } = await readId3(file);
  if (tags.size === 0) throw new MediaError('no-track', 'there are no ID3 tags in the file');
  const message = id3Message(tags);
  return {
    format: 'mp3',
    videoCodec: undefined,
    audioCodec: undefined,
    isGrowing: false,
    byteLength: message.payload.length,
    metadata: [message],
    duration: () => Promise.resolve(0),
    seek: (time) => Promise.resolve(time > 0 ? undefined : { position: 0, time: 0, setup: [] }),
    segment: (position) => Promise.resolve({ position, messages: [], next: undefined }),
  };
}
