import type { MediaBatch } from '../media/media-batch.js';
import { classify } from '../media/classify.js';
import type { MediaMessage } from '../media/media-message.js';
import type { MessageClass } from '../media/message-class.js';
import type { Clock } from '../time/clock.js';
import { timestampDelta } from '../time/timestamp.js';
import { DecoderSetup } from './decoder-setup.js';
import { HeldMedia } from './held-media.js';
import type { MessageSink } from './message-sink.js';
import type { RecordingFile, RecordingHead } from './recording-file.js';
import type { PlacedMedia } from './next-file-media.js';
import { NextFileMedia } from './next-file-media.js';
import { isMetadata, slateMetadata } from './slate-metadata.js';
import { Timeline } from './timeline.js';

/** Times are milliseconds of media, sizes bytes; Infinity for no bound. */
export interface RecorderLimits {
  /** A file with more than this ends before the next key frame; of media without picture before the next frame. */
  readonly splitTime: number;
  readonly splitSize: number;
  /** Of all files of the recording together. */
  readonly maxDuration: number;
  readonly maxSize: number;
  /** Bytes that may wait for the disk. */
  readonly maxQueued: number;
}

/** Why a recorder stopped by itself: one of its limits, or a disk that cannot follow. */
export type RecorderEnd = 'limit' | 'too-slow';

export interface RecorderListener {
  /** The file that comes next is to be opened; at once, even if the disk takes its time. */
  open(head: RecordingHead): RecordingFile;
  /** The publication ended. What came of it has been written; the recorder goes on if there is another one. */
  unpublished(): void;
  /** The recorder has ended its file and takes nothing more. */
  ended(why: RecorderEnd): void;
}

/** What a frame takes in a file beside its payload, about. */
const OVERHEAD = 15;

/**
 * Records what a live stream sends: everything, in its order, in one file or in several that follow each other without
 * a frame lost or doubled; another one begins as well where a file cannot hold what comes. The time of each file begins
 * with 0 and never goes back by more than a second; its media begins with a key frame if there is a picture. Before {@link begin} what comes is kept, so that somebody can be asked.
 */
export class Recorder implements MessageSink {
  readonly clientId = undefined;
  readonly address = undefined;
  readonly isRecorder = true;
  /** It never lets a stream wait, nor drop: a disk that cannot follow ends the recording. */
  readonly queuedBytes = 0;
  #state: 'waiting' | 'recording' | 'ended' = 'waiting';
  readonly #waiting: { readonly batch: MediaBatch; readonly at: number }[] = [];
  #waitingBytes = 0;
  readonly #setup = new DecoderSetup();
  #metadata: MediaMessage | undefined;
  readonly #held = new HeldMedia();
  #expectsPicture = false;
  #hasPicture = false;
  readonly #timeline = new Timeline('fromZero');
  /** Milliseconds of the recording, up to what was written last. */
  #time = 0;
  #bytes = 0;
  #file: RecordingFile | undefined;
  #fileBegan = { time: 0, bytes: 0 };
  /** What the file cannot hold, which is for the next one. */
  readonly #forNext = new NextFileMedia();

  constructor(
    private readonly limits: RecorderLimits,
    private readonly clock: Clock,
    private readonly listener: RecorderListener,
  ) {}

  /** Milliseconds of media so far, of all files. */
  get duration(): number {
    return this.#time;
  }

  /** Bytes of media so far, of all files. */
  get bytes(): number {
    return this.#bytes;
  }

  /** It may record: what was kept is written, and what comes from now on. */
  begin(): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'recording';
    for (const { batch, at } of this.#waiting.splice(0)) this.#takeAll(batch, at);
  }

