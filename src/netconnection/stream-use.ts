import type { StreamName } from '../application/stream-name.js';
import type { RtmpMessage } from '../rtmp/message.js';

/** What a NetStream does when it publishes. */
export interface Publication {
  readonly name: StreamName;
  /** Audio, video or data that the client sends. */
  receive(message: RtmpMessage): void;
  /**
   * Publishes no more; the client is not told.
   *
   * @param lost the client went without a word
   */
  end(lost: boolean): void;
}

/** What a NetStream does when it plays. */
export interface Playback {
  readonly name: StreamName;
  /** When media was last sent (milliseconds, monotonic); 0 if never. */
  readonly sentAt: number;
  /** @param paused undefined for the opposite of what it is */
  pause(paused: boolean | undefined): void;
  receiveAudio(wanted: boolean): void;
  receiveVideo(wanted: boolean): void;
  /** Tells the client that playing is over. */
  notifyStop(): void;
  /** Plays no more; the client is not told. */
  end(): void;
}
