import { classify } from '../media/classify.js';
import type { MediaMessage } from '../media/media-message.js';
import type { FlvDefects, FlvIndex, SetupPlace, TagPlace } from './flv-index.js';
import type { FlvTag } from './flv-tag.js';
import { flvMessage } from './flv-tag.js';
import type { TimeShift } from './flv-timeline.js';
import { FlvTimeline, fromBase, hasMediaTime } from './flv-timeline.js';
import { FrameTimes } from './frame-times.js';
import type { RecordedKeyFrame } from './recording-metadata.js';
import { SeekPoints } from './seek-points.js';

/** What a file may make us keep. Beyond it, later changes are not noticed. */
const MAX_SHIFTS = 4096;
const MAX_SETUPS = 4096;
const MAX_CONFIGURATIONS = 64;
const MAX_CONFIGURATION_SIZE = 64 * 1024;

/** Without pictures any frame is a place to begin: one a second is kept. */
const SOUND_SPACING = 1000;

/** A frame so far before the one before it of the same kind (milliseconds) belongs to another recording. */
const JUMP = 1000;

interface Configuration extends TagPlace {
  readonly payload: Uint8Array;
}

/** Makes the index of a file from its tags in order. */
export class FlvIndexBuilder {
  readonly #times = new FrameTimes();
  readonly #dataTimes = new FrameTimes();
  readonly #keyFrames = new SeekPoints(0);
  readonly #frames = new SeekPoints(SOUND_SPACING);
  readonly #data = new SeekPoints(SOUND_SPACING);
  readonly #shifts: TimeShift[] = [];
  readonly #setups: SetupPlace[] = [];
  readonly #configurations = new Map<string, Configuration>();
  readonly #tags = { audio: 0, video: 0, data: 0 };
  #encrypted = 0;
  #shift = 0;

  /** @param base timestamp of the first frame */
  constructor(private readonly base: number) {}

  accept(tag: FlvTag): void {
    const message = flvMessage(tag);
    this.#tags[message.kind]++;
    if (tag.filtered) this.#encrypted++;
    else if (hasMediaTime(message)) this.#frame(message, tag.offset);
    else if (message.kind === 'data') this.#words(message, tag.offset);
    else this.#configure(message, tag.offset);
  }

  finish(fileSize: number, defects: Omit<FlvDefects, 'encryptedTags'>): FlvIndex {
    const times = this.#frames.list.length > 0 ? this.#times : this.#dataTimes;
    const points = [this.#keyFrames, this.#frames, this.#data].find(({ list }) => list.length > 0) ?? this.#data;
    return {
      fileSize,
      timeline: new FlvTimeline(this.base, this.#shifts),
      hasVideo: this.#tags.video > 0,
      points: points.list,
      isComplete: points === this.#keyFrames && points.isComplete,
      setups: this.#setups,
      lastTime: times.lastTime,
      duration: times.duration,
      canSeekToEnd: times.canSeekToEnd,
      tags: { ...this.#tags },
      defects: { ...defects, encryptedTags: this.#encrypted },
    };
  }

  /** Negative before the first frame. */
  #time(timestamp: number): number {
    return fromBase(timestamp, this.base) + this.#shift;
  }

  #frame(message: MediaMessage, offset: number): void {
    const before = this.#times.last(message.kind);
    const told = this.#time(message.timestamp);
    if (before !== undefined && told < before.time - JUMP && this.#shifts.length < MAX_SHIFTS) {
      this.#shift += this.#times.lastTime + before.distance - told;
      this.#shifts.push({ offset, milliseconds: this.#shift });
    }
    const time = Math.max(0, this.#time(message.timestamp));
    this.#times.accept(message, time);
    const point: RecordedKeyFrame = { time, offset };
    this.#frames.add(point);
    if (classify(message).isKeyFrame) this.#keyFrames.add(point);
  }

  #words(message: MediaMessage, offset: number): void {
    const time = Math.max(0, this.#time(message.timestamp));
    this.#dataTimes.accept(message, time);
    this.#data.add({ time, offset });
  }

  #configure(message: MediaMessage, offset: number): void {
    const { configurationKey, outdatedKeys } = classify(message);
    const { payload } = message;
    if (configurationKey === undefined || payload.length > MAX_CONFIGURATION_SIZE) return;
    const before = this.#configurations.get(configurationKey);
    if (before !== undefined && sameBytes(before.payload, payload)) return;
    for (const outdated of outdatedKeys) this.#configurations.delete(outdated);
    const isFull = this.#configurations.size >= MAX_CONFIGURATIONS && !this.#configurations.has(configurationKey);
    if (isFull || this.#setups.length >= MAX_SETUPS) return;
    this.#configurations.set(configurationKey, { offset, size: payload.length, payload });
    const tags = [...this.#configurations.values()].map(({ offset, size }) => ({ offset, size }));
    this.#setups.push({ offset, tags });
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
