import { MediaBatch } from '../media/media-batch.js';
import { MediaFormatTracker } from '../media/media-format-tracker.js';
import type { MediaMessage } from '../media/media-message.js';
import { wrappingsKnown } from '../media/wrappings.js';
import type { Timer } from '../time/clock.js';
import { Listeners } from './listeners.js';
import type { MediaElementLike, MediaSourceConstructor, MediaSourceLike } from './media-source-like.js';
import { objectAddress, platformMediaSource } from './media-source-like.js';
import type { NetStream, PlayOptions } from './net-stream.js';
import { platformClock } from './platform.js';
import type { FeedOwner } from './track-feed.js';
import { mimeType, TrackFeed } from './track-feed.js';
import { VideoError } from './video-error.js';

/** How a {@link VideoPlayer} shows a stream. */
export interface VideoPlayerOptions {
  /**
   * Milliseconds of live media that may wait to be shown. With twice as much the picture runs a little faster until it is
   * so; with much more it jumps. Undefined: as much as there is, as recordings want it. Default 200.
   */
  readonly buffer?: number | undefined;
}

const DEFAULT_BUFFER = 200;
/** Milliseconds that the second of audio and video is waited for. */
const BEGINNING = 500;
/** Seconds of live media beyond the buffer, with which the picture jumps. */
const JUMP = 1.5;
/** Milliseconds until it may jump again: after a jump a browser first has to decode from the key frame before. */
const JUMP_PAUSE = 3000;
const FASTER = 1.1;
/** One track, and nothing around it. */
const WRAPPINGS = wrappingsKnown(false, false);
const KINDS = ['audio', 'video'] as const;

type Kind = (typeof KINDS)[number];

/**
 * Shows what a {@link NetStream} plays in a `<video>` or `<audio>`, by Media Source: the codecs are those of the browser. When
 * the connection was made anew it goes on. It does not start the element: `autoplay` and `muted` are for the page to say.
 */
export class VideoPlayer implements FeedOwner {
  readonly #errors = new Listeners<[error: VideoError]>();
  readonly #forget: (() => void)[];
  readonly #sink: MediaSourceConstructor;
  readonly #buffer: number | undefined;
  #source: MediaSourceLike | undefined;
  #address = '';
  /** `gathering`: it is not known yet what the stream has; `opening`: the browser makes ready for that. */
  #state: 'gathering' | 'opening' | 'showing' = 'gathering';
  /** What the stream had when it was shown first, be it playable or not. */
  readonly #known = new Set<Kind>();
  readonly #feeds = new Map<Kind, TrackFeed>();
  /** What came before it is shown. */
  #held: MediaMessage[] = [];
  readonly #format = new MediaFormatTracker();
  #timer: Timer | undefined;
  #isAnew = false;
  #hasShown = false;
  #jumpedAt = -Infinity;
  #bytes = 0;

  /** Throws a VideoError where there is no Media Source. */
  constructor(
    private readonly stream: NetStream,
    private readonly element: MediaElementLike,
    { buffer }: VideoPlayerOptions = { buffer: DEFAULT_BUFFER },
  ) {
    const sink = platformMediaSource();
    if (sink === undefined)
      throw new VideoError('no-media-source', 'This browser has no Media Source: play HLS in it.');
    this.#sink = sink;
    this.#buffer = buffer;
    const { element: shown } = this;
    const broke = (): void =>
      this.failed(new VideoError('failed', shown.error?.message ?? 'The browser cannot show it.'));
    shown.addEventListener('error', broke);
    this.#forget = [
      () => shown.removeEventListener('error', broke),
      stream.onMedia((message) => this.#received(message)),
      stream.onStatus(({ code }) => {
        if (code === 'NetStream.Play.Start') this.#isAnew = true;
      }),
    ];
  }

  /** Plays a stream of the application. */
  play(name: string, options?: PlayOptions): void {
    this.stream.play(name, options);
  }

  /** Bytes of media that have come. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Milliseconds that have come and are not shown yet. */
  get ahead(): number {
    const { buffered, currentTime } = this.element;
    return buffered.length === 0 ? 0 : Math.max(0, buffered.end(buffered.length - 1) - currentTime) * 1000;
  }

  /** In seconds. */
  get currentTime(): number {
    return this.element.currentTime;
  }

  /** Calls `listener` when something cannot be shown. Answers what ends that. */
  onError(listener: (error: VideoError) => unknown): () => void {
    return this.#errors.add(listener);
  }

