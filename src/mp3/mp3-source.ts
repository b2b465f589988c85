import { encodeAmf0 } from '../amf/amf0-encoder.js';
import { AmfArray } from '../amf/value.js';
import type { AmfValue } from '../amf/value.js';
import type { AudioCodec } from '../media/audio-codec.js';
import { LEGACY_AUDIO_CODECS } from '../media/audio-codec.js';
import { lastUpTo } from '../media/last-up-to.js';
import type { MediaFile } from '../media/media-file.js';
import { MediaMessage } from '../media/media-message.js';
import type { IndexStore, MediaSegment, MediaSource, SeekPoint } from '../media/media-source.js';
import { writeAudioFrame } from '../media/write-audio.js';
import { id3Message } from './id3-message.js';
import type { Id3Tags } from './id3-tags.js';
import type { PlacedFrame } from './mp3-frame-reader.js';
import { Mp3FrameReader } from './mp3-frame-reader.js';
import type { FramePlace, Mp3Index } from './mp3-index.js';
import { encodeMp3Index, indexMp3 } from './mp3-index.js';
import type { Mp3Layout } from './mp3-layout.js';
import { averageSize, frameAt, frameTime } from './mp3-layout.js';

export interface Mp3SourceParts {
  readonly layout: Mp3Layout;
  readonly tags: Id3Tags;
  readonly index: Mp3Index | undefined;
  readonly store: IndexStore | undefined;
  readonly smallFile: number;
}

/** Room for a frame before the one that is wanted, and for those that confirm it. */
const SLACK = 8 * 1024;

/** About how much memory a place takes in an index. */
const PLACE = 64;

/** An MP3 file as recorded media; `openMp3` makes it. */
export class Mp3Source implements MediaSource {
  readonly format = 'mp3';
  readonly videoCodec = undefined;
  readonly audioCodec: AudioCodec;
  readonly isGrowing = false;
  readonly #layout: Mp3Layout;
  readonly #tags: Id3Tags;
  readonly #store: IndexStore | undefined;
  readonly #needsIndex: boolean;
  #index: Mp3Index | undefined;
  #indexing: Promise<void> | undefined;

  constructor(
    private readonly file: MediaFile,
    { layout, tags, index, store, smallFile }: Mp3SourceParts,
  ) {
    this.#layout = layout;
    this.#tags = tags;
    this.#index = index;
    this.#store = store;
    this.#needsIndex = !layout.isConstant || file.size <= smallFile;
    this.audioCodec = layout.like.sampleRate === 8000 ? 'mp3-8k' : 'mp3';
  }

