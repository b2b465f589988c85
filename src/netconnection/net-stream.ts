import type { MessageStreamId, RtmpMessage } from '../rtmp/message.js';
import type { LivePlayback } from './live-playback.js';
import type { LivePublication } from './live-publication.js';
import type { NetConnection } from './net-connection.js';

/** The server's side of a NetStream: does nothing, publishes or plays. */
export class NetStream {
  /** Milliseconds of media that the client wants buffered (SetBufferLength). */
  bufferLength = 0;
  wantsAudio = true;
  wantsVideo = true;
  #publication: LivePublication | undefined;
  #playback: LivePlayback | undefined;

  constructor(
    readonly id: MessageStreamId,
    readonly connection: NetConnection,
  ) {}

  get publication(): LivePublication | undefined {
    return this.#publication;
  }

  get playback(): LivePlayback | undefined {
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
    this.bufferLength = milliseconds;
  }

  beginPublication(publication: LivePublication): void {
    this.close();
    this.#publication = publication;
  }

  beginPlayback(playback: LivePlayback): void {
    this.close();
    this.#playback = playback;
  }

  receiveAudio(wanted: boolean): void {
    this.wantsAudio = wanted;
    this.#playback?.player?.receiveAudio(wanted);
  }

  receiveVideo(wanted: boolean): void {
    this.wantsVideo = wanted;
    this.#playback?.player?.receiveVideo(wanted);
  }

  /** Ends what it does, without a word to the client. */
  close(): void {
    const [publication, playback] = [this.#publication, this.#playback];
    this.#publication = undefined;
    this.#playback = undefined;
    publication?.end();
    playback?.end();
  }
}
