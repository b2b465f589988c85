import type { ByteWriter } from '../bytes/byte-writer.js';
import type { TickSamples } from './tick-samples.js';
import { writeFullBox, writeU64 } from './write-box.js';

/**
 * The tables of stbl behind stsd (ISO/IEC 14496-12, 8.6 and 8.7).
 *
 * @param mediaOffset where in the file the first byte of media that is copied lies
 * @param isLong offsets of chunks do not fit into 32 bits
 */
export function writeSampleTable(writer: ByteWriter, samples: TickSamples, mediaOffset: number, isLong: boolean): void {
  const { length, sizes, compositions, keys, chunkOffsets, chunkCounts } = samples;
  writeFullBox(writer, 'stts', 0, 0, () => writeRuns(writer, length, (index) => samples.durationOf(index)));
  if (keys.length < length) {
    writeFullBox(writer, 'stss', 0, 0, () => {
      writer.u32(keys.length);
      for (let i = 0; i < keys.length; i++) writer.u32(keys.at(i) + 1);
    });
  }
  if (hasCompositions(samples)) {
    const version = samples.hasNegativeComposition ? 1 : 0;
    writeFullBox(writer, 'ctts', version, 0, () => writeRuns(writer, length, (index) => compositions.at(index)));
  }
  writeFullBox(writer, 'stsc', 0, 0, () => writeChunkRuns(writer, samples));
  writeFullBox(writer, 'stsz', 0, 0, () => {
    writer.u32(0).u32(length);
    for (let i = 0; i < length; i++) writer.u32(sizes.at(i));
  });
  writeFullBox(writer, isLong ? 'co64' : 'stco', 0, 0, () => {
    writer.u32(chunkCounts.length);
    for (let i = 0; i < chunkCounts.length; i++) {
      const offset = mediaOffset + chunkOffsets.at(i);
      if (isLong) writeU64(writer, offset);
      else writer.u32(offset);
    }
  });
}

function hasCompositions({ compositions, length }: TickSamples): boolean {
  for (let i = 0; i < length; i++) if (compositions.at(i) !== 0) return true;
  return false;
}

/** Runs of one value: how many samples, and the value. */
function writeRuns(writer: ByteWriter, length: number, at: (index: number) => number): void {
  const start = writer.length;
  let runs = 0;
  writer.u32(0);
  for (let index = 0; index < length;) {
    const value = at(index);
    const first = index++;
    while (index < length && at(index) === value) index++;
    writer.u32(index - first).u32(value);
    runs++;
  }
  writer.patchU32(start, runs);
}

const ONLY_ENTRY = 1;

/** Runs of chunks with as many samples: number of the first chunk, how many samples, the sample entry. */
function writeChunkRuns(writer: ByteWriter, { chunkCounts }: TickSamples): void {
  const start = writer.length;
  let runs = 0;
  writer.u32(0);
  for (let chunk = 0; chunk < chunkCounts.length; chunk++) {
    const count = chunkCounts.at(chunk);
    if (chunk > 0 && chunkCounts.at(chunk - 1) === count) continue;
    writer
      .u32(chunk + 1)
      .u32(count)
      .u32(ONLY_ENTRY);
    runs++;
  }
  writer.patchU32(start, runs);
}
