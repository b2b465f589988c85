import { ByteReader } from '../bytes/byte-reader.js';
import type { Mp3Frame } from '../media/codec-configuration/mp3-frame.js';
import { MP3_HEADER_SIZE } from '../media/codec-configuration/mp3-frame.js';
import { orUndefined, reading } from '../media/media-error.js';

/** What the first frame of a file says of all, in place of sound. */
export interface Mp3Info {
  readonly kind: 'xing' | 'info' | 'vbri';
  /** All frames have the same bitrate: LAME and ffmpeg write `Info` then. */
  readonly isConstant: boolean;
  /** Frames of sound; this one is not counted. */
  readonly frames: number | undefined;
  /** Bytes of all frames, as it was written. */
  readonly bytes: number | undefined;
  /** Samples that the encoder put in front of the sound, and behind it: LAME tells. */
  readonly encoderDelay: number | undefined;
  readonly padding: number | undefined;
}

const XING = 0x58696e67;
const INFO = 0x496e666f;
const VBRI = 0x56425249;

const HAS_FRAMES = 1;
const HAS_BYTES = 2;
const HAS_TOC = 4;
const HAS_QUALITY = 8;

const TOC_SIZE = 100;
/** Bytes of side information that VBRI leaves free, whatever the frame has. */
const VBRI_OFFSET = 32;
/** From the encoder's name to the delays. */
const LAME_DELAYS = 21;

/** Reads what Xing, LAME and Fraunhofer write into the first frame of a file; undefined if it is one of sound. */
export function readMp3Info(frame: Mp3Frame, bytes: Uint8Array): Mp3Info | undefined {
  const side = frame.mpegVersion === 1 ? (frame.channels === 1 ? 17 : 32) : frame.channels === 1 ? 9 : 17;
  return orUndefined(() =>
    reading('MP3 info', () => readXing(bytes.subarray(MP3_HEADER_SIZE + side)) ?? readVbri(bytes)),
  );
}

function readXing(bytes: Uint8Array): Mp3Info | undefined {
  if (bytes.length < 8) return undefined;
  const reader = new ByteReader(bytes);
  const name = reader.u32();
  if (name !== XING && name !== INFO) return undefined;
  const flags = reader.u32();
  const frames = flags & HAS_FRAMES ? reader.u32() : undefined;
  const size = flags & HAS_BYTES ? reader.u32() : undefined;
  if (flags & HAS_TOC) reader.skip(TOC_SIZE);
  if (flags & HAS_QUALITY) reader.skip(4);
  const delays = readDelays(reader);
  const isConstant = name === INFO;
  return { kind: isConstant ? 'info' : 'xing', isConstant, frames, bytes: size, ...delays };
}

function readDelays(reader: ByteReader): Pick<Mp3Info, 'encoderDelay' | 'padding'> {
  if (reader.remaining < LAME_DELAYS + 3 || reader.peek() === 0) return { encoderDelay: undefined, padding: undefined };
  reader.skip(LAME_DELAYS);
  const delays = reader.u24();
  return { encoderDelay: delays >>> 12, padding: delays & 0xfff };
}

function readVbri(bytes: Uint8Array): Mp3Info | undefined {
  if (bytes.length < MP3_HEADER_SIZE + VBRI_OFFSET + 18) return undefined;
  const reader = new ByteReader(bytes.subarray(MP3_HEADER_SIZE + VBRI_OFFSET));
  if (reader.u32() !== VBRI) return undefined;
  reader.skip(2);
  const encoderDelay = reader.u16();
  reader.skip(2);
  const [size, frames] = [reader.u32(), reader.u32()];
  return { kind: 'vbri', isConstant: false, frames, bytes: size, encoderDelay, padding: undefined };
}
