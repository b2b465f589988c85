import { classify } from '../media/classify.js';
import type { MediaFormat } from '../media/media-format.js';
import { MediaFormatTracker } from '../media/media-format-tracker.js';
import type { MediaMessage } from '../media/media-message.js';
import { timestampDelta } from '../time/timestamp.js';
import { StreamRate } from './stream-rate.js';

/** A step between two messages of a kind larger than this, in milliseconds, is a jump and no pause. */
const JUMP = 1000;
/** How slowly jitter follows what is measured (RFC 3550, section 6.4.1). */
const JITTER_GAIN = 1 / 16;

/** How a live stream does, in plain numbers. Times are milliseconds, rates per second. */
export interface StreamHealth {
  readonly format: MediaFormat;
  readonly messages: { readonly audio: number; readonly video: number; readonly data: number };
  readonly bytes: number;
  readonly bytesPerSecond: number;
  readonly framesPerSecond: number;
  /** From the key frame before the newest one to that one: milliseconds, and frames. */
  readonly gop: { readonly duration: number; readonly frames: number };
  /** Since the newest key frame came; undefined if there was none. */
  readonly sinceKeyFrame: number | undefined;
  /** How unevenly video arrives, compared with its timestamps. */
  readonly jitter: number;
  /** How far the newest audio is ahead of the newest video, by their timestamps. */
  readonly audioAhead: number;
  readonly timestamps: {
    readonly jumps: number;
    readonly stepsBack: number;
    /** Many messages have come, and all with timestamp 0. */
    readonly allZero: boolean;
  };
}

/** Measures a live stream from what passes: a few additions a message, no timer. */
export class StreamStatistics {
  readonly #messages = { audio: 0, video: 0, data: 0 };
  readonly #byteRate = new StreamRate();
  readonly #frameRate = new StreamRate();
  readonly #format = new MediaFormatTracker();
  readonly #newest: { audio: number | undefined; video: number | undefined } = { audio: undefined, video: undefined };
  #bytes = 0;
  #frames = 0;
  #gop = { duration: 0, frames: 0 };
  #keyFrame: { timestamp: number; frames: number; at: number } | undefined;
  #transit: number | undefined;
  #jitter = 0;
  #jumps = 0;
  #stepsBack = 0;
  #nonZero = false;

  /** A message came at `now`. */
  received(message: MediaMessage, now: number): void {
    const { kind, timestamp, payload } = message;
    this.#messages[kind]++;
    this.#bytes += payload.length;
    this.#byteRate.add(payload.length, now);
    if (timestamp !== 0) this.#nonZero = true;
    if (kind === 'data') return;
    this.#format.accept(message);
    this.#step(kind, timestamp);
    if (kind === 'video') this.#videoFrame(message, now);
  }

  /** Of payload, over the last second or so; 0 until the first second has passed. */
  get bytesPerSecond(): number {
    return this.#byteRate.perSecond;
  }

  /** The publication is over: what comes next is measured anew, totals go on. */
  restart(): void {
    this.#format.clear();
    this.#newest.audio = this.#newest.video = undefined;
    this.#keyFrame = this.#transit = undefined;
    this.#jitter = 0;
  }

  health(now: number): StreamHealth {
    const { audio, video } = this.#newest;
    return {
      format: this.#format.format,
      messages: { ...this.#messages },
      bytes: this.#bytes,
      bytesPerSecond: Math.round(this.bytesPerSecond),
      framesPerSecond: Math.round(this.#frameRate.perSecond * 10) / 10,
      gop: { ...this.#gop },
      sinceKeyFrame: this.#keyFrame === undefined ? undefined : Math.round(now - this.#keyFrame.at),
      jitter: Math.round(this.#jitter * 10) / 10,
      audioAhead: audio === undefined || video === undefined ? 0 : timestampDelta(audio, video),
      timestamps: {
        jumps: this.#jumps,
        stepsBack: this.#stepsBack,
        allZero: !this.#nonZero && this.#messages.audio + this.#messages.video > 100,
      },
    };
  }

  #step(kind: 'audio' | 'video', timestamp: number): void {
    const before = this.#newest[kind];
    this.#newest[kind] = timestamp;
    if (before === undefined) return;
    const step = timestampDelta(timestamp, before);
    if (step < 0) this.#stepsBack++;
    if (Math.abs(step) > JUMP) this.#jumps++;
  }

  #videoFrame(message: MediaMessage, now: number): void {
    const { isFrame, isKeyFrame } = classify(message);
    if (!isFrame) return;
    this.#frames++;
    this.#frameRate.add(1, now);
    this.#measureJitter(message.timestamp, now);
    if (!isKeyFrame) return;
    const before = this.#keyFrame;
    this.#keyFrame = { timestamp: message.timestamp, frames: this.#frames, at: now };
    if (before === undefined) return;
    this.#gop = {
      duration: timestampDelta(message.timestamp, before.timestamp),
      frames: this.#frames - before.frames,
    };
  }

  #measureJitter(timestamp: number, now: number): void {
    const transit = (now - timestamp) % 2 ** 32;
    const difference = this.#transit === undefined ? 0 : Math.abs(transit - this.#transit);
    this.#transit = transit;
    if (difference < JUMP) this.#jitter += (difference - this.#jitter) * JITTER_GAIN;
  }
}
