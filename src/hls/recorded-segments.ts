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
  /** From 0 on: pieces of another number are set up otherwise. */
  readonly epoch: number;
}

/** Gives what is at a position of a source. */
export type ReadMedia = (position: number) => Promise<Pick<MediaSegment, 'messages' | 'next'>>;

/** Pieces of one medium at most. */
const MAX_PIECES = 20_000;

/** The sequence headers of each kind. */
type Setup = ReadonlyMap<string, Uint8Array>;

interface Place {
  readonly time: number;
  readonly setup: Setup;
  readonly epoch: number;
}

/**
 * Where recorded media is cut: at the last key frame up to each multiple of `length` milliseconds, and at the first one
 * that is set up otherwise.
 */
export async function planPieces(
  source: MediaSource,
  length: number,
  read: ReadMedia,
): Promise<readonly RecordedPiece[]> {
  const total = await source.duration();
  const step = Math.max(length, Math.ceil(total / MAX_PIECES));
  const places: Place[] = [];
  for (let time = 0; time < total; time += step) {
    const found = await placeAt(source, time, read);
    if (found === undefined) break;
    const last = places.at(-1);
    if (last === undefined) places.push({ ...found, epoch: 0 });
    else if (found.time > last.time) places.push(...(await from(last, found, source, read)));
  }
  return places.map(({ time: start, epoch }, i) => {
    const next = places[i + 1]?.time;
    return { start, end: next ?? Infinity, duration: Math.max(1, (next ?? total) - start), epoch };
  });
}

/**
 * Makes a piece of recorded media: from its key frame to the next piece's, in the order of the file. Undefined if there
 * is nothing in it.
 */
export async function makePiece(
  source: MediaSource,
  { start, end }: RecordedPiece,
  read: ReadMedia,
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
      if (isPlace && message.timestamp >= end) return muxer.take(message);
      hasBegun ||= isPlace && message.timestamp >= start;
      // What is set up otherwise between two pictures is left out until the next piece.
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

async function placeAt(source: MediaSource, time: number, read: ReadMedia): Promise<Omit<Place, 'epoch'> | undefined> {
  const point = await source.seek(time);
  if (point === undefined) return undefined;
  const told = setupOf(point.setup);
  // At its very beginning a file sets up by itself.
  const setup = told.size > 0 ? told : setupOf((await read(point.position)).messages);
  return { time: point.time, setup };
}

/** The first sequence header of each kind. */
function setupOf(messages: readonly MediaMessage[]): Setup {
  const setup = new Map<string, Uint8Array>();
  for (const message of messages) {
    const { configurationKey, isSequenceHeader } = classify(message);
    if (configurationKey === undefined || !isSequenceHeader || setup.has(configurationKey)) continue;
    setup.set(configurationKey, message.payload);
  }
  return setup;
}

/** The place after `last`, and before it the one where the set-up changes, if that is another. */
async function from(last: Place, found: Omit<Place, 'epoch'>, source: MediaSource, read: ReadMedia): Promise<Place[]> {
  if (agree(last.setup, found.setup)) return [{ ...found, epoch: last.epoch }];
  // Somewhere in between; both ends come nearer until there is no key frame between them.
  let [before, after] = [last.time, found.time];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    const place = await placeAt(source, middle, read);
    if (place === undefined || agree(place.setup, last.setup)) before = middle;
    else after = Math.min(place.time, middle);
  }
  const epoch = last.epoch + 1;
  if (after >= found.time) return [{ ...found, epoch }];
  return [
    { time: after, setup: found.setup, epoch },
    { ...found, epoch },
  ];
}

/** Whether what both tell is the same. */
function agree(a: Setup, b: Setup): boolean {
  for (const [key, payload] of a) {
    const other = b.get(key);
    if (other !== undefined && !sameBytes(payload, other)) return false;
  }
  return true;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
