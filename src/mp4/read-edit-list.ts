import type { ByteReader } from '../bytes/byte-reader.js';
import { findBoxAt, readFullBox, readU64 } from './read-box.js';

/** What of an edit list counts: where the media begins on the time line of the movie. */
export interface TrackEdit {
  /** Ticks of the movie before the track begins (empty edits). */
  readonly delay: number;
  /** Ticks of the track's composition time that come before the beginning: priming, or B-frames. */
  readonly mediaTime: number;
}

const NO_EDIT: TrackEdit = { delay: 0, mediaTime: 0 };
const EMPTY = -1;

/** An editor writes one or two empty edits. */
const MAX_EMPTY_EDITS = 16;

/**
 * Reads the beginning of an edit list (ISO/IEC 14496-12, 8.6.6): empty edits, and the first that is not. Further ones
 * rearrange the media, which a stream cannot. A list without sense, as one with a negative media time, is
 * as good as none.
 *
 * @param trak the body of a trak box
 */
export function readEditList(trak: Uint8Array): TrackEdit {
  const elst = findBoxAt(trak, 'edts', 'elst');
  if (elst === undefined) return NO_EDIT;
  const { version, reader } = readFullBox(elst);
  const count = reader.u32();
  let delay = 0;
  for (let i = 0; i < count && i < MAX_EMPTY_EDITS; i++) {
    const duration = version === 1 ? readU64(reader) : reader.u32();
    const mediaTime = version === 1 ? readI64(reader) : reader.i32();
    reader.skip(4); // media rate
    if (mediaTime >= 0) return { delay, mediaTime };
    if (mediaTime !== EMPTY) return NO_EDIT;
    delay += duration;
  }
  return { delay, mediaTime: 0 };
}

function readI64(reader: ByteReader): number {
  return reader.i32() * 2 ** 32 + reader.u32();
}
