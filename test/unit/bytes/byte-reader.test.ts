import { expect, test } from 'vitest';
import { ByteReader } from '../../../src/bytes/byte-reader.js';

test('a copy shares no memory with the input, whatever kind of Uint8Array that is', () => {
  for (const bytes of [Uint8Array.of(1, 2, 3, 4), Buffer.from([1, 2, 3, 4])]) {
    const copy = new ByteReader(bytes).copy(3);
    bytes.fill(9);
    expect(copy).toEqual(Uint8Array.of(1, 2, 3));
    expect(copy.constructor).toBe(Uint8Array);
  }
});
