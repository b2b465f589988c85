import type { RecordedPlaySnapshot } from '../application/client.js';
import type { HeldMedia } from '../application/media-library.js';
import type { RecordedOptions } from '../application/application-options.js';
import type { StreamName } from '../application/stream-name.js';
import { MediaBatch } from '../media/media-batch.js';
import { MediaMessage } from '../media/media-message.js';
import type { Wrappings } from '../media/wrappings.js';
import { wrappingsKnown } from '../media/wrappings.js';
import type { ApproachManner } from '../stream/approach.js';
import { nextKeyFrame } from '../stream/next-key-frame.js';
import type { PlaylistTime } from '../stream/playlist-time.js';
import { RecordedPlayer } from '../stream/recorded-player.js';
import type { RecordedSink } from '../stream/recorded-sink.js';
import { mediaFailure } from './media-failure.js';
import type { NetStream } from './net-stream.js';
import { PlayNotices } from './play-notices.js';
import type { RecordedItem } from './recorded-item.js';
import type { ItemOwner, ItemPlayback } from './stream-use.js';

/**
 * A NetStream that plays recorded media.
 *
 * The order of the messages is that of FMS: StreamIsRecorded, StreamBegin, Play.Reset, Play.Start, sample access, an
 * empty audio message, NetStream.Data.Start, onMetaData, sequence headers, and the media between its seek frames.
 * All times that come from the client are of the time it sees, which begins with 0 and goes on from item to item.
 */
export class RecordedPlayback implements RecordedSink, ItemPlayback {
  sentAt = 0;
  readonly name: StreamName;
  readonly player: RecordedPlayer;
  readonly #media: HeldMedia;
  readonly #last: number;
  readonly #notices: PlayNotices;
  readonly #options: RecordedOptions;
  readonly #wrappings: Wrappings;
  readonly #aggregates: boolean;
  /** What is told when the media begins; onMetaData is not repeated unless the application says so. */
  #opening: 'first' | 'again' | 'transition' | 'transition-and-seek' = 'first';
  /** Where the client is while it pauses (milliseconds of the media); undefined while it plays. */
  #pausedAt: number | undefined;
  #hasEnded = false;
  /** Called instead of the owner when the media is through: another stream of the same content goes on. */
  #successor: (() => void) | undefined;

