import type { LivePlay } from '../application/client.js';
import type { StreamName } from '../application/stream-name.js';
import { MediaBatch } from '../media/media-batch.js';
import type { Wrappings } from '../media/wrappings.js';
import { wrappingsKnown } from '../media/wrappings.js';
import { LiveEntry } from '../stream/live-entry.js';
import type { LivePlayer } from '../stream/live-player.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { MessageSink, PlayerEnd } from '../stream/message-sink.js';
import type { PlaylistTime } from '../stream/playlist-time.js';
import type { NetStream } from './net-stream.js';
import { PlayNotices } from './play-notices.js';
import { seekFailed } from './seek-failed.js';
import type { ItemOwner, ItemPlayback } from './stream-use.js';

/** Milliseconds by which a stream that is gone over to may be ahead and keep its own time. */
const TOLERANCE = 10_000;

/** On the way from another live stream. */
interface Entering {
  readonly entry: LiveEntry;
  readonly before: LivePlayback;
  readonly done: () => void;
  readonly failed: () => void;
}

/**
 * A NetStream that plays a live stream: what comes from the stream goes to the client.
 *
 * The order of the messages is that of FMS 4.5: StreamBegin, Play.Reset, Play.Start, sample access,
 * BufferEmpty; then, as soon as somebody publishes, BufferReady, NetStream.Data.Start and the media.
 */
export class LivePlayback implements MessageSink, ItemPlayback {
  #player: LivePlayer | undefined;
  /** Live media is played as it comes. */
  readonly ahead = 0;
  #isOver = false;
  #isTooSlow = false;
  #hasEnded = false;
  #entering: Entering | undefined;
  readonly #wrappings: Wrappings;
  readonly #notices: PlayNotices;

  constructor(
    private readonly stream: NetStream,
    readonly name: StreamName,
    readonly live: LiveStream,
    private readonly time: PlaylistTime,
    private readonly owner: ItemOwner,
  ) {
    this.#notices = new PlayNotices(stream, name);
    const { multitrack = false, modEx = false } = stream.connection.client.facts.enhanced ?? {};
    this.#wrappings = wrappingsKnown(multitrack, modEx);
  }

  /** Undefined before {@link begin} and after the end. */
  get player(): LivePlayer | undefined {
    return this.#player;
  }

