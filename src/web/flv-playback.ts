import type { LivePlay } from '../application/client.js';
import type { Refusal } from '../application/refusal.js';
import { flvTags } from '../flv/index.js';
import type { MediaBatch } from '../media/media-batch.js';
import { wrappingsKnown } from '../media/wrappings.js';
import type { LivePlayer } from '../stream/live-player.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { MessageSink, PlayerEnd } from '../stream/message-sink.js';
import type { Timer } from '../time/clock.js';
import { FlvBeginning } from './flv-beginning.js';
import type { FlvClient } from './flv-client.js';
import type { FlvUse } from './flv-use.js';

/** What players of FLV know of Enhanced RTMP v2: neither mpegts.js nor ffmpeg reads tracks or ModEx. */
const WRAPPINGS = wrappingsKnown(false, false);

/** Milliseconds from the first media of a publisher until what has been seen is taken for all that it sends. */
const BEGINNING = 500;

/** A client that plays a live stream as FLV. */
export class FlvPlayback implements FlvUse, MessageSink {
  #live: LiveStream | undefined;
  #player: LivePlayer | undefined;
  /** What is not written yet, before the header is. */
  #beginning: FlvBeginning | undefined = new FlvBeginning();
  #timer: Timer | undefined;

  constructor(private readonly client: FlvClient) {}

  get clientId(): string {
    return this.client.client.id;
  }

  get address(): string {
    return this.client.client.facts.address;
  }

  get livePlay(): LivePlay | undefined {
    const [stream, player] = [this.#live, this.#player];
    return stream === undefined || player === undefined ? undefined : { stream, player };
  }

  get activeAt(): number {
    return this.#live?.sentAt ?? 0;
  }

  get queuedBytes(): number {
    const { queuedBytes, bounds, traffic, environment } = this.client;
    const queued = queuedBytes + (this.#beginning?.heldBytes ?? 0);
    if (bounds.outgoing === undefined || this.#live === undefined) return queued;
    const fill = bounds.outgoing.fill(traffic.sent, environment.clock.now());
    return Math.max(queued, fill * this.#live.queueLimit);
  }

  async begin(): Promise<Refusal | undefined> {
    const { client, name, instance, environment } = this.client;
    const refusal = await instance.play(client, name);
    if (refusal !== undefined || this.client.isClosed) return refusal;
    const live = instance.liveStream(name);
    this.#live = live;
    if (live.publisher === undefined) this.#awaitPublisher();
    const before = this.client.traffic.sent;
    this.#player = live.join(this);
    this.client.bounds.outgoing?.forgive(this.client.traffic.sent - before, environment.clock.now());
    instance.trail.playing(client, name);
    this.client.logger.info('playing', { stream: name.name });
    return undefined;
  }

  write(batch: MediaBatch): void {
    const readable = batch.readableWith(WRAPPINGS);
    if (readable.messages.length === 0) return;
    if (this.#beginning !== undefined) this.#hold(this.#beginning, readable);
    else this.client.write([readable.encodedAs(flvTags)], readable.messages.length);
  }

  published(): void {
    this.#timer?.cancel();
  }

  /** The publisher is gone and did not come back in time. */
  unpublished(): void {
    this.#begin();
    this.client.close('closed-by-server', 200, 'The stream is no longer published.');
  }

  ended(why: PlayerEnd): void {
    const fields = { stream: this.client.name.name, queuedBytes: this.queuedBytes, drops: this.#player?.queue.drops };
    if (why === 'too-slow') this.client.logger.warn('a player fell too far behind and is disconnected', fields);
    this.client.close('too-slow');
  }

  /** Players have nothing to say. */
  received(): void {
    return;
  }

  finished(): void {
    return;
  }

  end(): void {
    this.#timer?.cancel();
    const { client, instance, name } = this.client;
    const [live, player] = [this.#live, this.#player];
    this.#live = this.#player = undefined;
    if (live === undefined) return;
    if (player !== undefined) live.leave(player);
    instance.stopped(client, name, live);
  }

  #hold(beginning: FlvBeginning, batch: MediaBatch): void {
    const { clock } = this.client.environment;
    const live = this.#live;
    const isPublished = live?.publisher !== undefined;
    if (beginning.isEmpty && isPublished) this.#timer = clock.after(BEGINNING, () => this.#begin());
    // A rate there is when a second of the stream has been seen.
    const isOld = isPublished && live.byteRate > 0;
    const format = live?.statistics.health(clock.now()).format ?? { audio: undefined, video: undefined };
    if (beginning.accept(batch, format, isOld)) this.#begin();
  }

  #begin(): void {
    const beginning = this.#beginning;
    if (beginning === undefined || beginning.isEmpty) return;
    this.#beginning = undefined;
    this.#timer?.cancel();
    const parts = beginning.take();
    this.client.stream.accept('video/x-flv');
    this.client.write(parts, parts.length - 1);
  }

  #awaitPublisher(): void {
    const { environment, logger, name } = this.client;
    const wait = environment.options().publisherWait;
    this.#timer = environment.clock.after(wait, () => {
      if (this.#live?.publisher !== undefined) return;
      logger.info('nobody came to publish what a player waited for', { stream: name.name, wait });
      this.client.close('rejected', 404, `Nobody publishes ${name.name} at present.`);
    });
  }
}
