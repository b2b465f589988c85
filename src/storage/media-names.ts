import type { StreamType } from '../application/stream-name.js';

/** Tried in turn for `mp4:name`. */
const MP4_EXTENSIONS = ['.mp4', '.f4v', '.m4v', '.mov', '.m4a'];
/** Nothing else of a folder is played, whatever is in it. */
const MEDIA_EXTENSIONS = ['.flv', ...MP4_EXTENSIONS, '.f4a', '.3gp', '.3g2', '.qt', '.mp3'];

/**
 * The names that a file of recorded media may have, in the order in which they are tried. A name that already has
 * the extension of media counts as it is: as FMS has it with `mp4:`, and everywhere for the sake of ffmpeg and
 * others, whose users type the name of the file.
 *
 * @param path the name without its prefix
 */
export function mediaFileNames(type: StreamType, path: string): string[] {
  const asGiven = isMediaName(path) ? [path] : [];
  switch (type) {
    case 'flv':
      return [`${path}.flv`, ...asGiven];
    case 'mp4':
      return [...asGiven, ...MP4_EXTENSIONS.map((extension) => path + extension)];
    case 'mp3':
    case 'id3':
      return [`${path}.mp3`, ...asGiven];
    case 'raw':
      return [];
  }
}

/** Whether a file of that name may be recorded media. */
export function isMediaName(name: string): boolean {
  return MEDIA_EXTENSIONS.some((extension) => name.toLowerCase().endsWith(extension));
}
