import type { LivePlay, RecordedPlaySnapshot } from '../application/client.js';
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

/** What a NetStream is asked to play. */
export interface PlayItem {
  readonly name: StreamName;
  /** `any`: live if it is published, else recorded, else live once it is; a number: recorded, from there (milliseconds). */
  readonly start: 'any' | 'live' | number;
  /** Milliseconds to play; undefined for no end. */
  readonly length: number | undefined;
  /** A recording of nothing but data is sent at once and not at its time. */
  readonly allData: boolean;
}

/** What the client of a player may ask for while it plays. */
export interface PlayerControl {
  /** When media was last sent (milliseconds, monotonic); 0 if never. */
  readonly sentAt: number;
  /**
   * @param paused undefined for the opposite of what it is
   * @param time where the client is (milliseconds of its own time); undefined if it does not say
   */
  pause(paused: boolean | undefined, time: number | undefined): void;
  /** @param time milliseconds of the client's own time */
  seek(time: number): void;
  receiveAudio(wanted: boolean): void;
  receiveVideo(wanted: boolean): void;
  /** The client wants another amount of media buffered. */
  bufferLengthChanged(): void;
  /** Tells the client that playing is over, unless it knows. */
  notifyStop(): void;
  /** Plays no more; the client is not told. */
  end(): void;
}

/** How a NetStream goes over from the stream it plays to another (NetStreamPlayTransitions). */
export type Transition = 'switch' | 'swap';

/** What a NetStream does when it plays: one item after the other. */
export interface Playback extends PlayerControl {
  /** What it plays now, if that is live. */
  readonly livePlay: LivePlay | undefined;
  /** What it plays now, if that is recorded. */
  readonly recorded: RecordedPlaySnapshot | undefined;
  /** Plays `item` when those before it are through; at once if they are, unless `waits`. */
  append(item: PlayItem, waits?: boolean): Promise<void>;
  /**
   * Plays `item` in place of the item of the name `old`, by default what is played now: that goes on until the
   * other can take over with a key frame.
   *
   * @param from milliseconds of the client's own time before which it does not; undefined for as soon as can be
   */
  change(item: PlayItem, old: StreamName | undefined, transition: Transition, from?: number): Promise<void>;
}

/** One item that is played. */
export interface ItemPlayback extends PlayerControl {
  readonly name: StreamName;
  /** Everything was sent, or could not be. */
  readonly isOver: boolean;
  /** The client has paused it, be it over or not. */
  readonly isPaused: boolean;
  /** What was played of it: milliseconds, and bytes of audio and video. */
  readonly played: { readonly time: number; readonly bytes: number };
  /** Milliseconds of media that the client has been sent and has not played yet. */
  readonly ahead: number;
}

/** Who is told that an item is over. */
export interface ItemOwner {
  /** Another item waits to be played. */
  readonly hasNext: boolean;
  /**
   * The item will send nothing more.
   *
   * @param failed it could not be played to its end, and the client has been told
   */
  over(item: ItemPlayback, failed?: boolean): void;
}
