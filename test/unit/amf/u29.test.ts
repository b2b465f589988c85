import { expect, test } from 'vitest';
import { readU29, writeU29 } from '../../../src/amf/u29.js';
import { ByteReader } from '../../../src/bytes/byte-reader.js';
import { ByteWriter } from '../../../src/bytes/byte-writer.js';
import { fromHex, toHex } from '../../support/hex.js';

/** The bounds of the four lengths (AMF 3 specification, section 1.3.1). */
test.each([
  { value: 0, bytes: '00' },
  { value: 0x7f, bytes: '7f' },
  { value: 0x80, bytes: '8100' },
  { value: 0x3fff, bytes: 'ff7f' },
  { value: 0x4000, bytes: '818000' },
  { value: 0x1fffff, bytes: 'ffff7f' },
  { value: 0x200000, bytes: '80c08000' },
  { value: 0x12345678, bytes: 'c8e8d678' },
  { value: 0x1fffffff, bytes: 'ffffffff' },
])('$value is $bytes', ({ value, bytes }) => {
  const writer = new ByteWriter();
  writeU29(writer, value);
  expect(toHex(writer.finish())).toBe(bytes);
  const reader = new ByteReader(fromHex(bytes + '55'));
  expect(readU29(reader)).toBe(value);
  expect(reader.remaining).toBe(1);
});

test.each(['8001', '808001', '80808001'])('%s, longer than needed, is 1', (bytes) => {
  expect(readU29(new ByteReader(fromHex(bytes)))).toBe(1);
});
