import { classify } from '../media/classify.js';
import { MediaError } from '../media/media-error.js';
import type { MediaFile } from '../media/media-file.js';
import type { MediaFormat } from '../media/media-format.js';
import { MediaFormatTracker } from '../media/media-format-tracker.js';
import type { MediaMessage } from '../media/media-message.js';
import type { TagPlace } from './flv-index.js';
import type { FlvMetadata } from './flv-metadata.js';
import { readFlvMetadata } from './flv-metadata.js';
import type { FlvTag } from './flv-tag.js';
import { flvMessage } from './flv-tag.js';
import { FlvTagReader } from './flv-tag-reader.js';
import { fromBase, hasMediaTime } from './flv-timeline.js';

/** Bytes to read at the beginning of a file; more only if there is no whole tag in them. */
const HEAD = 1024 * 1024;

/** The first frame in the file is not always the first in time: so many milliseconds before it another one may be. */
const DISORDER = 10_000;

/** Each of them is read when somebody seeks. */
const MAX_CONFIGURATIONS = 256;

/** What the beginning of a file tells. */
export interface FlvHead {
  readonly format: MediaFormat;
  readonly metadata: FlvMetadata | undefined;
  /** Timestamp of the earliest frame, or of the first tag if there are none. Undefined if nothing has come yet. */
  readonly base: number | undefined;
  readonly hasVideo: boolean;
  readonly hasFrames: boolean;
  /** Sequence headers and other configurations. */
  readonly configurations: readonly TagPlace[];
}

/**
 * Reads the beginning of a file: up to the first frames of both kinds and the metadata before them, or to
 * {@link HEAD}.
 *
 * @throws {MediaError} no-track if there are no tags, and the file does not grow; malformed if it is no FLV;
 *   unsupported if all is encrypted
 */
export async function readFlvHead(file: MediaFile): Promise<FlvHead> {
  const reader = new FlvTagReader(file, { waits: true });
  const seen = new Seen();
  do {
    for (let tag = reader.read(); tag !== undefined; tag = reader.read()) {
      seen.accept(tag);
      if (seen.isEnough) return seen.head();
    }
  } while ((reader.offset < HEAD || seen.tags === 0) && (await reader.more()));
  if (seen.tags > 0 && (seen.tags > seen.encrypted || file.isGrowing)) return seen.head();
  if (seen.encrypted > 0) throw new MediaError('unsupported', 'all tags of the FLV file are encrypted');
  if (reader.error !== undefined) throw new MediaError('malformed', reader.error.message, { cause: reader.error });
  if (!file.isGrowing) throw new MediaError('no-track', 'there is no whole tag in the FLV file');
  return seen.head();
}

class Seen {
  readonly #formats = new MediaFormatTracker();
  readonly #configurations: TagPlace[] = [];
  #metadata: FlvMetadata | undefined;
  #first: number | undefined;
  #base: number | undefined;
  #hasVideo = false;
  #hasAudio = false;
  tags = 0;
  encrypted = 0;

  get isEnough(): boolean {
    return this.#hasAudio && this.#hasVideo;
  }

  accept(tag: FlvTag): void {
    this.tags++;
    if (tag.filtered) {
      this.encrypted++;
      return;
    }
    const message = flvMessage(tag);
    this.#first ??= tag.timestamp;
    this.#formats.accept(message);
    if (hasMediaTime(message)) this.#frame(message);
    else if (message.kind === 'data') this.#metadata ??= readFlvMetadata(tag);
    else if (classify(message).isConfiguration && this.#configurations.length < MAX_CONFIGURATIONS) {
      this.#configurations.push({ offset: tag.offset, size: tag.payload.length });
    }
  }

  head(): FlvHead {
    return {
      format: this.#formats.format,
      metadata: this.#metadata,
      base: this.#base ?? this.#first,
      hasVideo: this.#hasVideo,
      hasFrames: this.#base !== undefined,
      configurations: this.#configurations,
    };
  }

  #frame({ kind, timestamp }: MediaMessage): void {
    if (kind === 'video') this.#hasVideo = true;
    else this.#hasAudio = true;
    const before = this.#base === undefined ? 0 : fromBase(timestamp, this.#base);
    if (this.#base === undefined || (before < 0 && before > -DISORDER)) this.#base = timestamp;
  }
}
