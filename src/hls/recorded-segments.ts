import { classify } from '../media/classify.js';
import type { MediaMessage } from '../media/media-message.js';
import type { MediaSegment, MediaSource } from '../media/media-source.js';
import type { SegmentMuxer } from './segment-muxer.js';

/** A piece of recorded media as a playlist tells of it: milliseconds of the media. */
export interface RecordedPiece {
  readonly start: number;
  /** Where the next one begins; Infinity for the last one. */
  readonly end: number;
  readonly duration: number;
}

/** Pieces of one medium at most. */
const MAX_PIECES = 20_000;

/** Where recorded media is cut: at the last key frame up to each multiple of `length` milliseconds. */
export async function planPieces(source: MediaSource, length: number): Promise<readonly RecordedPiece[]> {
  const total = await source.duration();
  const step = Math.max(length, Math.ceil(total / MAX_PIECES));
  const starts: number[] = [];
  for (let time = 0; time < total; time += step) {
    const point = await source.seek(time);
    if (point === undefined) break;
    const last = starts.at(-1);
    if (last === undefined || point.time > last) starts.push(point.time);
  }
  return starts.map((start, i) => {
    const next = starts[i + 1];
    return { start, end: next ?? Infinity, duration: Math.max(1, (next ?? total) - start) };
  });
}

/**
 * Makes a piece of recorded media: from its key frame to the next piece's, in the order of the file. Undefined if there
 * is nothing in it.
 *
 * @param read gives what is at a position of the source
 */
export async function makePiece(
  source: MediaSource,
  { start, end }: RecordedPiece,
  read: (position: number) => Promise<Pick<MediaSegment, 'messages' | 'next'>>,
  muxer: SegmentMuxer,
): Promise<Uint8Array | undefined> {
  const point = await source.seek(start);
  if (point === undefined) return undefined;
  for (const message of point.setup) muxer.accept(message.at(start));
  const hasVideo = source.videoCodec !== undefined;
  let hasBegun = false;
  for (let position: number | undefined = point.position; position !== undefined;) {
    const { messages, next }: Pick<MediaSegment, 'messages' | 'next'> = await read(position);
    for (const message of messages) {
      const isPlace = isCut(message, hasVideo);
      if (isPlace && message.timestamp >= end) return muxer.take();
      hasBegun ||= isPlace && message.timestamp >= start;
      if (hasBegun || !classify(message).isFrame) muxer.accept(message);
    }
    position = next;
  }
  return muxer.take();
}

/** Where a piece can begin: a key frame, or any sound if there are no pictures. */
function isCut(message: MediaMessage, hasVideo: boolean): boolean {
  const { isFrame, isKeyFrame } = classify(message);
  return hasVideo ? isKeyFrame : isFrame;
}
