import { classify } from '../media/classify.js';
import { MediaBatch } from '../media/media-batch.js';
import { MediaFormatTracker } from '../media/media-format-tracker.js';
import type { MediaMessage } from '../media/media-message.js';
import { wrappingsKnown } from '../media/wrappings.js';
import type { AnnouncedMedia } from '../mp4/announced-media.js';
import { readAnnouncedMedia } from '../mp4/announced-media.js';
import type { Timer } from '../time/clock.js';
import type { FeedOwner } from './buffer-queue.js';
import { BufferQueue } from './buffer-queue.js';
import { Listeners } from './listeners.js';
import { LiveEdge } from './live-edge.js';
import type { MediaElementLike, MediaSourceConstructor, MediaSourceLike } from './media-source-like.js';
import { objectAddress, platformMediaSource, secondsAhead } from './media-source-like.js';
import { mediaTypes } from './media-types.js';
import type { NetStream, PlayOptions } from './net-stream.js';
import { platformClock } from './platform.js';
import type { ControlledPlayer } from './play-control.js';
import { PlayControl } from './play-control.js';
import { TrackFeed } from './track-feed.js';
import { VideoError } from './video-error.js';

/** How a {@link VideoPlayer} shows a stream. */
export interface VideoPlayerOptions {
  /**
   * Milliseconds of live media that may wait to be shown. With twice as much the picture runs a little faster until it is
   * so; with much more it jumps. Of recordings the element shows all, and can go anywhere. Default 200.
   */
  readonly buffer?: number;
}

const DEFAULT_BUFFER = 200;
/** Milliseconds of a recording that the server sends ahead. */
const RECORDED_BUFFER = 5000;
/** Milliseconds that the second of audio and video is waited for. */
const BEGINNING = 500;
/** One track, and nothing around it. */
const WRAPPINGS = wrappingsKnown(false, false);
const KINDS = ['audio', 'video'] as const;

type Kind = (typeof KINDS)[number];

/**
 * Shows what a {@link NetStream} plays in a `<video>` or `<audio>`, by Media Source: the codecs are those of the browser. When
 * the connection was made anew it goes on. It does not start the element: `autoplay` and `muted` are for the page to say.
 * What somebody does to the element, pause, play and in recordings seek, is done at the server.
 */
export class VideoPlayer implements FeedOwner, ControlledPlayer {
  readonly #errors = new Listeners<[error: VideoError]>();
  readonly #forget: (() => void)[];
  readonly #sink: MediaSourceConstructor;
  readonly #edge: LiveEdge;
  readonly #control: PlayControl;
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
  #announced: AnnouncedMedia | undefined;
  /** The newest sequence header of each kind, which another Media Source has to begin with. */
  readonly #setup = new Map<Kind, MediaMessage>();
  #timer: Timer | undefined;
  #isAnew = false;
  #offset = 0;
  #bytes = 0;

  /** Throws a VideoError where there is no Media Source. */
  constructor(
    private readonly stream: NetStream,
    private readonly element: MediaElementLike,
    { buffer = DEFAULT_BUFFER }: VideoPlayerOptions = {},
  ) {
    const sink = platformMediaSource();
    if (sink === undefined)
      throw new VideoError('no-media-source', 'This browser has no Media Source: play HLS in it.');
    this.#sink = sink;
    this.#edge = new LiveEdge(element, buffer / 1000, () => !this.isRecorded);
    const broke = (): void =>
      this.failed(new VideoError('failed', element.error?.message ?? 'The browser cannot show it.'));
    element.addEventListener('error', broke);
    this.#control = new PlayControl(stream, element, this);
    this.#forget = [
      () => element.removeEventListener('error', broke),
      stream.onMedia((message) => this.#received(message)),
      stream.onStatus(({ code }) => {
        if (code === 'NetStream.Play.Start' && !this.isRecorded) this.#isAnew = true;
        if (code === 'NetStream.Play.Complete' && this.isRecorded) this.#complete();
      }),
      () => this.#control.close(),
    ];
  }

  /** Plays a stream of the application. */
  play(name: string, options?: PlayOptions): void {
    if (this.isRecorded) this.#end();
    this.stream.play(name, { bufferLength: RECORDED_BUFFER, ...options });
  }

