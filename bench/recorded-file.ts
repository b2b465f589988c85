import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { encodeAmf0 } from '../src/amf/amf0-encoder.js';
import { AmfArray } from '../src/amf/value.js';
import { concat } from '../src/bytes/concat.js';
import { ByteWriter } from '../src/bytes/byte-writer.js';
import { encodeFlvTag } from '../src/flv/encode-flv-tag.js';
import { encodeFlvHeader } from '../src/flv/flv-header.js';
import { MediaMessage } from '../src/media/media-message.js';

const FPS = 30;
const FRAMES_PER_GOP = 60;

/** Bytes of a picture: 1.4 Mbit/s, a key frame as large as eight others. */
const PICTURE = Math.floor(((1_400_000 / 8) * (FRAMES_PER_GOP / FPS)) / (FRAMES_PER_GOP + 7));

/** Bytes and milliseconds of a frame of sound: 96 kbit/s, 44.1 kHz. */
const SOUND = Math.floor((96_000 / 8) * (1024 / 44_100));
const SOUND_STEP = (1024 / 44_100) * 1000;

/** By this rtmpload knows frames that are numbered. */
const STAMP = 0x52744c64;

const AVC_SETUP = Uint8Array.of(
  ...[0x17, 0, 0, 0, 0, 1, 0x42, 0xc0, 0x1e, 0xff, 0xe1],
  ...[0, 8, 0x67, 0x42, 0xc0, 0x1e, 0xda, 0x02, 0x80, 0xf6],
  ...[1, 0, 4, 0x68, 0xce, 0x3c, 0x80],
);
const AAC_SETUP = Uint8Array.of(0xaf, 0, 0x12, 0x10);

/** Writes an FLV file of the stream that rtmpload publishes, its pictures numbered in the same way. */
export function writeRecordedFile(path: string, seconds: number): void {
  const file = openSync(path, 'w');
  try {
    for (const piece of pieces(seconds)) for (let at = 0; at < piece.length;) at += writeSync(file, piece, at);
    // What has yet to reach the disk would be written while a server is measured.
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The file, a key frame interval at a time. */
function* pieces(seconds: number): Generator<Uint8Array> {
  yield encodeFlvHeader({ hasAudio: true, hasVideo: true });
  const setup = [metadata(seconds), new MediaMessage('video', 0, AVC_SETUP), new MediaMessage('audio', 0, AAC_SETUP)];
  yield joined(setup);
  let sounds = 0;
  for (let first = 0; first < seconds * FPS; first += FRAMES_PER_GOP) {
    const messages: MediaMessage[] = [];
    for (let frame = first; frame < first + FRAMES_PER_GOP; frame++) {
      const time = Math.floor((frame * 1000) / FPS);
      messages.push(new MediaMessage('video', time, picture(frame, frame === first)));
      for (; sounds * SOUND_STEP < ((frame + 1) * 1000) / FPS; sounds++) {
        messages.push(new MediaMessage('audio', Math.floor(sounds * SOUND_STEP), sound));
      }
    }
    yield joined(messages);
  }
}

function metadata(seconds: number): MediaMessage {
  const told = { duration: seconds, framerate: FPS, videocodecid: 7, audiocodecid: 10 };
  return new MediaMessage('data', 0, encodeAmf0(['onMetaData', new AmfArray([], Object.entries(told))]));
}

function picture(number: number, isKey: boolean): Uint8Array {
  const size = isKey ? 8 * PICTURE : PICTURE;
  const head = new ByteWriter()
    .u8(isKey ? 0x17 : 0x27)
    .u8(1)
    .u24(0)
    .u32(size - 9)
    .u8(isKey ? 0x65 : 0x41);
  return padded(head.u32(STAMP).u32(number), size);
}

const sound = padded(new ByteWriter().u8(0xaf).u8(1), SOUND);

function padded(head: ByteWriter, size: number): Uint8Array {
  const bytes = new Uint8Array(size).fill(0x5a);
  bytes.set(head.finish());
  return bytes;
}

function joined(messages: readonly MediaMessage[]): Uint8Array {
  return concat(messages.map(encodeFlvTag));
}
