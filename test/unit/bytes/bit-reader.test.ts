import { expect, test } from 'vitest';
import { BitReader } from '../../../src/bytes/bit-reader.js';
import { EndOfBytesError } from '../../../src/bytes/byte-reader.js';
import { fromHex } from '../../support/hex.js';

test('fields of any width are read across byte boundaries, most significant bit first', () => {
  const bits = new BitReader(fromHex('a5 ff 00 12 34 56 78'));
  expect(bits.bits(3)).toBe(0b101);
  expect(bits.bits(0)).toBe(0);
  expect(bits.flag()).toBe(false);
  expect(bits.bits(9)).toBe(0b010111111);
  expect(bits.position).toBe(13);
  bits.align();
  expect(bits.bits(8)).toBe(0);
  expect(bits.bits(32)).toBe(0x12345678);
  expect(bits.remaining).toBe(0);
});

test('32 bits are unsigned also when they begin inside a byte', () => {
  const bits = new BitReader(fromHex('7f ff ff ff 80'));
  bits.skip(1);
  expect(bits.bits(32)).toBe(0xffffffff);
});

test('nothing is read, skipped or aligned past the end', () => {
  const bits = new BitReader(fromHex('ff'));
  bits.skip(3);
  expect(() => bits.bits(6)).toThrow(EndOfBytesError);
  expect(() => bits.skip(6)).toThrow(EndOfBytesError);
  expect(bits.bits(5)).toBe(31);
  bits.align();
  expect(bits.position).toBe(8);
  expect(() => bits.flag()).toThrow(EndOfBytesError);
});
