import { ByteWriter } from '../bytes/byte-writer.js';
import { crc32Mpeg } from './crc32.js';

/** PIDs of the one program that is written. */
export const PAT_PID = 0;
export const PMT_PID = 0x1000;
export const VIDEO_PID = 0x100;
export const AUDIO_PID = 0x101;
/** Where PCR_PID says that there is no clock. */
const NO_PCR = 0x1fff;

/** stream_type (ISO/IEC 13818-1, table 2-34). */
export const STREAM_TYPES = { mp3: 0x03, aac: 0x0f, avc: 0x1b, hevc: 0x24 } as const;

export interface ElementaryStream {
  readonly pid: number;
  readonly streamType: number;
}

const PROGRAM = 1;
const TRANSPORT_STREAM = 1;

/** The program association section (2.4.4.3): one program, whose map is at {@link PMT_PID}. */
export function writeProgramAssociation(): Uint8Array {
  return section(0x00, TRANSPORT_STREAM, 0, (writer) => {
    writer.u16(PROGRAM).u16(0xe000 | PMT_PID);
  });
}

/**
 * The program map section (2.4.4.8).
 *
 * @param streams the first one carries the clock
 * @param version 0 to 31; another one tells a reader that the streams are others
 */
export function writeProgramMap(streams: readonly ElementaryStream[], version: number): Uint8Array {
  return section(0x02, PROGRAM, version, (writer) => {
    writer.u16(0xe000 | (streams[0]?.pid ?? NO_PCR)).u16(0xf000);
    for (const { pid, streamType } of streams) {
      writer
        .u8(streamType)
        .u16(0xe000 | pid)
        .u16(0xf000);
    }
  });
}

/** Header and checksum around what `write` writes. */
function section(tableId: number, id: number, version: number, write: (writer: ByteWriter) => void): Uint8Array {
  const body = new ByteWriter();
  write(body);
  const rest = body.finish();
  const writer = new ByteWriter(12 + rest.length);
  writer.u8(tableId).u16(0xb000 | (5 + rest.length + 4));
  writer
    .u16(id)
    .u8(0xc1 | ((version & 31) << 1))
    .u16(0);
  writer.bytes(rest);
  return writer.u32(crc32Mpeg(writer.finish())).finish();
}
