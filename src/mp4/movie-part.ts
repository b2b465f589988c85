import { MediaError } from '../media/media-error.js';
import type { MediaFile } from '../media/media-file.js';
import { FileWindow } from './file-window.js';
import type { Mp4Options } from './mp4-options.js';
import { LONG_BOX_HEADER, readBoxHeader } from './read-box.js';
import type { Mp4Movie } from './read-movie.js';
import { readMovie } from './read-movie.js';

/** A box of a file that is all there. */
export interface WholeBox {
  readonly type: string;
  readonly offset: number;
  /** Of its body. */
  readonly bodyOffset: number;
  readonly end: number;
}

/** One of the files that a movie is put together of: its header, and its boxes one after another. */
export class MoviePart {
  readonly #window: FileWindow;

  private constructor(
    readonly file: MediaFile,
    private readonly options: Mp4Options,
    readonly movie: Mp4Movie,
    /** Where its header ends. */
    readonly headerEnd: number,
  ) {
    this.#window = new FileWindow(file);
  }

  /** @throws {MediaError} for a file without a header, or with one that is too large */
  static async open(file: MediaFile, options: Mp4Options): Promise<MoviePart> {
    const window = new FileWindow(file);
    for await (const box of wholeBoxes(window, 0)) {
      if (box.type !== 'moov') continue;
      return new MoviePart(file, options, readMovie(await bodyOf(window, box, options)), box.end);
    }
    throw new MediaError('truncated', 'no header of a movie');
  }

  get isFragmented(): boolean {
    return this.movie.fragmentDefaults !== undefined;
  }

  /** Its boxes, of which one that is cut off is none, nor is what is behind it. */
  boxes(): AsyncGenerator<WholeBox, void, undefined> {
    return wholeBoxes(this.#window, 0);
  }

  /** @throws {MediaError} for one that is larger than it may be */
  body(box: WholeBox): Promise<Uint8Array> {
    return bodyOf(this.#window, box, this.options);
  }
}

async function* wholeBoxes(window: FileWindow, from: number): AsyncGenerator<WholeBox, void, undefined> {
  const { size: fileSize } = window.file;
  for (let offset = from; offset + 8 <= fileSize;) {
    const bytes = await window.read(offset, LONG_BOX_HEADER);
    const isLong = bytes[3] === 1 && bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0;
    if (isLong && bytes.length < LONG_BOX_HEADER) return;
    const { type, headerSize, size = fileSize - offset } = readBoxHeader(bytes);
    const end = offset + size;
    if (end > fileSize) return;
    yield { type, offset, bodyOffset: offset + headerSize, end };
    offset = end;
  }
}

async function bodyOf(
  window: FileWindow,
  { type, bodyOffset, end }: WholeBox,
  options: Mp4Options,
): Promise<Uint8Array> {
  const size = end - bodyOffset;
  if (size > options.maxHeaderSize) throw new MediaError('malformed', `box ${type} of ${size} bytes`);
  return new Uint8Array(await window.read(bodyOffset, size));
}
