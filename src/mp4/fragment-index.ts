import { MediaError } from '../media/media-error.js';
import type { FileWindow } from './file-window.js';
import type { Mp4Options } from './mp4-options.js';
import { LONG_BOX_HEADER, readBoxHeader } from './read-box.js';
import type { BoxHeader } from './read-box.js';
import type { FragmentedTrack } from './read-fragment.js';
import { FragmentReader, readFirstTimes } from './read-fragment.js';
import type { SampleIndex } from './sample-index.js';
import type { SampleList } from './sample-list.js';

/** Tracks may be in fragments of their own; after as many it is known when each begins. */
const FIRST_FRAGMENTS = 8;

interface FoundBox extends BoxHeader {
  readonly offset: number;
  /** Where the next box begins. */
  readonly end: number;
}

/**
 * The samples of a fragmented file, which is walked from fragment to fragment as far as somebody wants to play. What is
 * broken ends it. In a file that still grows a fragment counts once the box behind it, its media, is whole.
 */
export class FragmentIndex implements SampleIndex {
  readonly samples: readonly SampleList[];
  readonly #reader: FragmentReader;
  #position: number;
  #boxesLeft: number;
  #state: 'new' | 'walking' | 'ended';
  #walk: Promise<boolean> | undefined;
  #horizon = 0;

  /**
   * @param offset where fragments may begin
   * @param pacing how many of the tracks, the first of them, others wait for: text comes seldom
   */
  constructor(
    readonly window: FileWindow,
    offset: number,
    readonly tracks: readonly FragmentedTrack[],
    readonly pacing: number,
    readonly options: Mp4Options,
  ) {
    // Some begin in the header of the movie, and only go on in fragments.
    this.#state = tracks.some(({ samples }) => samples.length > 0) ? 'walking' : 'new';
    this.#position = offset;
    this.#boxesLeft = options.maxBoxes;
    this.#reader = new FragmentReader(tracks, options.maxSamples);
    this.samples = tracks.map(({ samples }) => samples);
    this.#raiseHorizon();
  }

  get horizon(): number {
    return this.#state === 'ended' ? Infinity : this.#horizon;
  }

  /** One walk for all who ask at the same time. */
  more(): Promise<boolean> {
    this.#walk ??= this.#step().finally(() => (this.#walk = undefined));
    return this.#walk;
  }

  async #step(): Promise<boolean> {
    if (this.#state === 'ended') return false;
    try {
      if (this.#state === 'new' && !(await this.#findBeginning())) return await this.#stop();
      this.#state = 'walking';
      return (await this.#readFragment()) || (await this.#stop());
    } catch (error) {
      if (!(error instanceof MediaError)) throw error;
      this.#end();
      return false;
    }
  }

  /** Nothing more is there: for now, if the file grows. Answers whether it did. */
  async #stop(): Promise<boolean> {
    const { file } = this.window;
    if (!file.isGrowing) {
      this.#end();
      return false;
    }
    const before = file.size;
    await file.refresh();
    this.window.forget();
    return file.size > before || !file.isGrowing;
  }

  #end(): void {
    this.#state = 'ended';
    for (const list of this.samples) list.trim();
  }

  /** Finds out what must be added to all times so that the first is 0. Answers whether there is a fragment. */
  async #findBeginning(): Promise<boolean> {
    const first = new Map<number, number>();
    for (const { clock } of this.tracks) clock.shift = 0;
    let at = this.#position;
    for (let fragments = 0; fragments < FIRST_FRAGMENTS && first.size < this.tracks.length; fragments++) {
      const moof = await this.#nextFragment(at);
      if (moof === undefined) break;
      const times = readFirstTimes(await this.#body(moof));
      for (const { id, clock } of this.tracks) {
        const ticks = times.get(id);
        if (ticks !== undefined && !first.has(id)) first.set(id, clock.time(ticks));
      }
      at = moof.end;
    }
    if (first.size === 0 && at === this.#position) return false;
    const shift = first.size === 0 ? 0 : -Math.min(...first.values());
    for (const { clock } of this.tracks) clock.shift = shift;
    return true;
  }

  async #readFragment(): Promise<boolean> {
    const moof = await this.#nextFragment(this.#position, (end) => this.#passed(end));
    if (moof === undefined) return false;
    const { file } = this.window;
    const media = file.isGrowing ? await this.#box(moof.end) : undefined;
    if (file.isGrowing && media === undefined) return false;
    this.#passed(moof.end);
    const body = await this.#body(moof);
    const isWhole = await this.#reader.readInTurns(body, moof.offset, file.size, this.options.pause);
    if (!isWhole) this.#end();
    this.#raiseHorizon();
    return isWhole;
  }

  /** Samples before the last of the track that is the furthest behind are all known, or are not waited for. */
  #raiseHorizon(): void {
    const last = this.samples.slice(0, this.pacing).map(({ lastTime }) => lastTime);
    const latest = Math.max(...last) - this.options.maxTrackLag;
    this.#horizon = Math.max(this.#horizon, latest, Math.min(...last));
    for (const list of this.samples) list.raiseFloor(this.#horizon);
  }

  /** A box is done with, and counted. */
  #passed(end: number): void {
    if (--this.#boxesLeft < 0) throw new MediaError('malformed', 'more boxes than are read');
    this.#position = end;
  }

  /**
   * The next moof at or behind `from`; undefined if there is none that is whole.
   *
   * @param pass told of the end of each other box
   */
  async #nextFragment(from: number, pass?: (end: number) => void): Promise<FoundBox | undefined> {
    let box = await this.#box(from);
    for (let boxes = 0; box !== undefined && box.type !== 'moof'; boxes++) {
      if (boxes > this.options.maxBoxes) throw new MediaError('malformed', 'more boxes than are read');
      pass?.(box.end);
      box = await this.#box(box.end);
    }
    return box;
  }

  /** The box at `offset` if it is whole. */
  async #box(offset: number): Promise<FoundBox | undefined> {
    const bytes = await this.window.read(offset, LONG_BOX_HEADER);
    if (bytes.length < LONG_BOX_HEADER) return undefined;
    const header = readBoxHeader(bytes);
    const { size } = this.window.file;
    const end = header.size === undefined ? size : offset + header.size;
    const isCut = end > size;
    // Media that is cut off at the end of a file is still media; of one that grows the rest will come.
    if (isCut && (this.window.file.isGrowing || header.type === 'moof')) return undefined;
    return { ...header, offset, end: Math.min(end, size) };
  }

  async #body({ type, offset, end, headerSize }: FoundBox): Promise<Uint8Array> {
    if (end - offset > this.options.maxHeaderSize) {
      throw new MediaError('malformed', `box ${type} of ${end - offset} bytes`);
    }
    return this.window.read(offset + headerSize, end - offset - headerSize);
  }
}