  get livePlay(): LivePlay | undefined {
    const player = this.#player;
    return player === undefined ? undefined : { stream: this.live, player };
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get isPaused(): boolean {
    return this.#player?.paused === true;
  }

  get played(): ItemPlayback['played'] {
    const { timePlayed: time = 0, bytesPlayed: bytes = 0 } = this.#player ?? {};
    return { time, bytes };
  }

  get clientId(): string {
    return this.stream.connection.client.id;
  }

  get address(): string {
    return this.stream.connection.client.facts.address;
  }

  get sentAt(): number {
    return this.#player === undefined || this.#player.paused ? 0 : this.live.sentAt;
  }

  get queuedBytes(): number {
    const { transport, outgoingCap, environment } = this.stream.connection;
    const queued = transport.queuedBytes;
    if (outgoingCap === undefined) return queued;
    return Math.max(queued, outgoingCap.fill(transport.traffic.sent, environment.clock.now()) * this.live.queueLimit);
  }

  /** @param length milliseconds to play, undefined for no end */
  begin(reset: boolean, length: number | undefined): void {
    const { transport, instance } = this.stream.connection;
    transport.setChunkSize(instance.clientOptions.outChunkSize);
    this.#notices.events('streamBegin');
    if (reset) this.#notices.reset();
    this.#notices.start();
    this.#notices.sampleAccess();
    this.#notices.events('bufferEmpty');
    if (this.live.publisher !== undefined) {
      this.#notices.events('bufferReady');
      this.#notices.dataStarts();
    }
    this.#join(length);
  }

  /**
   * Takes the place of `before` with its next key frame.
   *
   * @param done called just before: `before` is to be ended
   * @param failed nobody publishes any more, so that there will be none
   */
  takeOver(before: LivePlayback, done: () => void, failed: () => void): void {
    const entry = new LiveEntry();
    this.#entering = { entry, before, done, failed };
    this.#join(undefined);
    entry.joined();
  }

  write(batch: MediaBatch): void {
    if (this.#entering !== undefined) return this.#enter(this.#entering, batch);
    const readable = batch.readableWith(this.#wrappings);
    if (readable.messages.length === 0) return;
    const { connection, id } = this.stream;
    connection.transport.sendMedia(this.time.place(readable), id);
  }

  #enter({ entry, before, done }: Entering, batch: MediaBatch): void {
    // Whoever pauses goes over when it plays again.
    const messages = before.isPaused ? undefined : entry.accept(batch);
    const [first] = messages ?? [];
    if (messages === undefined || first === undefined) return;
    this.#entering = undefined;
    done();
    this.time.switchTo(first.timestamp, TOLERANCE);
    this.#notices.transitionComplete();
    this.write(new MediaBatch(messages));
  }

  published(): void {
    this.#notices.events('bufferReady');
    this.#notices.status('NetStream.Play.PublishNotify', `${this.name.name} is now published.`);
    this.#notices.dataStarts();
  }

  unpublished(): void {
    if (this.#entering !== undefined) return this.#entering.failed();
    this.#notices.status('NetStream.Play.UnpublishNotify', `${this.name.name} is now unpublished.`);
    if (this.owner.hasNext) this.#over();
  }

  ended(why: PlayerEnd): void {
    const { connection } = this.stream;
    if (why === 'length-reached') return this.#over();
    this.#isTooSlow = true;
    const drops = this.#player?.queue.drops;
    const fields = { stream: this.name.name, queuedBytes: this.queuedBytes, drops, 'x-status': 416 };
    connection.logger.warn('a player fell too far behind and is disconnected', fields);
    connection.close('too-slow');
  }

  receiveAudio(wanted: boolean): void {
    this.#player?.receiveAudio(wanted);
  }

  receiveVideo(wanted: boolean): void {
    this.#player?.receiveVideo(wanted);
  }

  pause(wanted: boolean | undefined): void {
    const paused = wanted ?? this.#player?.paused === false;
    const { client, instance } = this.stream.connection;
    instance.trail.controlled(paused ? 'pause' : 'unpause', client, this.name, {
      streamBytes: this.#player?.bytesSent ?? 0,
    });
    if (paused) {
      if (this.#player !== undefined) this.live.pause(this.#player, true);
      this.#notices.events('streamEOF');
      this.#notices.status('NetStream.Pause.Notify', `Pausing ${this.name.name}.`);
    } else {
      this.#notices.events('streamBegin');
      this.#notices.status('NetStream.Unpause.Notify', `Unpausing ${this.name.name}.`);
      if (this.#player?.paused === true) this.#goOn(this.#player);
    }
  }

  /** There is nowhere to go in a live stream. */
  seek(time: number): void {
    const { id, connection } = this.stream;
    connection.send.onStatus(id, seekFailed(time, id, connection.client.id));
  }

  /** What is live is sent when it comes. */
  bufferLengthChanged(): void {
    return;
  }

  notifyStop(): void {
    if (!this.#isOver) this.#notices.stop();
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const { client, instance } = this.stream.connection;
    const { bytesSent: streamBytes = 0 } = this.#player ?? {};
    if (this.#player !== undefined) this.live.leave(this.#player);
    this.#player = undefined;
    const why = this.#isTooSlow ? { why: 'too-slow' } : {};
    instance.stopped(client, this.name, this.live, { streamBytes, ...why });
  }

  #join(length: number | undefined): void {
    const { wantsAudio: audio, wantsVideo: video } = this.stream;
    const { transport, outgoingCap, environment } = this.stream.connection;
    const before = transport.traffic.sent;
    this.#player = this.live.join(this, { audio, video, ...(length === undefined ? {} : { length }) });
    outgoingCap?.forgive(transport.traffic.sent - before, environment.clock.now());
  }

  #over(): void {
    this.#isOver = true;
    this.owner.over(this);
  }

  /** After a pause FMS says again what it said when playing began (SendDuplicateStart, SendDuplicateOnMetaData). */
  #goOn(player: LivePlayer): void {
    this.#notices.start();
    this.#notices.sampleAccess();
    if (this.live.publisher !== undefined) this.#notices.dataStarts();
    this.live.pause(player, false);
  }
}
