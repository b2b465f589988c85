import { classify } from '../media/classify.js';
import { codecId } from '../media/codec-id.js';
import type { MediaFormat } from '../media/media-format.js';
import { MediaFormatTracker } from '../media/media-format-tracker.js';
import type { MediaMessage } from '../media/media-message.js';
import { timestampDelta } from '../time/timestamp.js';
import { AudioVideoSkew } from './audio-video-skew.js';
import type { CodecNews } from './codec-news.js';
import type { LiveTotals } from './live-totals.js';
import { StreamRate } from './stream-rate.js';
import { TimestampHealth } from './timestamp-health.js';

/** How slowly jitter follows what is measured (RFC 3550, section 6.4.1). */
const JITTER_GAIN = 1 / 16;

/** How a publication does, in plain numbers. Times are milliseconds, rates per second and 0 when nothing comes. */
export interface StreamHealth {
  readonly format: MediaFormat;
  /** Since anything came; undefined if nothing has come yet. */
  readonly silentFor: number | undefined;
  /** Of payload. */
  readonly bytesPerSecond: number;
  /** Of track 0, as they arrive; what the encoder announces is in the format. */
  readonly framesPerSecond: number;
  /** From the key frame before the newest one to that one: milliseconds, and frames. 0 before there were two. */
  readonly gop: { readonly duration: number; readonly frames: number };
  /** Since the newest key frame came; undefined if there was none. */
  readonly sinceKeyFrame: number | undefined;
  /** How unevenly frames arrive, compared with their timestamps: those of video, of audio if there is no video. */
  readonly jitter: number;
  /** How far audio is ahead of video by their timestamps, and how far that has drifted since the beginning. */
  readonly audioAhead: number;
  readonly audioDrift: number;
  /** Milliseconds of the largest jump of the timestamps, negative if it was one back; 0 if there was none. */
  readonly largestJump: number;
  /** Many frames have come, and all with timestamp 0. */
  readonly allZero: boolean;
}

/** What is known of one publication; the next one is measured anew. */
class Publication {
  readonly format = new MediaFormatTracker();
  readonly codecs: { audio?: string; video?: string } = {};
  readonly byteRate = new StreamRate();
  readonly frameRate = new StreamRate();
  readonly timestamps = new TimestampHealth();
  readonly skew = new AudioVideoSkew();
  receivedAt: number | undefined;
  frames = 0;
  gop = { duration: 0, frames: 0 };
  keyFrame: { timestamp: number; frames: number; at: number } | undefined;
  transit: number | undefined;
  jitter = 0;
}

/** Measures a live stream from what passes: a few additions a message, no timer. */
export class StreamStatistics {
  #publication = new Publication();
  #mended = 0;

  /** @param tell hears of each codec that is new */
  constructor(
    private readonly totals: LiveTotals,
    private readonly tell?: (news: CodecNews) => void,
  ) {}

  /**
   * A message came at `now`.
   *
   * @param sent its timestamp as the encoder sent it; that of the message itself may have been mended
   * @param mended how many timestamps of this stream have been mended so far
   */
  received(message: MediaMessage, sent: number, mended: number, now: number): void {
    const { kind, payload } = message;
    this.totals.received(kind, payload.length);
    this.#publication.receivedAt = now;
    this.#publication.byteRate.add(payload.length, now);
    if (mended !== this.#mended) this.totals.timestamp('mended');
    this.#mended = mended;
    if (kind === 'data') return;
    if (this.#publication.format.accept(message)) this.#lookAtCodec(kind);
    const { codec, isFrame, tracks } = classify(message);
    // Sequence headers come with any timestamp. What is not recognised is taken for a frame.
    const counts = codec === undefined || (isFrame && tracks[0] === 0);
    if (counts) this.#frame(kind, message, sent, now);
  }

  /** Of payload, over the last second or so in which something came; 0 until the first second has passed. */
  get bytesPerSecond(): number {
    return this.#publication.byteRate.perSecond;
  }

  /** The publication is over: what comes next is measured anew, totals go on. */
  restart(): void {
    this.#publication = new Publication();
  }

  health(now: number): StreamHealth {
    const { format, receivedAt, byteRate, frameRate, timestamps, skew, gop, keyFrame, jitter } = this.#publication;
    return {
      format: format.format,
      silentFor: receivedAt === undefined ? undefined : Math.round(now - receivedAt),
      bytesPerSecond: Math.round(byteRate.perSecondAt(now)),
      framesPerSecond: toTenths(frameRate.perSecondAt(now)),
      gop: { ...gop },
      sinceKeyFrame: keyFrame === undefined ? undefined : Math.round(now - keyFrame.at),
      jitter: toTenths(jitter),
      audioAhead: Math.round(skew.ahead),
      audioDrift: Math.round(skew.drift),
      largestJump: timestamps.largestJump,
      allZero: timestamps.allZero,
    };
  }

  #frame(kind: 'audio' | 'video', message: MediaMessage, sent: number, now: number): void {
    const { timestamps, skew } = this.#publication;
    const isFirstVideo = kind === 'video' && timestamps.newest('video') === undefined;
    const event = timestamps.frame(kind, sent, now);
    if (event !== undefined) this.totals.timestamp(event);
    // One that jumps, and audio before the first video, say nothing about what comes next.
    if (event !== undefined || isFirstVideo) this.#publication.transit = undefined;
    const video = timestamps.newest('video');
    if (kind === 'video' || video === undefined) this.#measureJitter(sent, now);
    if (kind === 'audio') return;
    const audio = timestamps.newest('audio');
    if (audio !== undefined && video !== undefined) skew.add(timestampDelta(audio, video));
    this.#videoFrame(message, now);
  }

  /** Another picture size is no other codec. */
  #lookAtCodec(kind: 'audio' | 'video'): void {
    const { codecs, format } = this.#publication;
    const { audio, video } = format.format;
    const [of, id] =
      kind === 'audio'
        ? [audio, audio && codecId('audio', audio.codec)]
        : [video, video && codecId('video', video.codec)];
    const before = codecs[kind];
    if (of === undefined || id === undefined || before === of.codec) return;
    codecs[kind] = of.codec;
    this.tell?.({ kind, id, codec: of.codecString, isFirst: before === undefined });
  }

  #videoFrame(message: MediaMessage, now: number): void {
    const { isFrame, isKeyFrame } = classify(message);
    if (!isFrame) return;
    const publication = this.#publication;
    publication.frames++;
    publication.frameRate.add(1, now);
    if (!isKeyFrame) return;
    const { keyFrame: before, frames } = publication;
    publication.keyFrame = { timestamp: message.timestamp, frames, at: now };
    if (before === undefined) return;
    publication.gop = {
      duration: timestampDelta(message.timestamp, before.timestamp),
      frames: frames - before.frames,
    };
  }

  #measureJitter(sent: number, now: number): void {
    const publication = this.#publication;
    const transit = now - sent;
    const difference = publication.transit === undefined ? 0 : Math.abs(transit - publication.transit);
    publication.transit = transit;
    publication.jitter += (difference - publication.jitter) * JITTER_GAIN;
  }
}

function toTenths(value: number): number {
  return Math.round(value * 10) / 10;
}
