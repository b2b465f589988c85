import type { Logger } from '../log/logger.js';
import type { LivePlayer } from '../stream/live-player.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { RecorderLimits } from '../stream/recorder.js';
import { Recorder } from '../stream/recorder.js';
import type { Clock } from '../time/clock.js';
import type { AccessTrail } from './access-trail.js';
import type { HookChain } from './hook-chain.js';
import type { RecordedFile, RecordEnd, RecordingFacts } from './recording-facts.js';
import type { RecordingPlace, RecordingStore, RecordingWish } from './recording-store.js';
import type { RecordingTotals } from './recording-totals.js';
import type { Refusal } from './refusal.js';
import { isRefusal } from './refusal.js';

/** Hears what becomes of a recording: the publisher that asked for it. */
export interface RecordingListener {
  /** What it asks for; what is configured bounds it. Milliseconds and bytes. */
  readonly limits?: { readonly maxDuration: number; readonly maxSize: number };
  /** It may record, and does as soon as there is media. */
  recordingStarted(): void;
  recordingRefused(refusal: Refusal): void;
  recordingEnded(why: RecordEnd): void;
}

/** What a recording needs of its instance. */
export interface RecordingMeans {
  readonly clock: Clock;
  readonly hooks: HookChain;
  readonly store: RecordingStore;
  readonly logger: Logger;
  readonly totals: RecordingTotals;
  readonly trail: AccessTrail;
  /** Called when it has left the stream, before the last of it is on the disk. */
  readonly left: (recording: Recording) => void;
}

type State = 'asking' | 'recording' | 'ended';

/**
 * A recording of a live stream: asks whether it may, writes its files, tells of them. The stream waits for nothing of
 * that; what comes while somebody is asked is recorded too.
 */
export class Recording {
  #state: State = 'asking';
  #end: RecordEnd | undefined;
  /** Its listener knows. */
  #isTold = false;
  readonly #recorder: Recorder;
  readonly #player: LivePlayer;
  #place: RecordingPlace | undefined;
  #opened = 0;
  #last: RecordedFile | undefined;
  /** Resolves when it has ended and all of it is on the disk; never rejects. */
  readonly finished: Promise<void>;
  #isFinished: () => void = () => undefined;

  constructor(
    readonly facts: RecordingFacts,
    readonly live: LiveStream,
    private readonly wish: RecordingWish,
    limits: RecorderLimits,
    private readonly means: RecordingMeans,
    /** Who is told, and may be another publisher than the one it began with. */
    public listener: RecordingListener | undefined,
  ) {
    this.finished = new Promise((resolve) => (this.#isFinished = resolve));
    this.#recorder = new Recorder(limits, means.clock, {
      open: (head) => {
        this.#opened++;
        return this.#place!.open(head);
      },
      unpublished: () => {
        if (facts.cause !== 'request') this.#leave('unpublished');
      },
      ended: (why) => this.#leave(why),
    });
    this.#player = live.join(this.#recorder);
    // What it begins with may be too much already.
    if (this.#end !== undefined) this.#leaveStream();
    void this.#begin();
  }

  /** Whether it has begun, or is about to, and has not ended. */
  get isActive(): boolean {
    return this.#end === undefined;
  }

  /** Milliseconds of media so far. */
  get duration(): number {
    return this.#recorder.duration;
  }

  /** Bytes of media so far. */
  get bytes(): number {
    return this.#recorder.bytes;
  }

  /** Resolves when what came until now is on the disk; with false if there is nothing, or it never will be. */
  flush(): Promise<boolean> {
    this.live.flush();
    return this.#recorder.flush();
  }

  /** Ends it, with all that came until now. */
  stop(why: RecordEnd = 'stopped'): void {
    if (this.#end !== undefined) return;
    this.live.flush();
    this.#leave(why);
  }

  async #begin(): Promise<void> {
    const { hooks, store } = this.means;
    const refusal = await hooks.ask((hook) => hook.onRecord?.(this.facts));
    const place = refusal ?? (await store.reserve(this.wish, this.#news()));
    if (isRefusal(place)) return this.#refuse(place);
    this.#place = place;
    this.#state = 'recording';
    this.means.totals.began(this);
    this.means.trail.recording(this.facts);
    this.listener?.recordingStarted();
    this.#recorder.begin();
    if (this.#end !== undefined) await this.#finish();
  }

  #news() {
    return {
      began: (path: string) => {
        this.means.logger.info('recording', { stream: this.live.name, path, cause: this.facts.cause });
        this.means.hooks.tell((hook) => hook.onRecordStart?.(this.facts, path));
      },
      finished: (file: RecordedFile, index: number) => {
        this.means.logger.info('recorded', { stream: this.live.name, ...file });
        if (index === this.#opened - 1) this.#last = file;
        else this.means.hooks.tell((hook) => hook.onRecordSegment?.(this.facts, file));
      },
      failed: (why: RecordEnd, error?: unknown) => {
        if (error !== undefined) this.means.logger.error('recording failed', { stream: this.live.name, why, error });
        // The last file may turn out to have nothing that it can hold.
        if (this.#end !== undefined && !this.#isTold) this.#end = why;
        this.#leave(why);
      },
    };
  }

  #refuse(refusal: Refusal): void {
    const { rule, reason } = refusal;
    this.means.trail.recording(this.facts, refusal);
    this.means.logger.warn('refused to record', { stream: this.live.name, rule, reason });
    this.#recorder.end();
    this.#state = 'ended';
    this.#end ??= 'failed';
    this.#leaveStream();
    this.listener?.recordingRefused(refusal);
    this.#isFinished();
  }

  /** Takes nothing more. What came while somebody is still asked is written when there is an answer. */
  #leave(why: RecordEnd): void {
    if (this.#end !== undefined) return;
    this.#end = why;
    this.#leaveStream();
    if (this.#state === 'recording') void this.#finish();
  }

  #leaveStream(): void {
    this.live.leave(this.#player);
    this.means.left(this);
  }

  async #finish(): Promise<void> {
    this.#state = 'ended';
    this.#recorder.end();
    const why = this.#end ?? 'failed';
    this.#isTold = true;
    this.means.totals.ended(this, why);
    this.listener?.recordingEnded(why);
    if (TROUBLE.has(why)) this.means.logger.warn('a recording ended early', { stream: this.live.name, why });
    await this.#place?.close();
    this.means.trail.recorded(this.facts, this.#last, why);
    this.means.hooks.tell((hook) => hook.onRecordStop?.(this.facts, this.#last, why));
    this.#isFinished();
  }
}

const TROUBLE: ReadonlySet<RecordEnd> = new Set(['limit', 'quota', 'disk-full', 'too-slow']);
