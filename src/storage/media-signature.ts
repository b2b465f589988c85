import type { MediaFile } from '../media/media-file.js';
import type { MediaFormat } from '../media/media-source.js';

/** Boxes that a file of the ISO family or QuickTime may begin with. */
const FIRST_BOXES: readonly string[] = 'ftyp styp moov moof mdat free skip wide pnot uuid pdin sidx'.split(' ');

const SIGNATURE_SIZE = 8;

/**
 * What a file is by how it begins; what nothing speaks for is what its name says. MP3 may begin with anything,
 * so that only its name tells it from what cannot be played.
 */
export async function mediaFormat(file: MediaFile, path: string): Promise<MediaFormat> {
  const bytes = await file.read(0, SIGNATURE_SIZE);
  const text = String.fromCharCode(...bytes);
  if (text.startsWith('FLV')) return 'flv';
  if (FIRST_BOXES.includes(text.slice(4))) return 'mp4';
  if (text.startsWith('ID3') || isFrameHeader(bytes)) return 'mp3';
  return byExtension(path);
}

/** An MPEG audio frame header: 11 bits of sync; version, layer, bit rate and sampling rate that exist. */
function isFrameHeader([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  const isSync = first === 0xff && second >= 0xe0;
  return isSync && (second & 0x18) !== 0x08 && (second & 0x06) !== 0 && third >> 4 !== 15 && (third & 0x0c) !== 0x0c;
}

function byExtension(path: string): MediaFormat {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return extension === 'flv' || extension === 'mp3' ? extension : 'mp4';
}
