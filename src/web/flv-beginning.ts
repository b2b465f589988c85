import { encodeFlvHeader, flvTags } from '../flv/index.js';
import type { MediaBatch } from '../media/media-batch.js';
import type { MediaFormat } from '../media/media-format.js';

/**
 * What a player of FLV is sent first. The header says whether there is audio and video, and mpegts.js waits for both
 * if it says so and plays nothing: it is written when both have been seen, or what there is has been seen for a while.
 */
export class FlvBeginning {
  readonly #held: MediaBatch[] = [];
  #hasAudio = false;
  #hasVideo = false;

  /** Bytes that wait. */
  get heldBytes(): number {
    return this.#held.reduce((sum, { messages }) => messages.reduce((size, m) => size + m.payload.length, sum), 0);
  }

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  /**
   * Takes what a player is to be sent.
   *
   * @param isComplete what the stream has shown so far is all it has
   * @returns whether it can begin
   */
  accept(batch: MediaBatch, { audio, video }: MediaFormat, isComplete: boolean): boolean {
    this.#held.push(batch);
    this.#hasAudio ||= audio !== undefined || batch.messages.some(({ kind }) => kind === 'audio');
    this.#hasVideo ||= video !== undefined || batch.messages.some(({ kind }) => kind === 'video');
    return (this.#hasAudio && this.#hasVideo) || (isComplete && (this.#hasAudio || this.#hasVideo));
  }

  /** The header and all that was held. Of a stream that has shown nothing yet everything is to be expected. */
  take(): Uint8Array[] {
    const [hasAudio, hasVideo] = this.#hasAudio || this.#hasVideo ? [this.#hasAudio, this.#hasVideo] : [true, true];
    return [encodeFlvHeader({ hasAudio, hasVideo }), ...this.#held.map((batch) => batch.encodedAs(flvTags))];
  }
}
