import { lastUpTo } from '../media/last-up-to.js';
import type { MediaFile } from '../media/media-file.js';
import type { MediaMessage } from '../media/media-message.js';
import type { IndexStore, MediaSegment, MediaSource, SeekPoint } from '../media/media-source.js';
import type { FlvSearch } from './find-key-frame.js';
import { findKeyFrame } from './find-key-frame.js';
import type { FlvHead } from './flv-head.js';
import { readFlvHead } from './flv-head.js';
import type { FlvIndex, TagPlace } from './flv-index.js';
import { indexMemory } from './flv-index.js';
import { encodeFlvIndex } from './flv-index-bytes.js';
import { toldDuration, toldKeyFrames } from './flv-metadata.js';
import { FlvSetup } from './flv-setup.js';
import { readFlvTail } from './flv-tail.js';
import { FlvTimeline } from './flv-timeline.js';
import { indexFlv } from './index-flv.js';
import { presentMetadata } from './present-metadata.js';
import { readSegment } from './read-segment.js';
import type { RecordedKeyFrame } from './recording-metadata.js';
import { toldRange } from './told-range.js';

export interface FlvSourceParts {
  readonly head: FlvHead;
  readonly index: FlvIndex | undefined;
  readonly store: IndexStore | undefined;
  readonly smallFile: number;
}

/** A duration that the file tells is believed up to so many milliseconds after its last frame. */
const LONGEST_END = 5000;

/** So much more than the last segment had is read for the next, because those with key frames are larger. */
const HEADROOM = 1.25;
/** The metadata of the file is kept as it stands there and as values, which take several times that. */
const METADATA_MEMORY = 5;

/** Milliseconds that a segment has, about. */
const SEGMENT = 1000;

const LEAST_READ = 16 * 1024;
const MOST_READ = 256 * 1024;

/** An FLV file as recorded media; `openFlv` makes it. */
export class FlvSource implements MediaSource {
  readonly format = 'flv';
  metadata: readonly MediaMessage[] = [];
  readonly #store: IndexStore | undefined;
  readonly #setup: FlvSetup;
  readonly #smallFile: number;
  #head: FlvHead;
  #index: FlvIndex | undefined;
  #timeline: FlvTimeline;
  #duration: number | undefined;
  #settling: Promise<void> | undefined;
  #isSettled: boolean;
  #indexing: Promise<FlvIndex> | undefined;
  #expected = 64 * 1024;

  constructor(
    private readonly file: MediaFile,
    { head, index, store, smallFile }: FlvSourceParts,
  ) {
    this.#head = head;
    this.#index = index;
    this.#timeline = index?.timeline ?? new FlvTimeline(head.base ?? 0);
    this.#store = store;
    this.#smallFile = smallFile;
    this.#setup = new FlvSetup(file);
    this.#isSettled = index !== undefined;
  }

  get videoCodec() {
    return this.#head.format.video?.codec;
  }

  get audioCodec() {
    return this.#head.format.audio?.codec;
  }

  get isGrowing(): boolean {
    return this.file.isGrowing;
  }

