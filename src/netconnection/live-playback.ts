import { AmfObject } from '../amf/value.js';
import type { AmfValue } from '../amf/value.js';
import type { StreamName } from '../application/stream-name.js';
import type { MediaBatch } from '../media/media-batch.js';
import type { Wrappings } from '../media/wrappings.js';
import { wrappingsKnown } from '../media/wrappings.js';
import type { LivePlayer } from '../stream/live-player.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { MessageSink, PlayerEnd } from '../stream/message-sink.js';
import type { NetStream } from './net-stream.js';
import type { StatusCode } from './status.js';
import { status } from './status.js';
import type { Playback } from './stream-use.js';

/**
 * A NetStream that plays a live stream: what comes from the stream goes to the client.
 *
 * The order of the messages is that of FMS 4.5: StreamBegin, Play.Reset, Play.Start, sample access,
 * BufferEmpty; then, as soon as somebody publishes, BufferReady, NetStream.Data.Start and the media.
 */
export class LivePlayback implements MessageSink, Playback {
  #player: LivePlayer | undefined;
  readonly #wrappings: Wrappings;

  constructor(
    private readonly stream: NetStream,
    readonly name: StreamName,
    readonly live: LiveStream,
  ) {
    const { multitrack = false, modEx = false } = stream.connection.client.facts.enhanced ?? {};
    this.#wrappings = wrappingsKnown(multitrack, modEx);
  }

  /** Undefined before {@link begin} and after the end. */
  get player(): LivePlayer | undefined {
    return this.#player;
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
    const { id, connection } = this.stream;
    const { send, transport, instance } = connection;
    transport.setChunkSize(instance.clientOptions.outChunkSize);
    send.userControl({ event: 'streamBegin', messageStreamId: id });
    if (reset) this.#notify('NetStream.Play.Reset', `Playing and resetting ${this.name.name}.`);
    this.#notifyStart();
    this.#sampleAccess();
    send.userControl({ event: 'bufferEmpty', messageStreamId: id });
    if (this.live.publisher !== undefined) {
      this.#bufferReady();
      this.#dataStarts();
    }
    this.#join(length);
  }

  write(batch: MediaBatch): void {
    const readable = batch.readableWith(this.#wrappings);
    if (readable.messages.length === 0) return;
    const { connection, id } = this.stream;
    connection.transport.sendMedia(readable, id);
  }

  published(): void {
    this.#bufferReady();
    this.#notify('NetStream.Play.PublishNotify', `${this.name.name} is now published.`);
    this.#dataStarts();
  }

  unpublished(): void {
    this.#notify('NetStream.Play.UnpublishNotify', `${this.name.name} is now unpublished.`);
  }

  ended(why: PlayerEnd): void {
    const { connection } = this.stream;
    if (why === 'length-reached') {
      this.#notifyComplete();
      this.stream.close();
      this.notifyStop();
      return;
    }
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
    const { id, connection } = this.stream;
    const paused = wanted ?? this.#player?.paused === false;
    if (paused) {
      if (this.#player !== undefined) this.live.pause(this.#player, true);
      connection.send.userControl({ event: 'streamEOF', messageStreamId: id });
      this.#notify('NetStream.Pause.Notify', `Pausing ${this.name.name}.`);
    } else {
      connection.send.userControl({ event: 'streamBegin', messageStreamId: id });
      this.#notify('NetStream.Unpause.Notify', `Unpausing ${this.name.name}.`);
      if (this.#player?.paused === true) this.#goOn(this.#player);
    }
  }

  notifyStop(): void {
    this.#notify('NetStream.Play.Stop', `Stopped playing ${this.name.name}.`, { reason: '' });
    this.stream.connection.send.userControl({ event: 'streamEOF', messageStreamId: this.stream.id });
  }

  end(): void {
    if (this.#player === undefined) return;
    const { client, instance } = this.stream.connection;
    this.live.leave(this.#player);
    this.#player = undefined;
    instance.stopped(client, this.name, this.live);
  }

  #join(length: number | undefined): void {
    const { wantsAudio: audio, wantsVideo: video } = this.stream;
    const { transport, outgoingCap, environment } = this.stream.connection;
    const before = transport.traffic.sent;
    this.#player = this.live.join(this, { audio, video, ...(length === undefined ? {} : { length }) });
    outgoingCap?.forgive(transport.traffic.sent - before, environment.clock.now());
  }

  /** After a pause FMS says again what it said when playing began (SendDuplicateStart, SendDuplicateOnMetaData). */
  #goOn(player: LivePlayer): void {
    this.#notifyStart();
    this.#sampleAccess();
    if (this.live.publisher !== undefined) this.#dataStarts();
    this.live.pause(player, false);
  }

  #notifyStart(): void {
    this.#notify('NetStream.Play.Start', `Started playing ${this.name.name}.`, { isFastPlay: false });
  }

  /** What was asked for has been played; `duration` is in seconds. */
  #notifyComplete(): void {
    const { id, connection } = this.stream;
    const { bytesPlayed: bytes = 0, timePlayed = 0 } = this.#player ?? {};
    const more = { duration: timePlayed / 1000, bytes };
    connection.send.data(
      id,
      'onPlayStatus',
      status('NetStream.Play.Complete', `Completed playing ${this.name.name}.`, more),
    );
  }

  #sampleAccess(): void {
    const { id, connection } = this.stream;
    const { audio, video } = connection.instance.clientOptions.sampleAccess;
    connection.send.data(id, '|RtmpSampleAccess', audio, video);
  }

  #bufferReady(): void {
    const { id, connection } = this.stream;
    connection.send.userControl({ event: 'bufferReady', messageStreamId: id });
  }

  #dataStarts(): void {
    const { id, connection } = this.stream;
    connection.send.data(id, 'onStatus', AmfObject.of({ code: 'NetStream.Data.Start' }));
  }

  #notify(code: StatusCode, description: string, more: Record<string, AmfValue> = {}): void {
    const { id, connection } = this.stream;
    const fields = { details: this.name.name, clientid: connection.client.id, ...more };
    connection.send.onStatus(id, status(code, description, fields));
  }
}
