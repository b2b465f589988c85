import { classify } from '../media/classify.js';
import type { MediaBatch } from '../media/media-batch.js';
import type { MediaMessage } from '../media/media-message.js';
import { timestampDelta } from '../time/timestamp.js';

/** Milliseconds of audio without any video after which a stream is taken for one without a picture. */
const AUDIO_ONLY_AFTER = 1000;

/**
 * The way into a live stream for a player that comes from another one: it keeps that until this one has a key frame,
 * and needs only what a decoder must have been given before.
 */
export class LiveEntry {
  readonly #setup = new Map<string, MediaMessage>();
  #isJoining = true;
  #sawVideo = false;
  #firstAudioAt: number | undefined;

  /** What the stream gave to begin with has been seen: that lies in the past. */
  joined(): void {
    this.#isJoining = false;
  }

  /** What to begin with, once that is possible; undefined before. */
  accept({ messages }: MediaBatch): MediaMessage[] | undefined {
    for (const [index, message] of messages.entries()) {
      const { isFrame, isKeyFrame, configurationKey } = classify(message);
      if (configurationKey !== undefined) this.#setup.set(configurationKey, message);
      // What stands before the first frame of a stream tells of it: onMetaData.
      else if (this.#isJoining && message.kind === 'data') this.#setup.set(`data:${this.#setup.size}`, message);
      if (message.kind === 'video') this.#sawVideo = true;
      if (this.#isJoining || !isFrame) continue;
      if (isKeyFrame || this.#isAudioOnly(message)) return this.#beginWith(messages.slice(index));
    }
    return undefined;
  }

  #beginWith(messages: readonly MediaMessage[]): MediaMessage[] {
    const [first] = messages;
    const setup = first === undefined ? [] : [...this.#setup.values()].map((message) => message.at(first.timestamp));
    return [...setup, ...messages];
  }

  #isAudioOnly({ kind, timestamp }: MediaMessage): boolean {
    if (kind !== 'audio' || this.#sawVideo) return false;
    this.#firstAudioAt ??= timestamp;
    return timestampDelta(timestamp, this.#firstAudioAt) >= AUDIO_ONLY_AFTER;
  }
}
