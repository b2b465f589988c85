import { BACK_POINTER_SIZE } from './flv-tag.js';

/** Bytes of the header as every known version has it. */
export const FLV_HEADER_SIZE = 9;

const AUDIO_FLAG = 4;
const VIDEO_FLAG = 1;

/** The header of an FLV file (FLV 10.1, annex E.2). */
export interface FlvHeader {
  /** 1, in all files seen. */
  readonly version: number;
  /** What the file claims to hold. Often wrong: what counts are the tags. */
  readonly hasAudio: boolean;
  readonly hasVideo: boolean;
  /** Bytes of the header as it says. */
  readonly dataOffset: number;
}

export function flvHeader(version: number, flags: number, dataOffset: number): FlvHeader {
  const [hasAudio, hasVideo] = [(flags & AUDIO_FLAG) !== 0, (flags & VIDEO_FLAG) !== 0];
  return { version, hasAudio, hasVideo, dataOffset };
}

/** What an FLV file begins with, up to its first tag: the header and the first back pointer, 13 bytes. */
export function encodeFlvHeader({ hasAudio, hasVideo }: Pick<FlvHeader, 'hasAudio' | 'hasVideo'>): Uint8Array {
  const bytes = new Uint8Array(FLV_HEADER_SIZE + BACK_POINTER_SIZE);
  bytes.set([0x46, 0x4c, 0x56, 1, (hasAudio ? AUDIO_FLAG : 0) | (hasVideo ? VIDEO_FLAG : 0), 0, 0, 0, FLV_HEADER_SIZE]);
  return bytes;
}
