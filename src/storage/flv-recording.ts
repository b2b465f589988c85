import { concat } from '../bytes/concat.js';
import { encodeFlvTag, flvTags } from '../flv/encode-flv-tag.js';
import { encodeFlvHeader } from '../flv/flv-header.js';
import { TAG_HEADER_SIZE } from '../flv/flv-tag.js';
import type { RecordedKeyFrame } from '../flv/recording-metadata.js';
import { encodeRecordingMetadata, recordingMetadataSize } from '../flv/recording-metadata.js';
import { classify } from '../media/classify.js';
import { MediaMessage } from '../media/media-message.js';
import type { RecordingHead } from '../stream/recording-file.js';
import { metadataMembers } from '../stream/slate-metadata.js';
import { MediaEnd } from './media-end.js';
import type { RecordingFormat } from './recording-format.js';
import type { Patch } from './repair-flv.js';
import { finalPatches } from './repair-flv.js';
import type { FlvMetadataPlace, FlvScan } from './scan-flv.js';

/** Key frames that the index has room for: two hours of one every two seconds. A longer index is thinned out. */
const INDEX_SIZE = 3600;
/** Less is not written over at the end. */
const LEAST_METADATA = 256;
const MAX_METADATA = 256 * 1024;

/** What there is already in a file that is appended to. */
interface Before {
  readonly end: number;
  /** Milliseconds at which the media that is added begins. */
  readonly time: number;
  readonly mediaEnd: MediaEnd;
  readonly keyFrames: readonly RecordedKeyFrame[];
  readonly metadata: FlvMetadataPlace | undefined;
}

/**
 * A recording as FLV. It begins with an onMetaData that has room for duration, size and an index of key frames, which
 * are written over it at the end.
 */
export class FlvRecording implements RecordingFormat {
  readonly keepsBack = false;
  readonly #mediaEnd: MediaEnd;
  #keyFrames: RecordedKeyFrame[];
  #endsWithKeyFrame = false;
  #head: Uint8Array | undefined;
  #size: number;

  private constructor(
    private readonly before: Before,
    head: readonly Uint8Array[],
  ) {
    this.#mediaEnd = before.mediaEnd;
    this.#keyFrames = [...before.keyFrames];
    this.#head = concat([...head]);
    this.#size = before.end + this.#head.length;
  }

  /**
   * A new file.
   *
   * @param indexSize key frames that its index is to have room for
   */
  static begin({ metadata, setup }: RecordingHead, indexSize = INDEX_SIZE): FlvRecording {
    const properties = (metadata && metadataMembers(metadata.payload)) ?? [];
    const size = Math.min(MAX_METADATA, Math.max(LEAST_METADATA, recordingMetadataSize(properties, indexSize)));
    const facts = { properties, duration: 0, fileSize: 0, lastTimestamp: 0, canSeekToEnd: false, keyFrames: [] };
    const tag = encodeFlvTag(new MediaMessage('data', 0, encodeRecordingMetadata(facts, size)));
    const has = (kind: string) => setup.length === 0 || setup.some((message) => message.kind === kind);
    const header = encodeFlvHeader({ hasAudio: has('audio'), hasVideo: has('video') });
    const place = { offset: header.length + TAG_HEADER_SIZE, size, properties };
    const before = { end: 0, time: 0, mediaEnd: new MediaEnd(), keyFrames: [], metadata: place };
    return new FlvRecording(before, [header, tag, ...setup.map((message) => message.encodedAs(flvTags))]);
  }

  /**
   * Goes on behind what was found in a file. Its onMetaData stays the one that it has.
   *
   * @param gap milliseconds between the media that is there and that which comes
   */
  static goOn(scan: FlvScan, { setup }: RecordingHead, gap: number): FlvRecording {
    const { end, mediaEnd, keyFrames, metadata } = scan;
    const time = mediaEnd.time + gap;
    return new FlvRecording(
      { end, time, mediaEnd, keyFrames, metadata },
      setup.map((message) => encodeFlvTag(message.at(time))),
    );
  }

  get duration(): number {
    return this.#mediaEnd.time;
  }

  /** @param tag the message as it goes into the file, if not as others would write it */
  add(message: MediaMessage, tag?: Uint8Array): Uint8Array[] {
    const placed = message.at(message.timestamp + this.before.time);
    if (placed.kind === 'video') this.#noteKeyFrame(placed);
    this.#mediaEnd.add(placed);
    const bytes = tag ?? placed.encodedAs(flvTags);
    this.#size += bytes.length;
    const head = this.#head;
    this.#head = undefined;
    return head === undefined ? [bytes] : [head, bytes];
  }

  flush(): Uint8Array[] {
    return [];
  }

  tail(): Uint8Array[] {
    return [];
  }

  patches(size: number): Patch[] {
    return finalPatches({
      size,
      metadata: this.before.metadata,
      mediaEnd: this.#mediaEnd,
      endsWithKeyFrame: this.#endsWithKeyFrame,
      keyFrames: this.#keyFrames,
    });
  }

  #noteKeyFrame(message: MediaMessage): void {
    this.#endsWithKeyFrame = classify(message).isKeyFrame;
    if (!this.#endsWithKeyFrame) return;
    this.#keyFrames.push({ time: message.timestamp, offset: this.#size });
    if (this.#keyFrames.length > 8 * INDEX_SIZE) this.#keyFrames = this.#keyFrames.filter((_, i) => i % 2 === 0);
  }
}
