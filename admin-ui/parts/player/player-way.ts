import type { StreamAddress } from './stream-address.js';

/** How a stream comes to a page. */
export const wayNames = ['ws-flv', 'hls', 'rtmp'] as const;
export type WayName = (typeof wayNames)[number];

/** Why nothing is shown any more. */
export interface WayEnd {
  /** A sentence for who watches. */
  readonly reason: string;
  /**
   * `absent`: nobody publishes, and there is no recording, at present; `refused`: who asks may not; `unplayable`: this
   * browser cannot show it in this way; `lost`: the connection broke.
   */
  readonly kind: 'absent' | 'refused' | 'unplayable' | 'lost';
}

/** A stream that comes in one way into a <video>. */
export interface RunningWay {
  /** Bytes of media that came. */
  readonly bytes: number;
  /** Milliseconds from what is shown to the newest that has come, or to the live edge; undefined if it is not live. */
  readonly delay: number | undefined;
  close(): void;
}

/** Starts to play. `ended` is called once at most, and never after `close`. */
export type StartWay = (video: HTMLVideoElement, address: StreamAddress, ended: (end: WayEnd) => void) => RunningWay;

/** Milliseconds of media that a <video> has and has not shown. */
export function bufferedAhead({ buffered, currentTime }: HTMLVideoElement): number {
  return buffered.length === 0 ? 0 : Math.max(0, buffered.end(buffered.length - 1) - currentTime) * 1000;
}
