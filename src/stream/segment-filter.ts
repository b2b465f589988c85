import { classify } from '../media/classify.js';
import type { MediaKind, MediaMessage } from '../media/media-message.js';
import type { MediaSource } from '../media/media-source.js';
import type { CachedSegment } from './segment-cache.js';

/** What one player takes of recorded media: audio and video as it wants them, and nothing beyond its end. */
export class SegmentFilter {
  #wantsAudio = true;
  #wantsVideo = true;
  #awaitsKeyFrame = false;
  #last = Infinity;
  /** What has been seen beyond the end. */
  readonly #beyond = new Set<MediaKind>();

  constructor(private readonly source: Pick<MediaSource, 'audioCodec' | 'videoCodec'>) {}

  /** The highest timestamp that is taken (milliseconds of the media). */
  set last(time: number) {
    this.#last = time;
    this.#beyond.clear();
  }

  get last(): number {
    return this.#last;
  }

  receiveAudio(wanted: boolean): void {
    this.#wantsAudio = wanted;
  }

  /** Video that was not wanted is taken again from the next key frame on. */
  receiveVideo(wanted: boolean): void {
    if (wanted && !this.#wantsVideo) this.#awaitsKeyFrame = true;
    this.#wantsVideo = wanted;
  }

  /** Playing begins anew, with a key frame. */
  restart(): void {
    this.#awaitsKeyFrame = false;
    this.#beyond.clear();
  }

  /** Whether a segment is taken as it is. */
  passes({ latest }: CachedSegment): boolean {
    return this.#wantsAudio && this.#wantsVideo && !this.#awaitsKeyFrame && latest <= this.#last;
  }

  choose(messages: readonly MediaMessage[]): MediaMessage[] {
    return messages.filter((message) => this.#takes(message));
  }

  /** Whether nothing is to be expected after `segment` that is not beyond the end. */
  isThrough({ earliest, batch }: CachedSegment): boolean {
    if (this.#last === Infinity || batch.messages.length === 0) return false;
    if (earliest > this.#last) return true;
    // Audio and video do not reach the end in the same message: what is of one kind may follow that of the other.
    const { videoCodec, audioCodec } = this.source;
    if (videoCodec === undefined && audioCodec === undefined) return this.#beyond.has('data');
    return (
      (videoCodec === undefined || this.#beyond.has('video')) && (audioCodec === undefined || this.#beyond.has('audio'))
    );
  }

  #takes(message: MediaMessage): boolean {
    const { kind, timestamp } = message;
    if (timestamp > this.#last) {
      this.#beyond.add(kind);
      return false;
    }
    if (kind === 'data') return true;
    const what = classify(message);
    // A decoder must have been given these whenever it is to go on.
    if (what.isConfiguration) return true;
    if (kind === 'audio') return this.#wantsAudio;
    if (!this.#wantsVideo) return false;
    if (what.isKeyFrame) this.#awaitsKeyFrame = false;
    return !this.#awaitsKeyFrame;
  }
}
