import { expect, test } from 'vitest';
import { encryptXtea } from '../../../src/rtmp/handshake/sealed-signature.js';

/** Of the test programs of Needham and Wheeler's cipher that libraries share; words are big-endian there. */
test.each([
  { key: [0, 0, 0, 0], plain: [0, 0], sealed: [0xdee9d4d8, 0xf7131ed9] },
  { key: [0, 0, 0, 0], plain: [0x41414141, 0x41414141], sealed: [0xed23375a, 0x821a8c2d] },
  {
    key: [0x00010203, 0x04050607, 0x08090a0b, 0x0c0d0e0f],
    plain: [0x41424344, 0x45464748],
    sealed: [0x497df3d0, 0x72612cb5],
  },
] as const)('XTEA of $plain', ({ key, plain, sealed }) => {
  expect(encryptXtea(key, plain)).toEqual(sealed);
});
