import { ByteWriter } from '../bytes/byte-writer.js';
import type { FragmentSample } from './fragment-sample.js';
import { writeBox, writeFullBox, writeU64 } from './write-box.js';

/** The samples of one track in a fragment. */
export interface TrackRun {
  readonly trackId: number;
  /** Ticks from the beginning of the track to the first of them. */
  readonly decodeTime: number;
  /** Not empty. */
  readonly samples: readonly FragmentSample[];
}

/** tf_flags: offsets count from the beginning of moof. */
const DEFAULT_BASE_IS_MOOF = 0x020000;
/** tr_flags: data offset; duration, size, flags and composition time of each sample. */
const TRUN_FLAGS = 0x000f01;

/** Sample flags (ISO/IEC 14496-12, 8.8.3.1): depends on no other; depends on others, and is no sync sample. */
const SYNC = 0x02000000;
const NON_SYNC = 0x01010000;

const BOX_HEADER = 8;

/** moof and mdat (8.8.4): the samples of each track lie together, in the order of `runs`. */
export function encodeFragment(sequenceNumber: number, runs: readonly TrackRun[]): Uint8Array {
  let size = 0;
  let count = 0;
  for (const { samples } of runs) {
    count += samples.length;
    for (const { data } of samples) size += data.length;
  }
  const writer = new ByteWriter(64 + runs.length * 96 + count * 16 + BOX_HEADER + size);
  const offsets: number[] = [];
  writeBox(writer, 'moof', () => {
    writeFullBox(writer, 'mfhd', 0, 0, () => writer.u32(sequenceNumber));
    for (const run of runs) writeTrackFragment(writer, run, offsets);
  });
  let dataOffset = writer.length + BOX_HEADER;
  runs.forEach(({ samples }, i) => {
    writer.patchU32(offsets[i]!, dataOffset);
    for (const { data } of samples) dataOffset += data.length;
  });
  writeBox(writer, 'mdat', () => {
    for (const { samples } of runs) for (const { data } of samples) writer.bytes(data);
  });
  return writer.finish();
}

function writeTrackFragment(writer: ByteWriter, { trackId, decodeTime, samples }: TrackRun, offsets: number[]): void {
  writeBox(writer, 'traf', () => {
    writeFullBox(writer, 'tfhd', 0, DEFAULT_BASE_IS_MOOF, () => writer.u32(trackId));
    writeFullBox(writer, 'tfdt', 1, 0, () => writeU64(writer, decodeTime));
    writeFullBox(writer, 'trun', 1, TRUN_FLAGS, () => {
      writer.u32(samples.length);
      offsets.push(writer.length);
      writer.u32(0);
      for (const { duration, data, isSync, composition } of samples) {
        writer
          .u32(duration)
          .u32(data.length)
          .u32(isSync ? SYNC : NON_SYNC)
          .u32(composition);
      }
    });
  });
}
