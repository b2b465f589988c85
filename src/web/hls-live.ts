import type { ApplicationInstance } from '../application/application-instance.js';
import type { HlsSegment } from '../hls/segmenter.js';
import { Segmenter } from '../hls/segmenter.js';
import { SegmentWindow } from '../hls/segment-window.js';
import type { MediaPlaylist, Variant } from '../hls/write-playlist.js';
import type { MediaBatch } from '../media/media-batch.js';
import { wrappingsKnown } from '../media/wrappings.js';
import { MpegTsMuxer } from '../mpegts/mpeg-ts-muxer.js';
import type { LivePlayer } from '../stream/live-player.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { MessageSink } from '../stream/message-sink.js';
import type { Timer } from '../time/clock.js';
import type { HlsContent } from './hls-content.js';
import type { HlsEnvironment, HlsOptions } from './hls-options.js';

/** Of a stream whose rate is not known yet: bits per second. */
const USUAL_BANDWIDTH = 2_000_000;
/** How much more than on average a stream may take for a while. */
const PEAK = 1.5;

/** A live stream in segments, which all of its viewers share. It is cut from its first viewer on, until there is none. */
export class HlsLive implements MessageSink {
  readonly clientId = undefined;
  readonly address = undefined;
  readonly queuedBytes = 0;
  readonly #segmenter: Segmenter;
  readonly #window: SegmentWindow;
  readonly #live: LiveStream;
  readonly #player: LivePlayer;
  #hasEnded = false;
  #isClosed = false;
  #viewers = 0;
  #idle: Timer | undefined;
  readonly #waiting = new Set<() => void>();

  /** @param closed called once, when it is of no more use */
  constructor(
    private readonly instance: ApplicationInstance,
    live: LiveStream,
    private readonly environment: HlsEnvironment,
    private readonly options: HlsOptions,
    private readonly closed: () => void,
  ) {
    const { clock } = environment;
    this.#live = live;
    this.#window = new SegmentWindow({ segments: options.windowSegments, maxBytes: options.windowSize });
    const newMuxer = (): MpegTsMuxer => new MpegTsMuxer();
    this.#segmenter = new Segmenter(
      options,
      newMuxer,
      () => clock.date(),
      (segment) => this.#add(segment),
    );
    this.#player = live.join(this);
  }

  /** Lets one more view it. */
  view(): HlsContent {
    this.#idle?.cancel();
    this.#viewers++;
    let isHere = true;
    return {
      variant: this.#variant,
      playlist: (sequence) => this.#playlist(sequence),
      segment: (sequence) => Promise.resolve(this.#window.find(sequence)?.bytes),
      leave: () => {
        if (isHere) this.#left();
        isHere = false;
      },
    };
  }

  write(batch: MediaBatch): void {
    for (const message of batch.readableWith(wrappingsKnown(false, true)).messages) this.#segmenter.accept(message);
  }

  published(): void {
    this.#hasEnded = false;
  }

  unpublished(): void {
    this.#segmenter.end();
    this.#hasEnded = true;
    this.#tell();
  }

  /** It takes everything at once, and so is never too slow. */
  ended(): void {
    this.#close();
  }

  get #variant(): Omit<Variant, 'uri'> {
    const { format, bytesPerSecond } = this.#live.statistics.health(this.environment.clock.now());
    const { video, audio } = format;
    const codecs = [video?.codecString, audio?.codecString].filter((codec) => codec !== undefined);
    const bandwidth = bytesPerSecond > 0 ? bytesPerSecond * 8 * PEAK : USUAL_BANDWIDTH;
    if (video?.width === undefined || video.height === undefined) return { bandwidth, codecs };
    return { bandwidth, codecs, resolution: { width: video.width, height: video.height } };
  }

  async #playlist(sequence = 0): Promise<MediaPlaylist | undefined> {
    const { maxSegmentDuration } = this.options;
    const patience = 3 * maxSegmentDuration;
    const newest = (): number => this.#window.newest?.sequence ?? -1;
    // Nobody is to wait for what is far ahead.
    if (sequence > newest() + 2) return undefined;
    let isLate = false;
    const timer = this.environment.clock.after(patience, () => {
      isLate = true;
      this.#tell();
    });
    while (newest() < sequence && !this.#hasEnded && !this.#isClosed && !isLate) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
    timer.cancel();
    const { targetDuration } = this.#segmenter;
    const [first] = this.#window.shown;
    if (targetDuration === undefined || first === undefined) return undefined;
    return {
      ...{ targetDuration, mediaSequence: first.sequence, canBlock: true },
      discontinuitySequence: this.#window.discontinuitySequence,
      kind: this.#hasEnded ? 'ended' : 'live',
      entries: this.#window.shown.map(({ duration, discontinuity, date, ...segment }) => {
        return { uri: `${segment.sequence}.ts`, duration, discontinuity, date: new Date(date).toISOString() };
      }),
    };
  }

  #add(segment: HlsSegment): void {
    this.#window.add(segment);
    this.#tell();
  }

  #tell(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }

  #left(): void {
    this.#viewers--;
    if (this.#viewers > 0 || this.#isClosed) return;
    this.#idle = this.environment.clock.after(this.options.idleTimeout, () => this.#close());
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#idle?.cancel();
    this.#live.leave(this.#player);
    this.instance.publications.left(this.#live);
    this.#tell();
    this.closed();
  }
}
