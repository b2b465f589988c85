import type { JoinedStream } from './joined-stream.js';
import type { MessageSink } from './message-sink.js';

/** One item of a playlist that the server plays. Times are milliseconds. */
export interface PlaylistItem {
  /** `any`: the live stream if somebody publishes it when its turn comes, else recorded media, else the live stream. */
  readonly kind: 'recorded' | 'live' | 'any';
  /** What is played, as a player would ask for it: `mp4:film`, `studio`. */
  readonly name: string;
  /** Of recorded media: where it begins, with the key frame up to there. */
  readonly start: number;
  /** How much of it is shown, counted from {@link start}; Infinity to its end. */
  readonly length: number;
  /** How long a live stream is waited for that nobody publishes; Infinity for as long as it takes. */
  readonly wait: number;
  /** Recorded media without sound and picture is sent all at once. */
  readonly allData?: boolean;
  /** Which of the virtual directories it may be in, beside those for all. */
  readonly virtualKey?: string;
  /** A live stream without an end is waited for again when its publication ends, as long as nothing else is to come. */
  readonly stays?: boolean;
  /** What is taken of it, asked for each message; default: everything. */
  readonly wants?: { readonly audio: boolean; readonly video: boolean };
  /** Where a live stream comes from if it is not one of this instance. */
  readonly from?: LiveSource;
}

/** Live streams that are somewhere else. */
export interface LiveSource {
  join(item: PlaylistItem, sink: MessageSink): JoinedStream;
}

/**
 * Why an item was not shown, or not to its end.
 * - `not-found`: there is no such media, or nothing of it at the time it was to begin
 * - `not-published`: nobody published the live stream in time
 * - `circular`: it is the playlist itself, or one that plays it
 * - `broken`: it cannot be read
 */
export type ItemFailure = 'not-found' | 'not-published' | 'circular' | 'broken';

/** The rest of an item of which `into` milliseconds are over. */
export function restOf(item: PlaylistItem, into: number): PlaylistItem {
  if (into === 0) return item;
  const start = item.kind === 'live' ? item.start : item.start + into;
  return { ...item, start, length: item.length - into };
}
