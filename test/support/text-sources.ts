import { MediaError } from '../../src/media/media-error.js';
import type { MediaFile } from '../../src/media/media-file.js';
import type { MediaFormat, MediaSource } from '../../src/media/media-source.js';
import type { OpenSource, SourceOpeners } from '../../src/storage/source-openers.js';

/** A source that knows nothing but how its file was opened. It says of itself that it takes `5 MiB` if its text does. */
export interface TextSource extends MediaSource {
  readonly openedAs: MediaFormat | 'id3';
  readonly file: MediaFile;
}

/** Opens every file as text; those in which `broken` stands cannot be played. */
export class TextSources implements SourceOpeners {
  /** The content of each file that was opened. */
  readonly opened: string[] = [];
  readonly flv = this.#opener('flv');
  readonly mp4 = this.#opener('mp4');
  readonly mp3 = this.#opener('mp3');
  readonly id3 = this.#opener('id3');

  #opener(openedAs: MediaFormat | 'id3'): OpenSource {
    return async (file) => {
      const text = new TextDecoder().decode(await file.read(0, file.size));
      this.opened.push(text);
      if (text.includes('broken')) throw new MediaError('malformed', `${openedAs} with ${text}`);
      return textSource(openedAs, file, Number(/(\d+) MiB/.exec(text)?.[1] ?? 0) * 1024 * 1024);
    };
  }
}

function textSource(openedAs: MediaFormat | 'id3', file: MediaFile, byteLength: number): TextSource {
  return {
    openedAs,
    file,
    format: openedAs === 'id3' ? 'mp3' : openedAs,
    videoCodec: undefined,
    audioCodec: undefined,
    byteLength,
    metadata: [],
    get isGrowing() {
      return file.isGrowing;
    },
    duration: () => Promise.resolve(0),
    seek: () => Promise.resolve(undefined),
    segment: (position) => Promise.resolve({ position, messages: [], next: undefined }),
  };
}