  /** Shows no more. The stream is not closed. */
  close(): void {
    for (const forget of this.#forget.splice(0)) forget();
    this.#end();
    this.element.removeAttribute('src');
    this.element.load();
  }

  /** By a feed. */
  updated(): void {
    const { element } = this;
    const { buffered } = element;
    const last = buffered.length - 1;
    if (last < 0) return;
    const [start, end] = [buffered.start(last), buffered.end(last)];
    const target = (this.#buffer ?? 0) / 1000;
    const ahead = end - element.currentTime;
    if (!this.#hasShown) {
      this.#hasShown = true;
      element.currentTime = this.#buffer === undefined ? start : Math.max(start, end - target);
    } else if (this.#buffer !== undefined && ahead > target + JUMP) {
      const now = platformClock.now();
      if (now - this.#jumpedAt < JUMP_PAUSE) return;
      this.#jumpedAt = now;
      element.currentTime = Math.max(start, end - target);
    } else if (element.currentTime < start && !isWithin(element)) {
      // What was lost on the way is not waited for.
      element.currentTime = start;
    } else if (this.#buffer !== undefined) {
      if (ahead > 2 * target) element.playbackRate = FASTER;
      else if (ahead <= target) element.playbackRate = 1;
    }
  }

  /** By a feed. */
  failed(error: VideoError): void {
    this.#end();
    this.#errors.tell(error);
  }

  #received(message: MediaMessage): void {
    if (message.kind === 'data') return;
    this.#bytes += message.payload.length;
    if (this.#isAnew) this.#restart(message.timestamp);
    for (const readable of new MediaBatch([message], false).readableWith(WRAPPINGS).messages) {
      this.#format.accept(readable);
      this.#show(readable);
    }
  }

  #show(message: MediaMessage): void {
    if (this.#state === 'showing') return this.#feed(message);
    this.#held.push(message);
    if (this.#state === 'opening') return;
    const { format } = this.#format;
    if (format.audio !== undefined && format.video !== undefined) return this.#begin();
    this.#timer ??= platformClock.after(BEGINNING, () => this.#begin());
  }

  #feed(message: MediaMessage): void {
    if (message.kind === 'data') return;
    if (this.#known.has(message.kind)) return this.#feeds.get(message.kind)?.accept(message);
    // A Media Source says at its beginning what it holds: there must be another.
    this.#end();
    this.#show(message);
  }

  /** It is known what there is: a Media Source is made for that. */
  #begin(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const { format } = this.#format;
    const types = new Map<Kind, string>();
    for (const kind of KINDS) {
      const codec = format[kind]?.codecString;
      if (codec === undefined) continue;
      this.#known.add(kind);
      const type = mimeType(kind, codec);
      if (this.#sink.isTypeSupported(type)) types.set(kind, type);
      else
        this.#errors.tell(new VideoError('unsupported', `This browser does not play ${kind} of the codec ${codec}.`));
    }
    this.#state = types.size === 0 ? 'showing' : 'opening';
    if (types.size > 0) this.#open(types);
    else this.#held = [];
  }

  #open(types: ReadonlyMap<Kind, string>): void {
    const { element } = this;
    const source = new this.#sink();
    this.#source = source;
    source.addEventListener('sourceopen', () => this.#opened(source, types));
    this.#address = objectAddress.createObjectURL(source);
    // Without it phones of Apple open none.
    element.disableRemotePlayback = true;
    element.src = this.#address;
  }

  #opened(source: MediaSourceLike, types: ReadonlyMap<Kind, string>): void {
    if (this.#source !== source || this.#state !== 'opening') return;
    this.#state = 'showing';
    this.#letGo();
    const held = this.#held;
    this.#held = [];
    // The element's time begins with what is the earliest.
    const offset = -Math.min(...held.map(({ timestamp }) => timestamp)) / 1000;
    for (const [kind, type] of types) {
      this.#feeds.set(kind, new TrackFeed(kind, source.addSourceBuffer(type), type, offset, this));
    }
    for (const message of held) this.#feed(message);
  }

  /** The stream begins again: what comes follows what is there. */
  #restart(timestamp: number): void {
    this.#isAnew = false;
    const { buffered } = this.element;
    const end = buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);
    for (const feed of this.#feeds.values()) feed.restart(end - timestamp / 1000);
  }

  #letGo(): void {
    if (this.#address !== '') objectAddress.revokeObjectURL(this.#address);
    this.#address = '';
  }

  #end(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const feed of this.#feeds.values()) feed.close();
    this.#feeds.clear();
    this.#known.clear();
    this.#letGo();
    this.#source = undefined;
    this.#state = 'gathering';
    this.#held = [];
    this.#hasShown = false;
  }
}

function isWithin({ buffered, currentTime }: MediaElementLike): boolean {
  for (let i = 0; i < buffered.length; i++) {
    if (buffered.start(i) <= currentTime && currentTime < buffered.end(i)) return true;
  }
  return false;
}
