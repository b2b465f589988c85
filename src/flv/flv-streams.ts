import type { AudioCodec } from '../media/audio-codec.js';
import { audioTracks } from '../media/audio-header.js';
import { classify } from '../media/classify.js';
import { describeCodec } from '../media/codec-configuration/describe-codec.js';
import type { AudioFormat, VideoFormat } from '../media/media-format.js';
import { MediaFormatTracker } from '../media/media-format-tracker.js';
import type { MediaMessage } from '../media/media-message.js';
import type { StreamReport } from '../media/media-report.js';
import { bitRateOf, rateOf } from '../media/media-report.js';
import type { VideoCodec } from '../media/video-codec.js';
import { videoTracks } from '../media/video-header.js';

interface Stream {
  readonly kind: 'audio' | 'video';
  readonly track: number;
  readonly codec: VideoCodec | AudioCodec;
  frames: number;
  bytes: number;
  /** Milliseconds, of the first and of the last frame. */
  first: number;
  last: number;
}

/** A file of more than these has been made to have them. */
const MAX_STREAMS = 64;

/** Counts what there is of each track of a file, and of each codec in it. */
export class FlvStreams {
  readonly #streams = new Map<string, Stream>();
  readonly #formats = new Map<string, VideoFormat | AudioFormat>();
  readonly #tracker = new MediaFormatTracker();
  readonly #unknown: { readonly kinds: Set<string>; count: number } = { kinds: new Set(), count: 0 };

  /** @param time milliseconds */
  accept(message: MediaMessage, time: number): void {
    const { kind, payload } = message;
    if (kind === 'data' || payload.length === 0) return;
    const { codec, tracks, isFrame } = classify(message);
    if (codec === undefined) {
      this.#unknown.kinds.add(kind);
      this.#unknown.count++;
      return;
    }
    if (this.#tracker.accept(message)) this.#note();
    if (!isFrame) return;
    const [track] = tracks;
    if (tracks.length === 1) this.#count(kind, track!, codec, payload.length, time);
    else for (const part of partsOf(message)) this.#count(kind, part.track, part.codec, part.size, time);
  }

  /** Messages of codecs without a name here. */
  get unknown(): { readonly kinds: readonly string[]; readonly count: number } {
    return { kinds: [...this.#unknown.kinds], count: this.#unknown.count };
  }

  /** @param duration of the file, in milliseconds */
  report(duration: number): StreamReport[] {
    return [...this.#streams.values()].sort(inReport).map((stream) => this.#describe(stream, duration));
  }

  #count(kind: Stream['kind'], track: number, codec: Stream['codec'], size: number, time: number): void {
    const key = `${kind}:${track}:${codec}`;
    let stream = this.#streams.get(key);
    if (stream === undefined) {
      if (this.#streams.size === MAX_STREAMS) return;
      stream = { kind, track, codec, frames: 0, bytes: 0, first: time, last: time };
      this.#streams.set(key, stream);
    }
    stream.frames++;
    stream.bytes += size;
    stream.last = Math.max(stream.last, time);
  }

  #note(): void {
    const { video, audio } = this.#tracker.format;
    if (video !== undefined) this.#formats.set(`video:${video.codec}`, video);
    if (audio !== undefined) this.#formats.set(`audio:${audio.codec}`, audio);
  }

  #describe({ kind, track, codec, frames, bytes, first, last }: Stream, duration: number): StreamReport {
    const format = track === 0 ? this.#formats.get(`${kind}:${codec}`) : undefined;
    const codecString = format?.codecString ?? describeCodec(codec);
    const facts = { track, frames, bitRate: bitRateOf(bytes, duration) };
    if (kind === 'audio') {
      const { sampleRate, channels } = (format ?? {}) as Partial<AudioFormat>;
      return { kind, codec: codec as AudioCodec, codecString, sampleRate, channels, ...facts };
    }
    const { width, height } = (format ?? {}) as Partial<VideoFormat>;
    const frameRate = rateOf(frames - 1, last - first);
    return { kind, codec: codec as VideoCodec, codecString, width, height, frameRate, ...facts };
  }
}

function inReport(a: Stream, b: Stream): number {
  if (a.kind !== b.kind) return a.kind === 'video' ? -1 : 1;
  return a.track - b.track;
}

interface Part {
  readonly track: number;
  readonly codec: VideoCodec | AudioCodec;
  readonly size: number;
}

/** What each track has of a message with several. */
function partsOf({ kind, payload }: MediaMessage): Part[] {
  const tracks = kind === 'video' ? videoTracks(payload) : audioTracks(payload);
  return [...tracks].flatMap(({ trackId, codec, bodyOffset, bodyEnd }) =>
    codec === undefined ? [] : [{ track: trackId, codec, size: bodyEnd - bodyOffset }],
  );
}