  get byteLength(): number {
    const told = (this.#head.metadata?.payload.length ?? 0) * METADATA_MEMORY;
    const shown = this.metadata.reduce((sum, { payload }) => sum + payload.length, 0);
    return told + shown + (this.#index === undefined ? 0 : indexMemory(this.#index));
  }

  /** Finds out what the metadata must say. */
  async open(): Promise<void> {
    if (!this.isGrowing) this.#duration = await this.#knownDuration();
    this.metadata = [presentMetadata(this.#head, this.#duration, this.#index)];
    if (this.#duration) this.#expect((this.file.size * SEGMENT) / Math.max(this.#duration, SEGMENT));
  }

  async duration(): Promise<number> {
    await this.#prepare();
    if (this.isGrowing) await this.file.refresh();
    if (this.isGrowing) return (await this.#knownDuration()) ?? 0;
    return (this.#duration ??= (await this.#knownDuration()) ?? (await this.#makeIndex()).duration);
  }

  async seek(time: number): Promise<SeekPoint | undefined> {
    const wanted = time > 0 ? time : 0;
    if (wanted > (await this.duration())) return undefined;
    const found = wanted === 0 ? undefined : await this.#keyFrame(wanted);
    if (found === undefined || found.time === 0) return { position: 0, time: 0, setup: [] };
    const { time: at, offset: position } = found;
    return { position, time: at, setup: await this.#setup.at(this.#configurations(position), at) };
  }

  async segment(position: number): Promise<MediaSegment> {
    await this.#prepare();
    const left = this.#head.metadata?.offset;
    const segment = await readSegment(this.file, this.#timeline, position, left, this.#expected);
    if (segment.next !== undefined) this.#expect(segment.next - position);
    return segment;
  }

  /** A segment has so many bytes: the next probably too. */
  #expect(bytes: number): void {
    this.#expected = Math.min(Math.max(Math.ceil(bytes * HEADROOM), LEAST_READ), MOST_READ);
  }

  /** What must be known before times can be told, so that they stay the same as long as the source is open. */
  async #prepare(): Promise<void> {
    if (this.#isSettled) return;
    this.#settling ??= this.#settle().finally(() => (this.#settling = undefined));
    await this.#settling;
  }

  async #settle(): Promise<void> {
    if (this.isGrowing) {
      if (!this.#head.hasFrames) this.#head = await readFlvHead(this.file);
      this.#timeline = new FlvTimeline(this.#head.base ?? 0);
      this.#isSettled = this.#head.hasFrames;
      return;
    }
    if (this.#index === undefined && this.file.size <= this.#smallFile) {
      this.#index = await this.#makeIndex();
      this.#timeline = this.#index.timeline;
      await this.open();
    }
    this.#isSettled = true;
  }

  /** Reads all of the file: once for all who wait for it. */
  #makeIndex(): Promise<FlvIndex> {
    this.#indexing ??= this.#readIndex().finally(() => (this.#indexing = undefined));
    return this.#indexing;
  }

  async #readIndex(): Promise<FlvIndex> {
    const index = await indexFlv(this.file);
    // Whoever waits to play does not wait for this.
    if (!this.isGrowing) void this.#store?.save(this.file.version, encodeFlvIndex(index));
    return index;
  }

  /** By the index or the last frames, and what the file tells if it agrees with them; undefined if there are none. */
  async #knownDuration(): Promise<number | undefined> {
    const dataOnly = !this.#head.hasFrames;
    const last = this.#index ?? (await readFlvTail(this.file, this.#timeline, dataOnly));
    if (last === undefined) return undefined;
    const told = this.#head.metadata && toldDuration(this.#head.metadata);
    const agrees = told !== undefined && told >= last.lastTime && told <= last.lastTime + LONGEST_END;
    return agrees && !this.isGrowing ? told : last.duration;
  }

  async #keyFrame(time: number): Promise<RecordedKeyFrame | undefined> {
    const index = this.#index;
    const search: FlvSearch = { file: this.file, timeline: this.#timeline, wants: this.#wanted };
    if (index === undefined) {
      const told = this.#head.metadata === undefined ? [] : toldKeyFrames(this.#head.metadata);
      return findKeyFrame(search, await toldRange(this.file, this.#timeline, told, time), time);
    }
    const point = lastUpTo(index.points, ({ time }) => time, time);
    if (index.isComplete) return point;
    const to = index.points.find((next) => next.time > time + 1000)?.offset ?? this.file.size;
    return (await findKeyFrame(search, { from: point?.offset ?? 0, to }, time)) ?? point;
  }

  get #wanted(): FlvSearch['wants'] {
    if (this.#index?.hasVideo ?? this.#head.hasVideo) return 'key-frame';
    return this.#head.hasFrames ? 'frame' : 'data';
  }

  #configurations(position: number): readonly TagPlace[] {
    const index = this.#index;
    if (index === undefined) return this.#head.configurations.filter(({ offset }) => offset < position);
    return lastUpTo(index.setups, ({ offset }) => offset, position - 1)?.tags ?? [];
  }
}
