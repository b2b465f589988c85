import type { MediaSource, SeekPoint } from '../media/media-source.js';
import type { PlaylistItem } from './playlist-item.js';
import type { CachedSegment, SegmentCache } from './segment-cache.js';

/** Recorded media that is open until it is let go. */
export interface OpenMedia {
  readonly source: MediaSource;
  release(): void;
}

/** A recorded item that can begin at once. */
export interface PreparedItem extends OpenMedia {
  readonly point: SeekPoint;
  readonly first: CachedSegment;
}

/**
 * Opens a recorded item and reads its first segment. Undefined if there is no such media, or nothing of it at the
 * time it begins; rejects if it cannot be read. Then nothing stays open.
 */
export async function prepareItem(
  item: PlaylistItem,
  open: (item: PlaylistItem) => Promise<OpenMedia | undefined>,
  cache: SegmentCache,
): Promise<PreparedItem | undefined> {
  const media = await open(item);
  if (media === undefined) return undefined;
  const { source } = media;
  let prepared: PreparedItem | undefined;
  try {
    const point = await source.seek(item.start);
    if (point === undefined) return undefined;
    const first = await cache.segment(source, point.position);
    prepared = { source, point, first, release: () => media.release() };
    return prepared;
  } finally {
    if (prepared === undefined) media.release();
  }
}
