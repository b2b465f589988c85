import { expect, test } from 'vitest';
import { Rc4 } from '../../../src/rtmp/handshake/rc4.js';
import { hex, toHex } from '../../support/hex.js';

/** Of RFC 6229: 16 bytes of the key stream at each offset. */
const vectors = [
  {
    key: '0102030405',
    stream: {
      0: 'b2396305f03dc027ccc3524a0a1118a8',
      16: '6982944f18fc82d589c403a47a0d0919',
      1536: 'd8729db41882259bee4f825325f5a130',
    },
  },
  {
    key: '0102030405060708090a0b0c0d0e0f10',
    stream: {
      0: '9ac7cc9a609d1ef7b2932899cde41b97',
      16: '5248c4959014126a6e8a84f11d1a9e1c',
      1536: 'ffa0b514647ec04f6306b892ae661181',
    },
  },
] as const;

test.each(vectors)('the key stream of $key', ({ key, stream }) => {
  for (const [offset, bytes] of Object.entries(stream)) {
    const cipher = new Rc4(hex(key));
    cipher.skip(Number(offset));
    expect(toHex(cipher.apply(new Uint8Array(16)))).toBe(bytes);
  }
});

test('what is encrypted piece by piece is as if it were one, and what was given is left alone', () => {
  const key = hex('0102030405060708');
  const text = Uint8Array.from({ length: 1000 }, (_, i) => i & 0xff);
  const [whole, pieces, back] = [new Rc4(key), new Rc4(key), new Rc4(key)];
  const encrypted = whole.apply(text);
  const inPieces = [0, 1, 255, 256, 999].map((start, i, all) => pieces.apply(text.subarray(start, all[i + 1])));
  expect(toHex(Uint8Array.from(inPieces.flatMap((piece) => [...piece])))).toBe(toHex(encrypted));
  expect(back.apply(encrypted)).toEqual(text);
  expect(text[999]).toBe(999 & 0xff);
});
