import { BitReader } from '../../bytes/bit-reader.js';
import { ByteReader } from '../../bytes/byte-reader.js';
import { MediaError, reading } from '../media-error.js';
import type { AudioCodec } from '../audio-codec.js';
import type { VideoCodec } from '../video-codec.js';
import { readAv1SequenceHeader } from './av1-sequence-header.js';
import type { PictureFormat } from './picture-format.js';
import { pictureFormat } from './picture-format.js';

type PictureReader = (body: Uint8Array) => PictureFormat | undefined;

const READERS: ReadonlyMap<VideoCodec | AudioCodec, PictureReader> = new Map<VideoCodec, PictureReader>([
  ['sorenson-h263', readSorenson],
  ['screen', readScreen],
  ['screen2', readScreen],
  ['vp6', (body) => readVp6(body, 1)],
  ['vp6a', (body) => readVp6(body, 4)],
  ['vp8', readVp8],
  ['vp9', readVp9],
  ['av1', readAv1SequenceHeader],
]);

/** Whether key frames of `codec` say how large the picture is. */
export function keyFrameTellsPicture(codec: VideoCodec | AudioCodec): boolean {
  return READERS.has(codec);
}

/**
 * The picture size as a key frame's first bytes tell it, for codecs that have no sequence header or whose
 * sequence header may leave it out.
 *
 * @param body codec data, from `VideoHeader.bodyOffset` on
 * @returns undefined for other codecs
 * @throws {MediaError}
 */
export function readKeyFramePicture(codec: VideoCodec, body: Uint8Array): PictureFormat | undefined {
  return reading(`${codec} key frame`, () => READERS.get(codec)?.(body));
}

const SORENSON_SIZES: readonly (readonly [number, number])[] = [
  [352, 288],
  [176, 144],
  [128, 96],
  [320, 240],
  [160, 120],
];

/** H263VIDEOPACKET (SWF file format specification 19, chapter 14). */
function readSorenson(body: Uint8Array): PictureFormat {
  const bits = new BitReader(body);
  if (bits.bits(17) !== 1) throw new MediaError('malformed', 'no picture start code');
  bits.skip(5 + 8); // version, temporal reference
  const size = bits.bits(3);
  if (size < 2) return pictureFormat(bits.bits(8 << size), bits.bits(8 << size));
  const known = SORENSON_SIZES[size - 2];
  if (known === undefined) throw new MediaError('malformed', `picture size ${size}`);
  return pictureFormat(known[0], known[1]);
}

/** SCREENVIDEOPACKET: four bits of block size before each dimension. */
function readScreen(body: Uint8Array): PictureFormat {
  const reader = new ByteReader(body);
  return pictureFormat(reader.u16() & 0xfff, reader.u16() & 0xfff);
}

/**
 * VP6FLVVIDEOPACKET: an adjustment byte says how much of the macroblocks is not shown. `prefix` is its size
 * with the alpha offset of VP6A.
 */
function readVp6(body: Uint8Array, prefix: number): PictureFormat {
  const reader = new ByteReader(body);
  const adjustment = reader.u8();
  reader.skip(prefix - 1);
  const first = reader.u8();
  if ((first & 0x80) !== 0) throw new MediaError('malformed', 'an inter frame');
  const separateCoefficients = (first & 1) !== 0;
  const simpleProfile = (reader.u8() & 0x06) === 0;
  if (separateCoefficients || simpleProfile) reader.skip(2);
  const rows = reader.u8();
  const columns = reader.u8();
  return pictureFormat(columns * 16 - (adjustment >> 4), rows * 16 - (adjustment & 0xf));
}

/** RFC 6386, 9.1 */
function readVp8(body: Uint8Array): PictureFormat {
  const reader = new ByteReader(body);
  if ((reader.u8() & 1) !== 0) throw new MediaError('malformed', 'an inter frame');
  reader.skip(2);
  if (reader.u24() !== 0x9d012a) throw new MediaError('malformed', 'no start code');
  const width = reader.u8() | (reader.u8() << 8);
  const height = reader.u8() | (reader.u8() << 8);
  return pictureFormat(width & 0x3fff, height & 0x3fff);
}

const RGB = 7;

/** VP9 bitstream specification, 6.2 */
function readVp9(body: Uint8Array): PictureFormat {
  const bits = new BitReader(body);
  if (bits.bits(2) !== 2) throw new MediaError('malformed', 'no frame marker');
  const profile = bits.bits(1) | (bits.bits(1) << 1);
  if (profile === 3) bits.skip(1);
  if (bits.flag() || bits.flag()) throw new MediaError('malformed', 'an inter frame');
  bits.skip(2); // show_frame, error_resilient_mode
  if (bits.bits(24) !== 0x498342) throw new MediaError('malformed', 'no sync code');
  if (profile >= 2) bits.skip(1);
  const subsamplingTold = profile === 1 || profile === 3;
  if (bits.bits(3) === RGB) bits.skip(subsamplingTold ? 1 : 0);
  else bits.skip(subsamplingTold ? 4 : 1);
  return pictureFormat(bits.bits(16) + 1, bits.bits(16) + 1);
}