  /** Ends the file. Nothing more is taken. */
  end(): void {
    if (this.#state === 'recording' && this.#file === undefined) this.#beginWithout();
    this.#state = 'ended';
    this.#waiting.length = 0;
    if (this.#forNext.hasFrames) this.#open(this.#time);
    this.#file?.end();
    this.#file = undefined;
  }

  /** Resolves when what was written until now is on the disk; with false if there is nothing, or it never will be. */
  flush(): Promise<boolean> {
    return this.#file?.flush() ?? Promise.resolve(false);
  }

  write(batch: MediaBatch): void {
    if (this.#state === 'recording') return this.#takeAll(batch, this.clock.now());
    if (this.#state === 'ended') return;
    this.#waiting.push({ batch, at: this.clock.now() });
    for (const { payload } of batch.messages) this.#waitingBytes += payload.length;
    if (this.#waitingBytes > this.limits.maxQueued) this.#stop('too-slow');
  }

  published(): void {
    // A file takes what comes from whoever publishes.
  }

  unpublished(): void {
    if (this.#state !== 'ended') this.listener.unpublished();
  }

  ended(): void {
    this.end();
  }

  #takeAll({ messages }: MediaBatch, now: number): void {
    for (const message of messages) if (this.#state === 'recording') this.#take(message, now);
  }

  #take(message: MediaMessage, now: number): void {
    // Silence, as Flash Player sends it, is nothing that a file could hold.
    if (message.payload.length === 0) return;
    const what = classify(message);
    const { configurationKey, outdatedKeys } = what;
    if (configurationKey !== undefined) {
      this.#setup.configure(configurationKey, outdatedKeys, message);
      if (message.kind === 'video') this.#expectsPicture = true;
    }
    if (isMetadata(message)) return this.#takeMetadata(message, now);
    if (this.#file === undefined) return this.#beforeFile(message, what, now);
    const time = this.#place(message, now);
    const { maxDuration, maxSize } = this.limits;
    if (time > maxDuration || this.#bytes + sizeOf(message) > maxSize) return this.#stop('limit');
    const isOver = this.#isFull(time) || this.#forNext.isWanted;
    if ((isOver && this.#canBeginWith(what, message)) || this.#forNext.isOverdue) this.#open(time);
    this.#write(message, time);
  }

  /** The first goes into the head of a file; those after it tell of a change, which does not concern the file. */
  #takeMetadata(message: MediaMessage, now: number): void {
    this.#metadata = message;
    const news = this.#file === undefined ? undefined : slateMetadata(message.payload);
    if (news !== undefined) this.#write(news, this.#place(message, now));
  }

  #beforeFile(message: MediaMessage, what: MessageClass, now: number): void {
    if (what.isConfiguration) return;
    if (this.#canBeginWith(what, message)) {
      const held = this.#held.takeRecent(message.timestamp);
      this.#beginWith([...held, { message, at: now }]);
    } else if (!what.isInter && !what.isDisposable && !this.#held.add(message, now)) {
      this.#beginWithout();
    }
  }

  /** A picture was announced and did not come. */
  #beginWithout(): void {
    this.#beginWith(this.#held.takeAll());
  }

  #beginWith(messages: readonly { readonly message: MediaMessage; readonly at: number }[]): void {
    for (const { message, at } of messages) {
      const time = this.#place(message, at);
      if (this.#file === undefined) this.#open(time);
      this.#write(message, time);
    }
  }

  #canBeginWith({ isKeyFrame, isFrame, codec }: MessageClass, { kind }: MediaMessage): boolean {
    if (isKeyFrame) return true;
    if (this.#expectsPicture || this.#hasPicture) return false;
    // Of what is not recognised nobody knows where one could begin.
    return kind === 'video' ? codec === undefined : isFrame || this.#file === undefined;
  }

  #isFull(time: number): boolean {
    const { splitTime, splitSize } = this.limits;
    const { time: began, bytes } = this.#fileBegan;
    return time - began >= splitTime || this.#bytes - bytes >= splitSize;
  }

  #open(time: number): void {
    this.#file?.end();
    const held = this.#forNext.take();
    const begins = held.find(({ message }) => classify(message).isFrame)?.time ?? time;
    this.#fileBegan = { time: begins, bytes: this.#bytes };
    this.#file = this.listener.open({ metadata: this.#metadata, setup: this.#setup.messages(0) });
    for (const placed of held) this.#put(placed);
  }

  #write(message: MediaMessage, time: number): void {
    if (message.kind === 'video') this.#hasPicture = true;
    this.#bytes += sizeOf(message);
    this.#put({ message, time });
    if ((this.#file?.queuedBytes ?? 0) > this.limits.maxQueued) this.#stop('too-slow');
  }

  #put(placed: PlacedMedia): void {
    const { message, time } = placed;
    if (this.#forNext.holds(message.kind)) return this.#forNext.add(placed);
    if (this.#isTaken(placed)) return;
    const begins = this.#canBeginWith(classify(message), message);
    if (!begins) return this.#forNext.add(placed);
    this.#open(time);
    this.#isTaken(placed);
  }

  #isTaken({ message, time }: PlacedMedia): boolean {
    return this.#file?.write(message.at(Math.max(0, time - this.#fileBegan.time) >>> 0)) !== false;
  }

  /** Milliseconds from the beginning of the recording. */
  #place({ timestamp }: MediaMessage, now: number): number {
    const time = this.#time + timestampDelta(this.#timeline.place(timestamp, now), this.#time >>> 0);
    this.#time = Math.max(0, time);
    return this.#time;
  }

  #stop(why: RecorderEnd): void {
    this.end();
    this.listener.ended(why);
  }
}

function sizeOf({ payload }: MediaMessage): number {
  return payload.length + OVERHEAD;
}
