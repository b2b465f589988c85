import type { FileHandle } from 'node:fs/promises';
import type { AmfValue } from '../amf/value.js';
import { FlvError } from '../flv/flv-error.js';
import { FlvParser } from '../flv/flv-parser.js';
import type { FlvTag } from '../flv/flv-tag.js';
import { BACK_POINTER_SIZE, flvMessage, TAG_HEADER_SIZE } from '../flv/flv-tag.js';
import type { RecordedKeyFrame } from '../flv/recording-metadata.js';
import { classify } from '../media/classify.js';
import { isMetadata, metadataMembers } from '../stream/slate-metadata.js';
import { MediaEnd } from './media-end.js';

const PIECE_SIZE = 256 * 1024;

/** What there is in an FLV file. */
export interface FlvScan {
  /** `damaged`: garbage between its tags, or so much of it that nothing was read behind it. */
  readonly state: 'whole' | 'cut-off' | 'damaged' | 'not-flv';
  /** Bytes of the file, and those up to the end of its last tag, with its back pointer. */
  readonly size: number;
  readonly end: number;
  /** Where its last tag begins. */
  readonly lastTag: number;
  readonly mediaEnd: MediaEnd;
  readonly endsWithKeyFrame: boolean;
  readonly keyFrames: readonly RecordedKeyFrame[];
  /** The payload of the onMetaData that it begins with. */
  readonly metadata: FlvMetadataPlace | undefined;
}

export interface FlvMetadataPlace {
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly size: number;
  readonly properties: readonly (readonly [string, AmfValue])[];
}

/** Reads all of a file once, from its beginning to its end. */
export async function scanFlv(handle: FileHandle): Promise<FlvScan> {
  const scan = new Scan();
  const piece = new Uint8Array(PIECE_SIZE);
  let size = 0;
  for (;;) {
    const { bytesRead } = await handle.read(piece, 0, PIECE_SIZE, size);
    if (bytesRead === 0) break;
    size += bytesRead;
    if (!scan.take(piece.subarray(0, bytesRead))) break;
  }
  return scan.result((await handle.stat()).size);
}

class Scan {
  readonly #parser = new FlvParser();
  readonly #mediaEnd = new MediaEnd();
  readonly #keyFrames: RecordedKeyFrame[] = [];
  #metadata: FlvMetadataPlace | undefined;
  #end = 0;
  #lastTag = 0;
  #tags = 0;
  #endsWithKeyFrame = false;
  #isDamaged = false;

  /** False if it makes no sense to go on. */
  take(bytes: Uint8Array): boolean {
    this.#parser.receive(bytes);
    return this.#read();
  }

  result(size: number): FlvScan {
    const garbage = this.#parser.skippedBytes;
    this.#parser.finish();
    this.#read();
    const isDamaged = this.#isDamaged || garbage > 0;
    const state = this.#tags === 0 ? 'not-flv' : isDamaged ? 'damaged' : this.#end === size ? 'whole' : 'cut-off';
    return {
      state,
      size,
      end: this.#end,
      lastTag: this.#lastTag,
      mediaEnd: this.#mediaEnd,
      endsWithKeyFrame: this.#endsWithKeyFrame,
      keyFrames: this.#keyFrames,
      metadata: this.#metadata,
    };
  }

  #read(): boolean {
    try {
      for (let tag = this.#parser.read(); tag !== undefined; tag = this.#parser.read()) this.#note(tag);
      return true;
    } catch (error) {
      if (!(error instanceof FlvError)) throw error;
      this.#isDamaged = true;
      return false;
    }
  }

  #note(tag: FlvTag): void {
    const message = flvMessage(tag);
    const { offset, payload } = tag;
    this.#end = offset + TAG_HEADER_SIZE + payload.length + BACK_POINTER_SIZE;
    this.#lastTag = offset;
    this.#tags++;
    if (this.#tags === 1 && isMetadata(message)) {
      const properties = metadataMembers(payload) ?? [];
      this.#metadata = { offset: offset + TAG_HEADER_SIZE, size: payload.length, properties };
      return;
    }
    this.#mediaEnd.add(message);
    if (message.kind !== 'video') return;
    this.#endsWithKeyFrame = classify(message).isKeyFrame;
    if (this.#endsWithKeyFrame) this.#keyFrames.push({ time: message.timestamp, offset });
  }
}