  get metadata(): readonly MediaMessage[] {
    const { like } = this.#layout;
    const frames = this.#index?.frames ?? this.#toldFrames();
    const members: [string, AmfValue][] = [
      ['audiocodecid', LEGACY_AUDIO_CODECS.indexOf(this.audioCodec)],
      ['audiosamplerate', like.sampleRate],
      ['stereo', like.channels === 2],
      ['canSeekToEnd', true],
    ];
    if (frames !== undefined) {
      const seconds = frameTime(this.#layout, frames) / 1000;
      const { from, to } = this.#layout.sound;
      members.unshift(['duration', seconds]);
      members.push(['audiodatarate', Math.round(((to - from) * 8) / Math.max(seconds, 0.001) / 1000)]);
    }
    const onMetaData = new MediaMessage('data', 0, encodeAmf0(['onMetaData', new AmfArray([], members)]));
    return this.#tags.size > 0 ? [onMetaData, id3Message(this.#tags)] : [onMetaData];
  }

  get byteLength(): number {
    const shown = this.metadata.reduce((sum, { payload }) => sum + payload.length, 0);
    return 2 * shown + PLACE * (this.#index?.seconds.length ?? 0);
  }

  async duration(): Promise<number> {
    await this.#prepare();
    return frameTime(this.#layout, this.#frames);
  }

  async seek(time: number): Promise<SeekPoint | undefined> {
    await this.#prepare();
    const wanted = time > 0 ? time : 0;
    if (wanted > frameTime(this.#layout, this.#frames)) return undefined;
    const number = Math.min(frameAt(this.#layout, wanted), Math.max(0, this.#frames - 1));
    const { offset, number: found } = await this.#find(number);
    return { position: offset, time: frameTime(this.#layout, found), setup: [] };
  }

  async segment(position: number): Promise<MediaSegment> {
    await this.#prepare();
    let number = await this.#numberAt(position);
    const end = (Math.floor(frameTime(this.#layout, number) / 1000) + 1) * 1000;
    const messages: MediaMessage[] = [];
    const reader = this.#readerFrom(position, true);
    do {
      for (let placed = reader.read(); placed !== undefined; placed = reader.read()) {
        const time = frameTime(this.#layout, number);
        if (time >= end) return { position, messages, next: placed.offset };
        messages.push(this.#message(placed, time));
        number++;
      }
    } while (await reader.more());
    return { position, messages, next: undefined };
  }

  #message({ frame, bytes }: PlacedFrame, time: number): MediaMessage {
    return new MediaMessage('audio', time >>> 0, writeAudioFrame(this.audioCodec, bytes, frame));
  }

  /** The files in which places cannot be calculated are looked through once. */
  async #prepare(): Promise<void> {
    if (!this.#needsIndex || this.#index !== undefined) return;
    this.#indexing ??= this.#makeIndex().finally(() => (this.#indexing = undefined));
    await this.#indexing;
  }

  async #makeIndex(): Promise<void> {
    const index = await indexMp3(this.file, this.#layout);
    this.#index = index;
    // Whoever waits to play does not wait for this.
    void this.#store?.save(this.file.version, encodeMp3Index(index));
  }

  get #frames(): number {
    return this.#index?.frames ?? this.#calculatedFrames();
  }

  #calculatedFrames(): number {
    const { sound, like } = this.#layout;
    return Math.round((sound.to - sound.from) / averageSize(like));
  }

  /** What is known without an index. What a file tells is believed if it agrees with its size. */
  #toldFrames(): number | undefined {
    const { info, sound, isConstant } = this.#layout;
    if (isConstant) return this.#calculatedFrames();
    const isRight = info?.bytes !== undefined && Math.abs(info.bytes / (sound.to - sound.from) - 1) < 0.05;
    return isRight ? info.frames : undefined;
  }

  /** Where the frame of that number lies. */
  async #find(number: number): Promise<FramePlace> {
    const { sound, like } = this.#layout;
    const index = this.#index;
    if (index !== undefined) {
      const from = lastUpTo(index.seconds, (place) => place.number, number) ?? { number: 0, offset: sound.from };
      return this.#walk(from, (place) => place.number >= number);
    }
    if (number === 0) return { number, offset: sound.from };
    const guess = Math.max(sound.from, Math.floor(sound.from + (number - 1.5) * averageSize(like)));
    return this.#walk({ number: -1, offset: guess }, (place) => this.#calculatedNumber(place.offset) >= number);
  }

  async #numberAt(position: number): Promise<number> {
    const index = this.#index;
    if (index === undefined) return this.#calculatedNumber(position);
    const from = lastUpTo(index.seconds, ({ offset }) => offset, position);
    if (from === undefined) return 0;
    return from.offset === position ? from.number : (await this.#walk(from, ({ offset }) => offset >= position)).number;
  }

  #calculatedNumber(offset: number): number {
    const { sound, like } = this.#layout;
    return Math.max(0, Math.round((offset - sound.from) / averageSize(like)));
  }

  /** The first frame from a place on that is the wanted one; or the last one there is. A number below 0 is not known. */
  async #walk(from: FramePlace, isWanted: (place: FramePlace) => boolean): Promise<FramePlace> {
    const isKnown = from.number >= 0;
    let [number, last] = [from.number, { number: Math.max(0, from.number), offset: from.offset }];
    const reader = this.#readerFrom(from.offset, isKnown);
    do {
      for (let placed = reader.read(); placed !== undefined; placed = reader.read(), number++) {
        const { offset } = placed;
        last = { offset, number: isKnown ? number : this.#calculatedNumber(offset) };
        if (isWanted(last)) return last;
      }
    } while (await reader.more());
    return last;
  }

  /** Reads a second at once. */
  #readerFrom(from: number, isSync: boolean): Mp3FrameReader {
    const { like, sound } = this.#layout;
    const block = Math.ceil(like.bitrate / 8) + SLACK;
    return new Mp3FrameReader(this.file, { from, to: sound.to }, { like, isSync, block });
  }
}
