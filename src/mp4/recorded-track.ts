import type { FragmentSample } from './fragment-sample.js';
import type { TrackFormat } from './track-format.js';

/** Ticks per second of video: a millisecond is a whole number of them, and so is a frame of the usual rates. */
const VIDEO_TIMESCALE = 90_000;

/** How far the timestamps may be from where the samples of audio end before they are believed: seconds. */
const TOLERANCE = 0.05;

/** Seconds that a frame is shown if nothing is known. */
const USUAL_FRAME = 1 / 25;

const MAX_DURATION = 2 ** 32 - 1;

/** One coded frame with its times on the stream. */
export interface RecordedFrame {
  /** Milliseconds, with fractions where the stream has them. */
  readonly time: number;
  /** Milliseconds, signed. */
  readonly compositionTime: number;
  readonly isKeyFrame: boolean;
  readonly data: Uint8Array;
}

/** When the first frame of a track is decoded and presented: milliseconds on the stream. */
export interface TrackBeginning {
  readonly decoding: number;
  readonly presentation: number;
}

/**
 * The frames of a track that are not written yet, on the ticks of that track.
 *
 * Timestamps of RTMP are whole milliseconds and jitter. Sound lies where its samples do: each frame begins where the
 * one before ended, until the timestamps say something else by more than 50 ms, which then is a gap, or sound that
 * came too early. What steps back is moved to just behind the frame before, without a change of when it is presented.
 */
export class RecordedTrack {
  readonly timescale: number;
  /** Undefined before the first frame. */
  #last: FragmentSample | undefined;
  #beginning: TrackBeginning | undefined;
  #expected: number | undefined;
  #usualDuration: number;
  readonly #waiting: FragmentSample[] = [];

  constructor(
    /** In multitrack messages. */
    readonly id: number,
    public format: TrackFormat,
  ) {
    this.timescale = format.kind === 'audio' ? format.sound.sampleRate : VIDEO_TIMESCALE;
    this.#usualDuration = Math.round(USUAL_FRAME * this.timescale);
  }

  /** As packets name it. */
  get name(): string {
    return `${this.format.kind}:${this.id}`;
  }

  /** Of the first frame; undefined as long as there is none. */
  get beginning(): TrackBeginning | undefined {
    return this.#beginning;
  }

  add(frame: RecordedFrame): void {
    const toTicks = this.timescale / 1000;
    let decodeTime = Math.round(frame.time * toTicks);
    const presentationTime = Math.round((frame.time + frame.compositionTime) * toTicks);
    const expected = this.#expected;
    const isExpected = expected !== undefined && Math.abs(decodeTime - expected) <= TOLERANCE * this.timescale;
    if (isExpected) decodeTime = expected;
    if (this.#last !== undefined) {
      const earliest = this.#last.decodeTime + 1;
      decodeTime = Math.min(Math.max(decodeTime, earliest), this.#last.decodeTime + MAX_DURATION);
      this.#last.duration = decodeTime - this.#last.decodeTime;
      if (this.format.kind === 'video') this.#usualDuration = this.#last.duration;
    }
    const length = this.format.kind === 'audio' ? this.format.samples(frame.data) : undefined;
    if (length !== undefined) this.#usualDuration = length;
    this.#expected = length === undefined ? undefined : decodeTime + length;
    this.#last = {
      data: frame.data,
      decodeTime,
      composition: this.format.kind === 'audio' ? 0 : presentationTime - decodeTime,
      isSync: frame.isKeyFrame,
      duration: this.#usualDuration,
    };
    this.#beginning ??= { decoding: frame.time, presentation: frame.time + frame.compositionTime };
    this.#waiting.push(this.#last);
  }

  /** All frames but the last, whose duration is known only when the next one comes. */
  take(): readonly FragmentSample[] {
    return this.#waiting.splice(0, Math.max(0, this.#waiting.length - 1));
  }

  /** All frames whose duration is known: the last one too, if it tells its own. */
  takeSettled(): readonly FragmentSample[] {
    return this.#expected === undefined ? this.take() : this.takeLast();
  }

  /** All frames: nothing more is going to come. */
  takeLast(): readonly FragmentSample[] {
    return this.#waiting.splice(0);
  }
}
