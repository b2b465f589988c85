import { MediaError } from '../media/media-error.js';
import type { MediaFile } from '../media/media-file.js';

/** Where a sample lies in the file. */
export interface SampleRange {
  readonly offset: number;
  readonly size: number;
}

/** What is read at once, unless a single sample is longer. */
const MAX_READ = 1024 * 1024;

/** Of all gaps together: where samples lie far apart, each is read for itself then. */
const MAX_GAPS = 1024 * 1024;

interface Read {
  readonly offset: number;
  end: number;
  /** Indexes of the samples in it. */
  readonly samples: number[];
}

/**
 * Reads samples, in few reads where they lie near each other.
 *
 * @param maxGap bytes between two that are read with them, as long as that is no more than 1 MiB for all
 * @returns their bytes, in the order of `ranges`
 * @throws {MediaError} truncated, if the file ends before
 */
export async function readSamples(
  file: MediaFile,
  ranges: readonly SampleRange[],
  maxGap: number,
): Promise<Uint8Array[]> {
  const samples: Uint8Array[] = [];
  for (const { offset, end, samples: indexes } of plan(ranges, maxGap)) {
    const bytes = await file.read(offset, end - offset);
    if (bytes.length < end - offset) throw new MediaError('truncated', `the file ends at ${offset + bytes.length}`);
    for (const index of indexes) {
      const range = ranges[index]!;
      samples[index] = bytes.subarray(range.offset - offset, range.offset - offset + range.size);
    }
  }
  return samples;
}

function plan(ranges: readonly SampleRange[], maxGap: number): Read[] {
  const reads: Read[] = [];
  const inFileOrder = ranges.map((_, index) => index).sort((a, b) => ranges[a]!.offset - ranges[b]!.offset);
  let last: Read | undefined;
  let gaps = 0;
  for (const index of inFileOrder) {
    const { offset, size } = ranges[index]!;
    const end = offset + size;
    const gap = last === undefined ? 0 : Math.max(0, offset - last.end);
    if (last !== undefined && gap <= Math.min(maxGap, MAX_GAPS - gaps) && end - last.offset <= MAX_READ) {
      gaps += gap;
      last.end = Math.max(last.end, end);
      last.samples.push(index);
    } else {
      reads.push((last = { offset, end, samples: [index] }));
    }
  }
  return reads;
}
