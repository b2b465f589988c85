import type { OpenSegment } from '../hls/hls-segment.js';
import type { SegmentWindow } from '../hls/segment-window.js';
import type { MediaPlaylist, PlaylistPart } from '../hls/write-playlist.js';
import { writeMediaPlaylist } from '../hls/write-playlist.js';
import { headerName, segmentName } from './hls-content.js';

/** What a playlist says beside the segments. */
export interface LivePlaylistFacts extends Pick<MediaPlaylist, 'targetDuration' | 'kind' | 'skips'> {
  /** Milliseconds, which no part is longer than; undefined if there are none. */
  readonly partTarget: number | undefined;
}

const utf8 = new TextEncoder();

/**
 * The text of the playlist of a live stream, in UTF-8.
 *
 * @param window has a segment at least
 * @param extension of segments, with the dot
 */
export function livePlaylist(window: SegmentWindow, facts: LivePlaylistFacts, extension: string): Uint8Array {
  const { shown, open, discontinuitySequence } = window;
  const { partTarget, kind } = facts;
  const newest = shown.at(-1)!.sequence;
  const common = ({ discontinuity, epoch }: OpenSegment) => ({
    discontinuity,
    map: epoch.header === undefined ? undefined : headerName(epoch.number),
  });
  const parts = ({ sequence, parts: all }: OpenSegment): PlaylistPart[] =>
    all.map(({ duration, isIndependent }, i) => {
      return { uri: segmentName(sequence, i) + extension, duration, isIndependent };
    });
  const hasParts = partTarget !== undefined && kind === 'live';
  const next = open === undefined ? segmentName(newest + 1, 0) : segmentName(open.sequence, open.parts.length);
  const text = writeMediaPlaylist({
    ...facts,
    ...{ discontinuitySequence, canBlock: true, mediaSequence: shown[0]!.sequence },
    partTarget: hasParts ? partTarget / 1000 : undefined,
    open: hasParts && open !== undefined ? { ...common(open), parts: parts(open) } : undefined,
    hint: hasParts ? next + extension : undefined,
    entries: shown.map((segment) => ({
      ...common(segment),
      uri: segmentName(segment.sequence) + extension,
      duration: segment.duration,
      date: new Date(segment.date()).toISOString(),
      parts: hasParts ? parts(segment) : [],
    })),
  });
  return utf8.encode(text);
}
