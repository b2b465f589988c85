/** What is used of the DOM to show media, so that this compiles without it, and tests need no browser. */

export interface TimeRangesLike {
  readonly length: number;
  start(index: number): number;
  end(index: number): number;
}

interface EventsLike {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

/** A `<video>` or `<audio>`. */
export interface MediaElementLike extends EventsLike {
  src: string;
  currentTime: number;
  playbackRate: number;
  readonly buffered: TimeRangesLike;
  readonly paused: boolean;
  readonly error: { readonly message: string } | null;
  disableRemotePlayback?: boolean;
  removeAttribute(name: string): void;
  load(): void;
  play(): Promise<void>;
}

export interface SourceBufferLike extends EventsLike {
  readonly buffered: TimeRangesLike;
  readonly updating: boolean;
  timestampOffset: number;
  appendBuffer(bytes: Uint8Array): void;
  changeType(type: string): void;
  remove(start: number, end: number): void;
}

export interface MediaSourceLike extends EventsLike {
  readonly readyState: string;
  duration: number;
  addSourceBuffer(type: string): SourceBufferLike;
  endOfStream(): void;
}

export interface MediaSourceConstructor {
  new (): MediaSourceLike;
  isTypeSupported(type: string): boolean;
}

/** Seconds that an element has and has not shown. */
export function secondsAhead({ buffered, currentTime }: MediaElementLike): number {
  return buffered.length === 0 ? 0 : Math.max(0, buffered.end(buffered.length - 1) - currentTime);
}

/** Whether an element has what it is to show. */
export function hasCurrent({ buffered, currentTime }: MediaElementLike): boolean {
  for (let i = 0; i < buffered.length; i++) {
    if (buffered.start(i) <= currentTime && currentTime < buffered.end(i)) return true;
  }
  return false;
}

/** Media Source of this browser; that of phones of Apple has another name. Undefined where there is none. */
export function platformMediaSource(): MediaSourceConstructor | undefined {
  const { MediaSource, ManagedMediaSource } = globalThis as {
    MediaSource?: MediaSourceConstructor;
    ManagedMediaSource?: MediaSourceConstructor;
  };
  return MediaSource ?? ManagedMediaSource;
}

/** An address under which an element finds a Media Source; and how it is given back. */
export const objectAddress = URL as unknown as {
  createObjectURL(source: MediaSourceLike): string;
  revokeObjectURL(address: string): void;
};
