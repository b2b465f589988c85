import { raw, u16, u32 } from './hostile-bytes.js';
import { concat } from '../../src/bytes/concat.js';

/** A box around its parts. */
export function box(type: string, ...parts: (number | string | Uint8Array)[]): Uint8Array {
  const body = raw(...parts, new Uint8Array(0));
  return concat([u32(8 + body.length), latin1(type), body]);
}

/** A box with a version and flags. */
export function fullBox(
  type: string,
  version: number,
  flags: number,
  ...parts: (number | string | Uint8Array)[]
): Uint8Array {
  return box(type, u32(((version << 24) | flags) >>> 0), ...parts);
}

export function u64(value: number): Uint8Array {
  return concat([u32(Math.floor(value / 2 ** 32)), u32(value % 2 ** 32)]);
}

export function zeros(count: number): Uint8Array {
  return new Uint8Array(count);
}

/** Numbers of 32 bits one after another. */
export function words(...values: number[]): Uint8Array {
  return concat(values.map((value) => u32(value >>> 0)));
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** avcC with lengths of that many bytes. */
export function avcConfiguration(lengthSize = 4): Uint8Array {
  return raw(1, 66, 0xc0, 30, 0xfc | (lengthSize - 1), 0xe0, 0);
}

export function avcEntry(lengthSize = 4, profile = 66): Uint8Array {
  const record = avcConfiguration(lengthSize);
  record[1] = profile;
  return box('avc1', zeros(24), u16(320), u16(180), zeros(50), box('avcC', record));
}

/** esds with an object type and, if there is one, an AudioSpecificConfig. */
export function esds(objectType: number, configuration?: Uint8Array): Uint8Array {
  const info = configuration === undefined ? zeros(0) : raw(5, configuration.length, configuration);
  const decoder = raw(4, 13 + info.length, objectType, zeros(12), info);
  return fullBox('esds', 0, 0, raw(3, 0x80, 0x80, 3 + decoder.length, zeros(3), decoder));
}

/** Fields of a sound description of QuickTime's version 0, 1 or 2, with boxes behind them. */
export function soundEntry(type: string, version: 0 | 1 | 2, ...boxes: Uint8Array[]): Uint8Array {
  const rate = new Uint8Array(8);
  new DataView(rate.buffer).setFloat64(0, 48_000);
  const appended = [zeros(0), zeros(16), raw(u32(72), rate, u32(6), zeros(20))][version]!;
  const fields = raw(zeros(8), u16(version), zeros(6), u16(2), u16(16), zeros(4), u16(44_100), zeros(2));
  return box(type, fields, appended, ...boxes);
}

export const aacConfiguration = raw(0x12, 0x10);

export function aacEntry(): Uint8Array {
  return soundEntry('mp4a', 0, esds(0x40, aacConfiguration));
}

export interface TrackParts {
  readonly id?: number;
  readonly handler: 'vide' | 'soun' | 'text';
  readonly timescale?: number;
  readonly entries: readonly Uint8Array[];
  /** Boxes of the sample table behind stsd. */
  readonly table: readonly Uint8Array[];
  readonly edits?: Uint8Array;
  readonly isEnabled?: boolean;
}

export function track(parts: TrackParts): Uint8Array {
  const { id = 1, handler, timescale = 1000, entries, table, edits, isEnabled = true } = parts;
  const descriptions = fullBox('stsd', 0, 0, u32(entries.length), ...entries);
  return box(
    'trak',
    fullBox('tkhd', 0, isEnabled ? 1 : 0, zeros(8), u32(id), zeros(68)),
    edits === undefined ? zeros(0) : box('edts', edits),
    box(
      'mdia',
      fullBox('mdhd', 0, 0, zeros(8), u32(timescale), u32(0), u16(0x55c4), zeros(2)),
      fullBox('hdlr', 0, 0, zeros(4), handler, zeros(13)),
      box('minf', box('stbl', descriptions, ...table)),
    ),
  );
}

/** Sample tables of `sizes`, all in one chunk, each `duration` ticks long. */
export function table(sizes: readonly number[], duration: number, offset: number, keys?: number[]): Uint8Array[] {
  return [
    fullBox('stts', 0, 0, words(1, sizes.length, duration)),
    fullBox('stsc', 0, 0, words(1, 1, sizes.length, 1)),
    fullBox('stsz', 0, 0, words(0, sizes.length, ...sizes)),
    fullBox('stco', 0, 0, words(1, offset)),
    ...(keys === undefined ? [] : [fullBox('stss', 0, 0, words(keys.length, ...keys))]),
  ];
}

export const movieHeader = fullBox('mvhd', 0, 0, zeros(8), u32(1000), zeros(84));

/** Media at {@link MEDIA_OFFSET}, and the header of the movie behind it. */
export function movie(media: Uint8Array, ...tracks: Uint8Array[]): Uint8Array {
  return concat([box('ftyp', 'isom', u32(0)), box('mdat', media), box('moov', movieHeader, ...tracks)]);
}

export const MEDIA_OFFSET = 16 + 8;