  /** Whether what is shown is a recording. */
  get isRecorded(): boolean {
    return this.stream.isRecorded;
  }

  /** Bytes of media that have come. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Milliseconds that have come and are not shown yet. */
  get ahead(): number {
    return secondsAhead(this.element) * 1000;
  }

  /** In seconds. */
  get currentTime(): number {
    return this.element.currentTime;
  }

  /** By the control. */
  get hasShown(): boolean {
    return this.#edge.hasShown;
  }

  /** By the control. */
  get offset(): number {
    return this.#offset;
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
    this.#edge.update();
  }

  /** By a feed. */
  failed(error: VideoError): void {
    this.#end();
    this.#errors.tell(error);
  }

  /** By the control. */
  moved(): void {
    for (const feed of this.#feeds.values()) feed.clear();
  }

  /** By the control. */
  resumed(): void {
    for (const feed of this.#feeds.values()) feed.restart();
    this.#edge.resume();
  }

  #received(message: MediaMessage): void {
    const { kind } = message;
    if (kind === 'data') {
      this.#announced = readAnnouncedMedia(message.payload) ?? this.#announced;
      return;
    }
    this.#bytes += message.payload.length;
    if (!this.#control.takes(message)) return;
    if (this.#isAnew) this.#restart(message.timestamp);
    for (const readable of new MediaBatch([message], false).readableWith(WRAPPINGS).messages) {
      this.#format.accept(readable);
      this.#show(readable, kind);
      if (classify(readable).isSequenceHeader) this.#setup.set(kind, readable);
    }
  }

  #show(message: MediaMessage, kind: Kind): void {
    if (this.#state === 'showing') return this.#feed(message, kind);
    this.#held.push(message);
    if (this.#state === 'opening') return;
    const { format } = this.#format;
    if (KINDS.every((one) => format[one] !== undefined || this.#announced?.[one] === false)) return this.#begin();
    this.#timer ??= platformClock.after(BEGINNING, () => this.#begin());
  }

  #feed(message: MediaMessage, kind: Kind): void {
    const isTaken = this.#known.has(kind) && this.#feeds.get(kind)?.accept(message) !== false;
    if (isTaken) return;
    // A Media Source says at its beginning what it holds: there must be another.
    this.#end();
    this.#held = [...this.#setup.values()].map((header) => header.at(message.timestamp));
    this.#show(message, kind);
  }

  /** It is known what there is: a Media Source is made for that. */
  #begin(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const { format } = this.#format;
    const types = new Map<Kind, string>();
    for (const kind of KINDS) {
      const found = format[kind];
      if (found === undefined) continue;
      this.#known.add(kind);
      const type = mediaTypes(kind, found).find((candidate) => this.#sink.isTypeSupported(candidate));
      if (type !== undefined) types.set(kind, type);
      else
        this.#errors.tell(
          new VideoError('unsupported', `This browser does not play ${kind} of the codec ${found.codecString}.`),
        );
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
    this.#offset = -Math.min(...held.map(({ timestamp }) => timestamp)) / 1000;
    for (const [kind, type] of types) {
      const queue = new BufferQueue(source.addSourceBuffer(type), this);
      this.#feeds.set(kind, new TrackFeed(kind, queue, type, this.#offset));
    }
    const { duration } = this.#announced ?? {};
    if (this.isRecorded && duration !== undefined) source.duration = duration / 1000;
    for (const message of held) if (message.kind !== 'data') this.#feed(message, message.kind);
  }

  /** The stream begins again: what comes follows what is there. */
  #restart(timestamp: number): void {
    this.#isAnew = false;
    const { buffered } = this.element;
    const end = buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);
    this.#offset = end - timestamp / 1000;
    for (const feed of this.#feeds.values()) feed.restart(this.#offset);
  }

  /** The recording is through. */
  #complete(): void {
    const source = this.#source;
    const feeds = [...this.#feeds.values()];
    let left = feeds.length;
    for (const feed of feeds) {
      feed.finish(() => {
        if (--left === 0 && source?.readyState === 'open') source.endOfStream();
      });
    }
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
    this.#edge.restart();
    this.#control.restart();
  }
}
