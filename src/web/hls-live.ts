import type { ApplicationInstance } from '../application/application-instance.js';
import { SegmentWindow } from '../hls/segment-window.js';
import { Segmenter } from '../hls/segmenter.js';
import type { MediaBatch } from '../media/media-batch.js';
import { singleTrack } from '../media/readable-form.js';
import { wrappingsKnown } from '../media/wrappings.js';
import type { LivePlayer } from '../stream/live-player.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { MessageSink } from '../stream/message-sink.js';
import type { Timer } from '../time/clock.js';
import type { HlsContainer } from './hls-container.js';
import type { HlsContent, NoPlaylist, PlaylistWish } from './hls-content.js';
import { livePlaylist } from './hls-live-playlist.js';
import type { HlsEnvironment, HlsOptions } from './hls-options.js';
import { Waiters } from './waiters.js';

/** The tracks of a stream that go together; undefined for none of that kind. */
export interface HlsTracks {
  readonly video: number | undefined;
  readonly audio: number | undefined;
}

/** Segments ahead for which nobody is let wait (RFC 8216bis, 6.2.5.2). */
const MOST_AHEAD = 2;
/** Target durations for which a request is held at most (6.2.5.2). */
const PATIENCE = 3;

/** A live stream in segments, which all of its viewers share. It is cut from its first viewer on, until nobody needs it. */
export class HlsLive implements MessageSink {
  readonly clientId = undefined;
  readonly address = undefined;
  readonly queuedBytes = 0;
  readonly #segmenter: Segmenter;
  readonly #window: SegmentWindow;
  readonly #player: LivePlayer;
  readonly #waiters: Waiters;
  /** The playlist as it is, by whether it skips. */
  readonly #texts = new Map<boolean, Uint8Array>();
  #hasEnded = false;
  #isClosed = false;
  #viewers = 0;
  #hadViewers = false;
  #idle: Timer | undefined;

  /** @param closed called once, when it is of no more use */
  constructor(
    private readonly instance: ApplicationInstance,
    private readonly live: LiveStream,
    private readonly tracks: HlsTracks,
    private readonly container: HlsContainer,
    private readonly environment: HlsEnvironment,
    private readonly options: HlsOptions,
    private readonly closed: () => void,
  ) {
    const { clock } = environment;
    const { dvrWindow, windowSegments: segments, windowSize: maxBytes } = options;
    this.#waiters = new Waiters(clock);
    this.#window = new SegmentWindow({ segments, duration: dvrWindow / 1000, maxBytes });
    this.#segmenter = new Segmenter(options, container.newMuxer, () => clock.date(), {
      part: (open) => this.#changed(() => this.#window.grow(open)),
      segment: (segment) => this.#changed(() => this.#window.add(segment)),
    });
    this.#player = live.join(this);
  }

  /** Lets one more view it. */
  view(): HlsContent {
    this.#idle?.cancel();
    this.#viewers++;
    this.#hadViewers = true;
    let isHere = true;
    const newest = (): HlsContent['newest'] => this.#newest;
    return {
      playlist: (wish) => this.#playlist(wish),
      segment: (sequence, part) => this.#segment(sequence, part),
      header: (epoch) => Promise.resolve(this.#window.epoch(epoch)?.header),
      get newest() {
        return newest();
      },
      leave: () => {
        if (isHere) this.#left();
        isHere = false;
      },
    };
  }

  /** What is kept for viewers who may come is nobody's who plays. */
  get isRecorder(): boolean {
    return this.#hadViewers && this.#viewers === 0;
  }

  write(batch: MediaBatch): void {
    const { video, audio } = this.tracks;
    if (video === 0 && audio === 0) {
      for (const message of batch.readableWith(FIRST_TRACKS).messages) this.#segmenter.accept(message);
      return;
    }
    for (const message of batch.messages) {
      const track = message.kind === 'video' ? video : audio;
      const alone = track === undefined ? undefined : singleTrack(message, track);
      if (alone !== undefined) this.#segmenter.accept(alone);
    }
  }

  published(): void {
    this.#hasEnded = false;
    this.#rest();
  }

  unpublished(): void {
    this.#segmenter.end();
    this.#changed(() => (this.#hasEnded = true));
    this.#rest();
  }

  /** It takes everything at once, and so is never too slow. */
  ended(): void {
    this.#close();
  }

  get #newest(): HlsContent['newest'] {
    const { open, newest } = this.#window;
    if (open !== undefined) return { sequence: open.sequence, part: open.parts.length - 1 };
    if (newest === undefined) return undefined;
    const part = this.#segmenter.partTarget === undefined ? undefined : newest.parts.length - 1;
    return { sequence: newest.sequence, part };
  }

  async #playlist({ sequence, part, skips = false }: PlaylistWish): Promise<Uint8Array | NoPlaylist> {
    const newest = this.#window.newest?.sequence ?? -1;
    if (sequence !== undefined && sequence > newest + MOST_AHEAD) return 'ahead';
    const isThere = await this.#comes(sequence ?? 0, part);
    if (this.#window.newest === undefined) return 'none';
    // Who waits for what does not come is told of the end, if there was one.
    if (!isThere && !this.#isOver) return 'late';
    let text = this.#texts.get(skips);
    if (text === undefined) this.#texts.set(skips, (text = this.#write(skips)));
    return text;
  }

  async #segment(sequence: number, part: number | undefined): Promise<Uint8Array | undefined> {
    if (part === undefined) return this.#window.find(sequence)?.bytes;
    const { newest } = this.#window;
    // The part that comes next was announced, and may be waited for.
    if (newest !== undefined && sequence === newest.sequence + 1) await this.#comes(sequence, part);
    return this.#window.part(sequence, part)?.bytes;
  }

  /** Whether that segment, or that part of it, is there, or comes in time. */
  async #comes(sequence: number, part: number | undefined): Promise<boolean> {
    const isThere = (): boolean => this.#window.hasReached(sequence, part);
    if (!isThere()) {
      const { targetDuration } = this.#segmenter;
      const target = targetDuration === undefined ? this.options.maxSegmentDuration : targetDuration * 1000;
      await this.#waiters.until(() => isThere() || this.#isOver, PATIENCE * target);
    }
    return isThere();
  }

  #write(skips: boolean): Uint8Array {
    const { partTarget, targetDuration = 1 } = this.#segmenter;
    const kind = this.#hasEnded ? 'ended' : 'live';
    return livePlaylist(this.#window, { targetDuration, partTarget, kind, skips }, this.container.extension);
  }

  get #isOver(): boolean {
    return this.#hasEnded || this.#isClosed;
  }

  #changed(change: () => void): void {
    change();
    this.#texts.clear();
    this.#waiters.look();
  }

  #left(): void {
    this.#viewers--;
    this.#rest();
  }

  /** What nobody views is cut for a while, and as long as it is published if viewers may go back. */
  #rest(): void {
    this.#idle?.cancel();
    const isKept = this.options.dvrWindow > 0 && this.live.publisher !== undefined;
    if (this.#viewers > 0 || this.#isClosed || isKept) return;
    this.#idle = this.environment.clock.after(this.options.idleTimeout, () => this.#close());
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#idle?.cancel();
    this.live.leave(this.#player);
    this.instance.publications.left(this.live);
    this.#waiters.look();
    this.closed();
  }
}

/** Track 0 of either kind. */
const FIRST_TRACKS = wrappingsKnown(false, true);
