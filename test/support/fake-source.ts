import type { AudioCodec } from '../../src/media/audio-codec.js';
import { classify } from '../../src/media/classify.js';
import { MediaMessage } from '../../src/media/media-message.js';
import type { MediaSegment, MediaSource, SeekPoint } from '../../src/media/media-source.js';
import type { VideoCodec } from '../../src/media/video-codec.js';
import { aac, avc } from './media-payloads.js';

/** Recorded media made of messages in a list, which may grow; positions are places in that list. */
export class FakeSource implements MediaSource {
  readonly format = 'flv';
  readonly byteLength = 0;
  isGrowing = false;
  metadata: readonly MediaMessage[] = [];
  /** How often a segment was read, and where. */
  readonly reads: number[] = [];
  /** What the next read of a segment, or seek, fails with. */
  failure: unknown;
  readonly messages: MediaMessage[];

  constructor(
    messages: readonly MediaMessage[],
    readonly segmentTime = 1000,
  ) {
    this.messages = [...messages];
  }

  get videoCodec(): VideoCodec | undefined {
    return this.messages.some(({ kind }) => kind === 'video') ? 'avc' : undefined;
  }

  get audioCodec(): AudioCodec | undefined {
    return this.messages.some(({ kind }) => kind === 'audio') ? 'aac' : undefined;
  }

  duration(): Promise<number> {
    return Promise.resolve(this.#end);
  }

  seek(time: number): Promise<SeekPoint | undefined> {
    const failure = this.#takeFailure();
    if (failure !== undefined) return failure;
    if (time > this.#end && !this.isGrowing) return Promise.resolve(undefined);
    const isPlace = (message: MediaMessage): boolean =>
      this.videoCodec === undefined
        ? classify(message).isFrame || message.kind === 'data'
        : classify(message).isKeyFrame;
    const places = this.messages.flatMap((message, at) => (isPlace(message) ? [at] : []));
    const position = places.filter((at) => this.messages[at]!.timestamp <= time).at(-1) ?? places[0] ?? 0;
    const setup = this.messages.slice(0, position).filter((message) => classify(message).isConfiguration);
    // The last of each kind.
    const newest = [...new Map(setup.map((message) => [message.kind, message])).values()];
    return Promise.resolve({ position, time: this.messages[position]?.timestamp ?? 0, setup: newest });
  }

  segment(position: number): Promise<MediaSegment> {
    this.reads.push(position);
    const failure = this.#takeFailure();
    if (failure !== undefined) return failure;
    const first = this.messages[position]?.timestamp ?? 0;
    const limit = (Math.floor(first / this.segmentTime) + 1) * this.segmentTime;
    let end = position;
    while (end < this.messages.length && this.messages[end]!.timestamp < limit) end++;
    const messages = this.messages.slice(position, end);
    return Promise.resolve({ position, messages, next: end < this.messages.length ? end : undefined });
  }

  get #end(): number {
    return Math.max(0, ...this.messages.map(({ timestamp }) => timestamp));
  }

  #takeFailure(): Promise<never> | undefined {
    const { failure } = this;
    this.failure = undefined;
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a test says what it is
    return failure === undefined ? undefined : Promise.reject(failure);
  }
}

export interface FilmShape {
  /** Milliseconds of the film, and from key frame to key frame. */
  readonly duration: number;
  readonly gop?: number;
  /** Milliseconds between pictures, and between frames of sound. */
  readonly frame?: number;
  readonly sound?: number;
  /** Which of the two there is. */
  readonly video?: boolean;
  readonly audio?: boolean;
  /** Before the label of each frame. */
  readonly label?: string;
}

/** H.264 and AAC in the order of their times, sequence headers first; each frame is labelled with its time. */
export function film(shape: FilmShape): MediaMessage[] {
  const { duration, gop = 1000, frame = 100, sound = 200, video = true, audio = true, label = '' } = shape;
  const messages: MediaMessage[] = [];
  if (video) messages.push(new MediaMessage('video', 0, avc.header(`${label}sps`)));
  if (audio) messages.push(new MediaMessage('audio', 0, aac.header(`${label}asc`)));
  for (let time = 0; time < duration; time++) {
    if (video && time % frame === 0) {
      const payload = time % gop === 0 ? avc.key(`${label}k${time}`) : avc.inter(`${label}p${time}`);
      messages.push(new MediaMessage('video', time, payload));
    }
    if (audio && time % sound === 0) messages.push(new MediaMessage('audio', time, aac.frame(`${label}a${time}`)));
  }
  return messages;
}
