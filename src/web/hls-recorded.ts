import type { HeldMedia } from '../application/media-library.js';
import type { ReadMedia, RecordedPiece } from '../hls/recorded-segments.js';
import { makePiece, planPieces } from '../hls/recorded-segments.js';
import { writeMediaPlaylist } from '../hls/write-playlist.js';
import type { MediaSource } from '../media/media-source.js';
import type { SegmentCache } from '../stream/segment-cache.js';
import type { HlsContainer } from './hls-container.js';
import type { HlsContent } from './hls-content.js';
import { headerName, segmentName } from './hls-content.js';
import type { MadePiece, PieceCache } from './piece-cache.js';

/** What recorded media in segments is made of. */
export interface RecordedMeans {
  /** Of the process: what is read of sources passes through it. */
  readonly segments: SegmentCache;
  readonly pieces: PieceCache;
  readonly container: HlsContainer;
  /** Milliseconds of a segment. */
  readonly length: number;
}

/** Where sources are cut, for all who view them. */
const plans = new WeakMap<MediaSource, Promise<readonly RecordedPiece[]>>();

const utf8 = new TextEncoder();

/** Recorded media in segments, each made when it is asked for and kept for others. The media is released by who opened it. */
export function hlsRecorded({ source }: HeldMedia, means: RecordedMeans): HlsContent {
  const { segments, pieces, container } = means;
  const read: ReadMedia = async (position) => {
    const { batch, next } = await segments.segment(source, position);
    return { messages: batch.messages, next };
  };
  const plan = (): Promise<readonly RecordedPiece[]> => planned(source, means.length, read);
  const make = (piece: RecordedPiece): Promise<MadePiece> =>
    pieces.piece(source, `${piece.start}${container.extension}`, async () => {
      const muxer = container.newMuxer();
      const bytes = await makePiece(source, piece, read, muxer);
      return { bytes, header: muxer.header };
    });
  return {
    playlist: async () => {
      const all = await plan();
      const complete = source.isGrowing ? all.slice(0, -1) : all;
      if (complete.length === 0) return 'none';
      return utf8.encode(playlistOf(complete, source.isGrowing, container));
    },
    segment: async (sequence, part) => {
      const piece = part === undefined ? (await plan())[sequence] : undefined;
      return piece && (await make(piece)).bytes;
    },
    header: async (epoch) => {
      const piece = (await plan()).find((candidate) => candidate.epoch === epoch);
      return piece && (await make(piece)).header;
    },
    newest: undefined,
    leave: () => undefined,
  };
}

function planned(source: MediaSource, length: number, read: ReadMedia): Promise<readonly RecordedPiece[]> {
  const known = plans.get(source);
  if (known !== undefined) return known;
  const plan = planPieces(source, length, read);
  // What still grows is looked at again the next time.
  if (!source.isGrowing) plans.set(source, plan);
  plan.catch(() => plans.delete(source));
  return plan;
}

function playlistOf(pieces: readonly RecordedPiece[], isGrowing: boolean, container: HlsContainer): string {
  const hasHeader = container.extension === '.m4s';
  const entries = pieces.map(({ duration, epoch }, i) => ({
    uri: segmentName(i) + container.extension,
    duration: duration / 1000,
    discontinuity: i > 0 && pieces[i - 1]!.epoch !== epoch,
    map: hasHeader ? headerName(epoch) : undefined,
  }));
  const targetDuration = Math.max(1, ...entries.map(({ duration }) => Math.round(duration)));
  return writeMediaPlaylist({ targetDuration, mediaSequence: 0, kind: isGrowing ? 'event' : 'vod', entries });
}
