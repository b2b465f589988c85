import { ByteReader, EndOfBytesError } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { fnv1a } from '../bytes/fnv1a.js';
import type { MediaFile } from '../media/media-file.js';
import type { Mp3Layout } from './mp3-layout.js';
import { frameTime } from './mp3-layout.js';
import { Mp3FrameReader } from './mp3-frame-reader.js';

/** Where a frame lies. */
export interface FramePlace {
  /** How many frames of sound are before it. */
  readonly number: number;
  readonly offset: number;
}

/** Where the frames of an MP3 file lie that has them in different sizes. */
export interface Mp3Index {
  /** Bytes of the file. */
  readonly fileSize: number;
  /** Frames of sound. */
  readonly frames: number;
  /** The first frame of each second. */
  readonly seconds: readonly FramePlace[];
}

const BLOCK = 256 * 1024;

/** 'AMI' and the version of what follows. */
const SIGNATURE = 0x414d4901;

/** Looks at all frames of a file, 256 KiB at a time. */
export async function indexMp3(file: MediaFile, layout: Mp3Layout): Promise<Mp3Index> {
  const { like, sound } = layout;
  const reader = new Mp3FrameReader(file, sound, { like, isSync: true, block: BLOCK });
  const seconds: FramePlace[] = [];
  let frames = 0;
  let nextSecond = 0;
  do {
    for (let placed = reader.read(); placed !== undefined; placed = reader.read()) {
      const time = frameTime(layout, frames);
      if (time >= nextSecond) {
        seconds.push({ number: frames, offset: placed.offset });
        nextSecond = (Math.floor(time / 1000) + 1) * 1000;
      }
      frames++;
    }
  } while (await reader.more());
  return { fileSize: file.size, frames, seconds };
}

/** An index as bytes to keep: signature, checksum (FNV-1a) of the rest, the facts, the seconds. */
export function encodeMp3Index({ fileSize, frames, seconds }: Mp3Index): Uint8Array {
  const writer = new ByteWriter(64 + seconds.length * 12).u32(SIGNATURE).u32(0).f64(fileSize).u32(frames);
  for (const { number, offset } of seconds) writer.u32(number).f64(offset);
  writer.patchU32(4, fnv1a(writer.finish(), 8));
  return writer.finish();
}

/** What {@link encodeMp3Index} wrote for a file of that many bytes; undefined if it is anything else. */
export function decodeMp3Index(bytes: Uint8Array, size: number): Mp3Index | undefined {
  try {
    const reader = new ByteReader(bytes);
    if (reader.u32() !== SIGNATURE || reader.u32() !== fnv1a(bytes, 8)) return undefined;
    const [fileSize, frames] = [reader.f64(), reader.u32()];
    const seconds: FramePlace[] = [];
    while (reader.remaining > 0) seconds.push({ number: reader.u32(), offset: reader.f64() });
    return fileSize === size ? { fileSize, frames, seconds } : undefined;
  } catch (error) {
    if (error instanceof EndOfBytesError) return undefined;
    throw error;
  }
}
