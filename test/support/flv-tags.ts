import { ByteReader } from '../../src/bytes/byte-reader.js';
import type { MediaKind } from '../../src/media/media-message.js';
import { MediaMessage } from '../../src/media/media-message.js';

const KINDS: ReadonlyMap<number, MediaKind> = new Map([
  [8, 'audio'],
  [9, 'video'],
  [18, 'data'],
]);

const TAG_HEADER = 11;

/** The tags of an FLV file as messages, in order, as far as they are whole; tags of other types are left out. */
export function* flvTags(file: Uint8Array): Generator<MediaMessage, void, undefined> {
  const reader = new ByteReader(file);
  if (reader.remaining < 9) return;
  reader.skip(5);
  const dataOffset = reader.u32();
  if (dataOffset > file.length) return;
  reader.skip(dataOffset - 9);
  while (reader.remaining >= 4 + TAG_HEADER) {
    reader.skip(4);
    const kind = KINDS.get(reader.u8() & 0x1f);
    const size = reader.u24();
    const timestamp = (reader.u24() | (reader.u8() << 24)) >>> 0;
    reader.skip(3);
    if (size > reader.remaining) return;
    const payload = reader.view(size);
    if (kind !== undefined) yield new MediaMessage(kind, timestamp, payload);
  }
}
