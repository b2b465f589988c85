import { expect, test } from 'vitest';
import { ByteReader } from '../../../src/bytes/byte-reader.js';
import { ByteWriter } from '../../../src/bytes/byte-writer.js';

const writes: { name: string; write: (writer: ByteWriter) => unknown; bytes: number[] }[] = [
  { name: 'u8', write: (w) => w.u8(0x1ff), bytes: [0xff] },
  { name: 'u16', write: (w) => w.u16(0x0102), bytes: [1, 2] },
  { name: 'u16 of a negative number', write: (w) => w.u16(-300), bytes: [0xfe, 0xd4] },
  { name: 'u24', write: (w) => w.u24(0x010203), bytes: [1, 2, 3] },
  { name: 'u32', write: (w) => w.u32(0xfffefdfc), bytes: [0xff, 0xfe, 0xfd, 0xfc] },
  { name: 'u32 of a negative number', write: (w) => w.u32(-1), bytes: [0xff, 0xff, 0xff, 0xff] },
  { name: 'u32LE', write: (w) => w.u32LE(0x01020304), bytes: [4, 3, 2, 1] },
  { name: 'f64', write: (w) => w.f64(1), bytes: [0x3f, 0xf0, 0, 0, 0, 0, 0, 0] },
  { name: 'bytes', write: (w) => w.bytes(Uint8Array.of(1, 2, 3)), bytes: [1, 2, 3] },
  { name: 'empty text', write: (w) => w.utf8(''), bytes: [] },
  { name: 'ASCII text', write: (w) => w.utf8('live'), bytes: [0x6c, 0x69, 0x76, 0x65] },
  { name: 'text that is ASCII at first', write: (w) => w.utf8('aé'), bytes: [0x61, 0xc3, 0xa9] },
  { name: 'a lone surrogate', write: (w) => w.utf8('a\ud800'), bytes: [0x61, 0xef, 0xbf, 0xbd] },
  { name: 'a surrogate pair', write: (w) => w.utf8('😀'), bytes: [0xf0, 0x9f, 0x98, 0x80] },
  { name: 'text of 40 characters', write: (w) => w.utf8('x'.repeat(40)), bytes: Array<number>(40).fill(0x78) },
];

test.each(writes)('$name', ({ write, bytes }) => {
  for (const initialCapacity of [0, 1, 64]) {
    const writer = new ByteWriter(initialCapacity);
    write(writer);
    expect([...writer.finish()]).toEqual(bytes);
    expect(writer.length).toBe(bytes.length);
  }
});

test('what was written stays when the array grows', () => {
  const writer = new ByteWriter(1);
  for (let i = 0; i < 1000; i++) writer.u16(i);
  const reader = new ByteReader(writer.finish());
  for (let i = 0; i < 1000; i++) expect(reader.u16()).toBe(i);
});

test('text answers its length in bytes', () => {
  expect(new ByteWriter().utf8('live')).toBe(4);
  expect(new ByteWriter().utf8('é😀\udc00')).toBe(9);
});

test('a length is filled in later', () => {
  const writer = new ByteWriter(0).u8(9).u32(0).u8(8);
  writer.patchU32(1, 0x01020304);
  expect([...writer.finish()]).toEqual([9, 1, 2, 3, 4, 8]);
});
