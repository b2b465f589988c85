import type { AudioCodec } from '../media/audio-codec.js';
import { reading } from '../media/media-error.js';
import type { MediaFile } from '../media/media-file.js';
import type { MediaMessage } from '../media/media-message.js';
import type { MediaSegment, MediaSource, SeekPoint } from '../media/media-source.js';
import type { VideoCodec } from '../media/video-codec.js';
import type { Mp4Options } from './mp4-options.js';
import { readSamples } from './read-samples.js';
import type { PlayedTrack } from './read-track.js';
import type { SampleIndex } from './sample-index.js';
import { sampleMessage, setupMessage } from './sample-message.js';
import { SampleOrder } from './sample-order.js';
import type { PlannedSample, SegmentPlan } from './segment-plan.js';
import { planSegment } from './segment-plan.js';

/** An MP4 file as a stream. Positions are the numbers of samples, in the order in which they are sent. */
export class Mp4Source implements MediaSource {
  readonly format = 'mp4';
  readonly videoCodec: VideoCodec | undefined;
  readonly audioCodec: AudioCodec | undefined;
  readonly #order: SampleOrder;

  /** @param tracks video before audio before text: at the same time in that order; `index` has their samples */
  constructor(
    readonly file: MediaFile,
    readonly tracks: readonly PlayedTrack[],
    readonly index: SampleIndex,
    readonly metadata: readonly MediaMessage[],
    readonly options: Mp4Options,
  ) {
    this.#order = new SampleOrder(index.samples);
    const entries = tracks.map((track) => track.entries.find((entry) => entry !== undefined));
    this.videoCodec = entries.find((entry) => entry?.kind === 'video')?.codec;
    this.audioCodec = entries.find((entry) => entry?.kind === 'audio')?.codec;
  }

  get isGrowing(): boolean {
    return this.file.isGrowing;
  }

  get byteLength(): number {
    const setups = this.tracks.flatMap(({ entries }) => entries.map(configurationSize));
    const sizes = [...setups, ...this.metadata.map(({ payload }) => payload.length)];
    return this.index.samples.reduce((sum, list) => sum + list.byteLength, 0) + sizes.reduce((a, b) => a + b, 0);
  }

  async duration(): Promise<number> {
    while (await this.index.more());
    return this.#end;
  }

  async seek(time: number): Promise<SeekPoint | undefined> {
    while (this.index.horizon <= time && (await this.index.more()));
    if (time > this.#end) return undefined;
    const position = this.#positionFor(time);
    const cursor = this.#order.locate(position);
    const next = this.#order.next(cursor);
    const begin = next === undefined ? 0 : this.index.samples[next]!.times.at(cursor[next]!);
    const setup = this.tracks.flatMap((track, at) => this.#setupAt(track, at, cursor[at]!, begin) ?? []);
    return { position, time: begin, setup };
  }

  async segment(position: number): Promise<MediaSegment> {
    let plan = this.#plan(position);
    for (let isMore = true; isMore && !plan.hasNext; plan = this.#plan(position)) isMore = await this.index.more();
    const { samples, isClosed, hasNext } = plan;
    const isFinal = hasNext || (isClosed && this.index.horizon !== Infinity);
    return {
      position,
      messages: await this.#messages(samples),
      next: isFinal ? position + samples.length : undefined,
    };
  }

  get #end(): number {
    return Math.max(0, ...this.index.samples.map(({ end }) => end));
  }

  #plan(position: number): SegmentPlan {
    return planSegment(this.#order, position, this.index.horizon);
  }

  /** The number of the sample from which `time` is played: that of a key frame, where there are pictures by then. */
  #positionFor(time: number): number {
    for (const kind of ['video', 'audio'] as const) {
      const track = this.tracks.findIndex((one) => one.kind === kind);
      const index = track < 0 ? undefined : this.index.samples[track]!.keyUpTo(time);
      if (index === undefined) continue;
      // With the first picture comes all that was heard before it.
      return index === 0 && kind === 'video' && this.#isFirst(track) ? 0 : this.#order.numberOf(track, index);
    }
    return 0;
  }

  /** Whether nothing that lasts comes before a track begins: priming is shorter than a second. */
  #isFirst(track: number): boolean {
    const begins = this.index.samples.map(({ length, times }) => (length > 0 ? times.at(0) : Infinity));
    return begins[track]! - Math.min(...begins) < 1000;
  }

  #setupAt(track: PlayedTrack, at: number, index: number, time: number): MediaMessage | undefined {
    const samples = this.index.samples[at]!;
    const entry =
      samples.length === 0
        ? track.entries.find((one) => one !== undefined)
        : track.entries[samples.entry(Math.min(index, samples.length - 1))];
    return entry && setupMessage(entry, time);
  }

  async #messages(planned: readonly PlannedSample[]): Promise<MediaMessage[]> {
    const { samples } = this.index;
    const ranges = planned.map(({ track, index }) => ({
      offset: samples[track]!.offsets.at(index),
      size: samples[track]!.sizes.at(index),
    }));
    const bytes = await readSamples(this.file, ranges, this.options.maxReadGap);
    return planned.flatMap((sample, i) => this.#messagesOf(sample, bytes[i]!));
  }

  /** The sample, after a sequence header where its coding changes. Nothing for one without bytes. */
  #messagesOf({ track, index }: PlannedSample, bytes: Uint8Array): MediaMessage[] {
    const list = this.index.samples[track]!;
    const described = this.tracks[track]!;
    const number = list.entry(index);
    const entry = described.entries[number];
    if (entry === undefined || bytes.length === 0) return [];
    const time = list.times.at(index);
    const facts = { time, composition: list.composition(index), isKey: list.isKey(index) };
    const message = reading('a sample', () => sampleMessage(described, entry, facts, bytes));
    const setup = index > 0 && list.entry(index - 1) !== number ? setupMessage(entry, time) : undefined;
    return setup === undefined ? [message] : [setup, message];
  }
}

function configurationSize(entry: PlayedTrack['entries'][number]): number {
  return entry === undefined || entry.kind === 'text' ? 0 : (entry.configuration?.length ?? 0);
}
