import type { MessageStreamId, RtmpMessage } from '../rtmp/message.js';
import type { Connection } from './connection.js';
import type { Playback, Publication } from './stream-use.js';

/** The server's side of a NetStream: does nothing, publishes or plays. */
export class NetStream {
  #bufferLength: number;
  wantsAudio = true;
  wantsVideo = true;
  /** The recorded stream whose onMetaData it was sent last, with its type. */
  toldMetadataOf: string | undefined;
  #publication: Publication | undefined;
  #playback: Playback | undefined;

  constructor(
    readonly id: MessageStreamId,
    readonly connection: Connection,
    bufferLength = 0,
  ) {
    this.#bufferLength = bufferLength;
  }

  /** Milliseconds of media that the client wants buffered (SetBufferLength). */
  get bufferLength(): number {
    return this.#bufferLength;
  }

  get publication(): Publication | undefined {
    return this.#publication;
  }

  get playback(): Playback | undefined {
    return this.#playback;
  }

  /** When this stream was last sent media (milliseconds, monotonic); 0 if never. */
  get sentAt(): number {
    return this.#playback?.sentAt ?? 0;
  }

  /** Media or data that the client sends on this stream; ignored unless it publishes. */
  receive(message: RtmpMessage): void {
    this.#publication?.receive(message);
  }

  setBufferLength(milliseconds: number): void {
    this.#bufferLength = milliseconds;
    this.#playback?.bufferLengthChanged();
  }

  beginPublication(publication: Publication): void {
    this.close();
    this.#publication = publication;
  }

  beginPlayback(playback: Playback): void {
    this.close();
    this.#playback = playback;
  }

  receiveAudio(wanted: boolean): void {
    this.wantsAudio = wanted;
    this.#playback?.receiveAudio(wanted);
  }

  receiveVideo(wanted: boolean): void {
    this.wantsVideo = wanted;
    this.#playback?.receiveVideo(wanted);
  }

  /**
   * Ends what it does, without a word to the client.
   *
   * @param lost the client went without a word itself
   */
  close(lost = false): void {
    const [publication, playback] = [this.#publication, this.#playback];
    this.#publication = undefined;
    this.#playback = undefined;
    publication?.end(lost);
    playback?.end();
  }
}
