import type { MediaWindow } from '../../admin/server-control.js';
import type { ApplicationInstance } from '../../application/application-instance.js';
import { encodeFlvHeader } from '../../flv/flv-header.js';
import { flvTags } from '../../flv/index.js';
import type { MediaBatch } from '../../media/media-batch.js';
import { wrappingsKnown } from '../../media/wrappings.js';
import type { LiveStream } from '../../stream/live-stream.js';
import type { MessageSink } from '../../stream/message-sink.js';
import type { Clock } from '../../time/clock.js';

/** As for everybody who plays FLV: neither mpegts.js nor ffmpeg reads tracks or ModEx. */
const WRAPPINGS = wrappingsKnown(false, false);

/** A live stream as FLV for an operator, who passes no gate and is no client. */
export class Preview implements MessageSink {
  readonly clientId = undefined;
  readonly address = undefined;
  #hasBegun = false;

  private constructor(
    private readonly live: LiveStream,
    private readonly window: MediaWindow,
    private readonly clock: Clock,
  ) {}

  /** Plays it until the function that is answered is called. */
  static begin(instance: ApplicationInstance, live: LiveStream, window: MediaWindow, clock: Clock): () => void {
    const player = live.join(new Preview(live, window, clock));
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      live.leave(player);
      instance.publications.left(live);
    };
  }

  get queuedBytes(): number {
    return this.window.queuedBytes;
  }

  write(batch: MediaBatch): void {
    const readable = batch.readableWith(WRAPPINGS);
    if (readable.messages.length === 0) return;
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      const { audio, video } = this.live.statistics.health(this.clock.now()).format;
      this.window.write(encodeFlvHeader({ hasAudio: audio !== undefined, hasVideo: video !== undefined }));
    }
    this.window.write(readable.encodedAs(flvTags));
  }

  published(): void {
    return;
  }

  unpublished(): void {
    this.window.end();
  }

  ended(): void {
    this.window.end();
  }
}
