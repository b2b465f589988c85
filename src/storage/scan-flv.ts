import type { FileHandle } from 'node:fs/promises';
import type { AmfValue } from '../amf/value.js';
import { FlvError } from '../flv/flv-error.js';
import { toldKeyFrames } from '../flv/flv-metadata.js';
import { FlvParser } from '../flv/flv-parser.js';
import type { FlvTag } from '../flv/flv-tag.js';
import { BACK_POINTER_SIZE, flvMessage, TAG_HEADER_SIZE } from '../flv/flv-tag.js';
import type { RecordedKeyFrame } from '../flv/recording-metadata.js';
import { classify } from '../media/classify.js';
import { isMetadata, metadataMembers } from '../stream/slate-metadata.js';
import { MediaEnd } from './media-end.js';

const PIECE_SIZE = 256 * 1024;

/** A file of so many bytes is read through. */
const SMALL = 4 * 1024 * 1024;
/** Bytes that are read of each end of a larger one: at the beginning the index is in them. */
const HEAD = 1024 * 1024;
const TAIL = 1024 * 1024;

const NOTHING = new Uint8Array(0);
const KINDS = ['audio', 'video'] as const;

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

/**
 * Finds out what is in a file: of a large one that says itself how large it is, by its two ends, which must fit
 * together; of others by reading all of it once.
 */
export async function scanFlv(handle: FileHandle): Promise<FlvScan> {
  const { size } = await handle.stat();
  const known = size > SMALL ? await scanEnds(handle, size) : undefined;
  return known ?? scanAll(handle);
}

async function scanAll(handle: FileHandle): Promise<FlvScan> {
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

/** Undefined if it takes more to know. */
async function scanEnds(handle: FileHandle, size: number): Promise<FlvScan | undefined> {
  const head = new Scan();
  head.take(await bytesAt(handle, 0, HEAD));
  const begun = head.result(size);
  if (begun.metadata === undefined) return undefined;
  const properties = new Map(begun.metadata.properties);
  const [duration, fileSize] = [properties.get('duration'), properties.get('filesize')];
  if (fileSize !== size || typeof duration !== 'number') return undefined;
  const tail = await bytesAt(handle, size - TAIL, TAIL);
  const first = firstWholeTag(tail);
  if (first === undefined) return undefined;
  const keyFrames = toldKeyFrames({ offset: 0, properties, payload: NOTHING });
  const end = new Scan({ offset: size - TAIL + first, metadata: begun.metadata, keyFrames });
  end.take(tail.subarray(first));
  const scan = end.result(size);
  const isSame =
    scan.state === 'whole' &&
    Math.abs(scan.mediaEnd.time - duration * 1000) <= 1 &&
    KINDS.every((kind) => scan.mediaEnd.has(kind) === begun.mediaEnd.has(kind));
  return isSame ? scan : undefined;
}

/** Goes from tag to tag, by the back pointers, as far as they lead; undefined if the last one leads nowhere. */
function firstWholeTag(tail: Uint8Array): number | undefined {
  const view = new DataView(tail.buffer, tail.byteOffset, tail.length);
  let end = tail.length;
  for (;;) {
    const size = view.getUint32(end - BACK_POINTER_SIZE);
    const offset = end - BACK_POINTER_SIZE - size;
    const isTag = offset >= 0 && (view.getUint32(offset) & 0xffffff) + TAG_HEADER_SIZE === size;
    if (!isTag) return end === tail.length ? undefined : end;
    if (offset < BACK_POINTER_SIZE) return offset;
    end = offset;
  }
}

async function bytesAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}

/** What is known already of what is in front of the place that is read. */
interface Before extends Pick<FlvScan, 'metadata' | 'keyFrames'> {
  readonly offset: number;
}

class Scan {
  readonly #parser: FlvParser;
  readonly #mediaEnd = new MediaEnd();
  readonly #keyFrames: RecordedKeyFrame[];
  #metadata: FlvMetadataPlace | undefined;
  #end = 0;
  #lastTag = 0;
  #tags = 0;
  #endsWithKeyFrame = false;
  #isDamaged = false;

  constructor(private readonly before?: Before) {
    this.#parser = new FlvParser(before === undefined ? {} : { from: { offset: before.offset, is: 'tag' } });
    this.#keyFrames = [...(before?.keyFrames ?? [])];
    this.#metadata = before?.metadata;
  }

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
    if (this.#tags === 1 && this.before === undefined && isMetadata(message)) {
      const properties = metadataMembers(payload) ?? [];
      this.#metadata = { offset: offset + TAG_HEADER_SIZE, size: payload.length, properties };
      return;
    }
    this.#mediaEnd.add(message);
    if (message.kind !== 'video') return;
    this.#endsWithKeyFrame = classify(message).isKeyFrame;
    const isNew = offset > (this.#keyFrames.at(-1)?.offset ?? -1);
    if (this.#endsWithKeyFrame && isNew) this.#keyFrames.push({ time: message.timestamp, offset });
  }
}
