/** Bytes of the length in front of each NAL unit as players of RTMP expect it. */
const LENGTH_SIZE = 4;

/**
 * Gives the NAL units of a sample lengths of four bytes. One that is longer than the sample is cut at its end.
 *
 * @param lengthSize 1 to 3: the size of their lengths now
 */
export function widenNalLengths(sample: Uint8Array, lengthSize: number): Uint8Array {
  let size = 0;
  for (const { start, end } of units(sample, lengthSize)) size += LENGTH_SIZE + end - start;
  const widened = new Uint8Array(size);
  const view = new DataView(widened.buffer);
  let at = 0;
  for (const { start, end } of units(sample, lengthSize)) {
    view.setUint32(at, end - start);
    widened.set(sample.subarray(start, end), at + LENGTH_SIZE);
    at += LENGTH_SIZE + end - start;
  }
  return widened;
}

function* units(sample: Uint8Array, lengthSize: number): Generator<{ start: number; end: number }, void, undefined> {
  for (let at = 0; at + lengthSize <= sample.length;) {
    let length = 0;
    for (let i = 0; i < lengthSize; i++) length = length * 256 + sample[at + i]!;
    const start = at + lengthSize;
    at = Math.min(start + length, sample.length);
    yield { start, end: at };
  }
}