  constructor(
    private readonly stream: NetStream,
    { name, media, last, unpaced }: RecordedItem,
    private readonly time: PlaylistTime,
    private readonly owner: ItemOwner,
  ) {
    const { client, instance, environment } = stream.connection;
    const { multitrack = false, modEx = false } = client.facts.enhanced ?? {};
    this.name = name;
    this.#media = media;
    this.#last = last;
    this.#wrappings = wrappingsKnown(multitrack, modEx);
    this.#aggregates = instance.clientOptions.aggregateMessages && client.facts.aggregates === true;
    this.#notices = new PlayNotices(stream, name);
    this.#options = instance.recordedOptions;
    const { clock } = environment;
    const bufferLength = (): number => stream.bufferLength;
    const { segments } = instance.media;
    this.player = new RecordedPlayer(media.source, segments, this, clock, this.#options, bufferLength, unpaced);
    this.player.filter.last = last;
    this.player.filter.receiveAudio(stream.wantsAudio);
    this.player.filter.receiveVideo(stream.wantsVideo);
  }

  get isOver(): boolean {
    return this.player.isOver;
  }

  get played(): ItemPlayback['played'] {
    return { time: this.player.timePlayed, bytes: this.player.bytesPlayed };
  }

  get ahead(): number {
    return this.player.sentUpTo - this.player.time;
  }

  get isPaused(): boolean {
    return this.#pausedAt !== undefined;
  }

  get snapshot(): RecordedPlaySnapshot {
    const { type, name } = this.name;
    return {
      name: type === 'flv' ? name : `${type}:${name}`,
      position: Math.round(this.#pausedAt ?? this.player.time),
      paused: this.isPaused,
      ended: this.isOver,
      sentBytes: this.player.bytesPlayed,
    };
  }

  get queuedBytes(): number {
    return this.stream.connection.transport.queuedBytes;
  }

  /**
   * @param start milliseconds of the media
   * @param ahead milliseconds that the client has yet to play of the item before
   */
  begin(reset: boolean, start: number, ahead: number): void {
    const { transport, instance } = this.stream.connection;
    transport.setChunkSize(instance.clientOptions.outChunkSize);
    this.#notices.events('streamIsRecorded', 'streamBegin');
    if (reset) this.#notices.reset();
    this.#notices.start();
    this.time.beginsWithZero();
    this.player.play({ time: start, manner: this.#manner, ahead });
  }

  /** Goes on at `time`, where there is a key frame, for another stream of the same content. */
  takeOver(time: number, ahead: number): void {
    this.#opening = 'transition';
    this.player.play({ time, manner: 'cut', ahead });
  }

  /** Is paused where `before` was, and goes on in its place. */
  takeOverPaused(before: RecordedPlayback): void {
    this.#opening = 'transition';
    this.#pausedAt = before.#pausedAt;
  }

  /** The time of the first key frame after `time`; undefined if there is none, or if the media cannot be read. */
  async keyFrameAfter(time: number): Promise<number | undefined> {
    try {
      return await nextKeyFrame(this.#media.source, this.stream.connection.instance.media.segments, time);
    } catch (error) {
      this.stream.connection.logger.warn('the media cannot be read', { ...this.#logged, error });
      return undefined;
    }
  }

  /** Plays up to `time` and lets `successor` go on from there (milliseconds of the media). */
  handOver(time: number, successor: () => void): void {
    this.#successor = successor;
    this.player.filter.last = time - 1;
    this.player.release();
  }

  /** Hands over to nobody after all. */
  keep(): void {
    this.#successor = undefined;
    this.player.filter.last = this.#last;
    this.player.release();
  }

  bandwidthDelay(): number {
    const { outgoingCap, transport, environment } = this.stream.connection;
    return outgoingCap?.wait(transport.traffic.sent, environment.clock.now()) ?? 0;
  }

  whenDrained(callback: () => void): void {
    this.stream.connection.transport.whenDrained(callback);
  }

  begins(time: number): void {
    if (this.#opening.startsWith('transition')) this.#notices.transitionComplete();
    if (this.#opening !== 'transition') {
      this.#notices.sampleAccess();
      this.write(new MediaBatch([new MediaMessage('audio', time, new Uint8Array())], true));
      this.#notices.dataStarts();
    }
    if (this.#tellsMetadata()) this.#tellMetadata(time);
    this.#opening = 'again';
  }

  write(batch: MediaBatch, isWhole = false): void {
    const readable = batch.readableWith(this.#wrappings);
    if (readable.messages.length === 0) return;
    const { connection, id } = this.stream;
    this.sentAt = connection.environment.clock.now();
    connection.transport.sendMedia(this.time.place(readable), id, isWhole && this.#aggregates);
  }

  bufferFilled(): void {
    this.#notices.events('bufferEmpty');
  }

  sendingGoesOn(): void {
    this.#notices.events('bufferReady');
  }

  ended(): void {
    if (this.#successor !== undefined) this.#successor();
    else this.owner.over(this);
  }

  failed(error: unknown): void {
    const { code, description, cause } = mediaFailure(error, this.name);
    const { logger } = this.stream.connection;
    logger.warn('playing ended: the media cannot be read', { ...this.#logged, ...cause });
    this.#notices.status(code, description);
    this.owner.over(this, true);
  }

  pause(wanted: boolean | undefined, time: number | undefined): void {
    const { name } = this.name;
    if (wanted ?? this.#pausedAt === undefined) {
      // A picture may be on its way to a client that pauses already.
      if (this.#pausedAt === undefined) this.player.stop();
      this.#pausedAt = this.#mediaTime(time) ?? this.#pausedAt ?? this.player.time;
      this.#tell('pause', this.#pausedAt);
      this.#notices.events('streamEOF');
      this.#notices.status('NetStream.Pause.Notify', `Pausing ${name}.`);
      return;
    }
    this.#notices.events('streamIsRecorded', 'streamBegin');
    this.#notices.status('NetStream.Unpause.Notify', `Unpausing ${name}.`);
    // Flash Player says pause(false) behind play, too, and then there is nothing to go on with.
    if (this.#pausedAt === undefined) return;
    const goesOnAt = this.#mediaTime(time) ?? this.#pausedAt;
    this.#pausedAt = undefined;
    this.#tell('unpause', goesOnAt);
    this.#replay(goesOnAt);
  }

  /** While it pauses only the picture there is shown, and playing goes on from there unless the client says another place. */
  seek(time: number): void {
    const { id } = this.stream;
    const place = this.#mediaTime(time) ?? 0;
    this.#tell('seek', place);
    this.#notices.events('streamEOF', 'streamIsRecorded', 'streamBegin');
    this.#notices.status('NetStream.Seek.Notify', `Seeking ${Math.round(time)} (stream ID: ${id}).`);
    const isPaused = this.#pausedAt !== undefined;
    if (isPaused) this.#pausedAt = place;
    this.#replay(place, isPaused);
  }

  receiveAudio(wanted: boolean): void {
    this.player.filter.receiveAudio(wanted);
  }

  receiveVideo(wanted: boolean): void {
    this.player.filter.receiveVideo(wanted);
  }

  bufferLengthChanged(): void {
    this.player.bufferLengthChanged();
  }

  notifyStop(): void {
    if (!this.isOver) this.#notices.stop();
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.player.stop();
    this.#media.release();
    const { client, instance } = this.stream.connection;
    const { position, sentBytes: streamBytes } = this.snapshot;
    instance.stopped(client, this.name, undefined, { position, streamBytes });
  }

  #tell(event: 'pause' | 'unpause' | 'seek', position: number): void {
    const { client, instance } = this.stream.connection;
    instance.trail.controlled(event, client, this.name, { position, streamBytes: this.player.bytesPlayed });
  }

  get #logged() {
    return { stream: this.name.name, file: this.#media.place };
  }

  #tellsMetadata(): boolean {
    const { type, name } = this.name;
    const told = this.stream.toldMetadataOf;
    this.stream.toldMetadataOf = `${type}:${name}`;
    const { sendDuplicateOnMetaData: again } = this.#options;
    return again === 'once' ? told !== this.stream.toldMetadataOf : again || this.#opening !== 'again';
  }

  #tellMetadata(time: number): void {
    const messages = this.#media.source.metadata.map((message) => message.at(time));
    if (messages.length > 0) this.write(new MediaBatch(messages, true));
  }

  #replay(time: number, still = false): void {
    if (this.#options.sendDuplicateStart) this.#notices.start();
    if (this.#opening === 'transition') this.#opening = 'transition-and-seek';
    this.player.play({ time, manner: this.#manner, still });
  }

  get #manner(): ApproachManner {
    const knowsSeekFrames = this.stream.connection.client.facts.clientSeek === true;
    return this.#options.enhancedSeek && knowsSeekFrames ? 'exact' : 'key-frame';
  }

  /** A time of the client as one of the media. */
  #mediaTime(time: number | undefined): number | undefined {
    return time === undefined ? undefined : Math.max(0, Math.round(time) - this.time.offset);
  }
}
