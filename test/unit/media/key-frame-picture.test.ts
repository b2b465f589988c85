import { expect, test } from 'vitest';
import { keyFrameTellsPicture, readKeyFramePicture } from '../../../src/media/codec-configuration/key-frame-picture.js';
import { fromHex } from '../../support/hex.js';

/** First bytes of key frames: VP6 of On2's encoder, the others of ffmpeg 5.1 (libvpx, libaom) asked for these sizes. */
test.each([
  { codec: 'sorenson-h263', body: '0000840292a62020', width: 320, height: 240 },
  { codec: 'sorenson-h263', body: '0000840312262020', width: 160, height: 120 },
  { codec: 'sorenson-h263', body: '0000840192262020', width: 176, height: 144 },
  { codec: 'sorenson-h263', body: '00008400814080b592a6', width: 641, height: 363 },
  { codec: 'sorenson-h263', body: '0000840080a0007491a7', width: 320, height: 233 },
  { codec: 'screen', body: '314230f2011778da', width: 322, height: 242 },
  { codec: 'screen2', body: '314230f200009810', width: 322, height: 242 },
  { codec: 'vp6', body: '00784624312431 3f', width: 784, height: 576 },
  { codec: 'vp6', body: 'ac7846161d161d3f', width: 454, height: 340 },
  { codec: 'vp6a', body: 'ac 000100 7846161d161d3f', width: 454, height: 340 },
  { codec: 'vp8', body: '70a9009d012a82026a010087', width: 642, height: 362 },
  { codec: 'vp9', body: '824983420027f016960a3824', width: 640, height: 362 },
  { codec: 'vp9', body: '924983420013f80b4b061c12', width: 640, height: 362 },
  { codec: 'vp9', body: 'a249834200050a02dac10704', width: 646, height: 366 },
  { codec: 'av1', body: '12000a0b0000002d4cffb3ccaf9004328b', width: 1280, height: 720 },
] as const)('$codec of $width by $height', ({ codec, body, width, height }) => {
  expect(keyFrameTellsPicture(codec)).toBe(true);
  expect(readKeyFramePicture(codec, fromHex(body))).toEqual({ width, height, frameRate: undefined });
});

test.each([
  { codec: 'sorenson-h263', name: 'no start code', body: 'ffff840292a6', code: 'malformed' },
  { codec: 'sorenson-h263', name: 'a reserved size', body: '00008403a2a6', code: 'malformed' },
  { codec: 'sorenson-h263', name: 'no samples', body: '000084000000000000', code: 'malformed' },
  { codec: 'sorenson-h263', name: 'cut short', body: '0000840080', code: 'truncated' },
  { codec: 'screen', name: 'cut short', body: '3142', code: 'truncated' },
  { codec: 'vp6', name: 'an inter frame', body: '00f84624312431', code: 'malformed' },
  { codec: 'vp8', name: 'an inter frame', body: '71a9009d012a82026a01', code: 'malformed' },
  { codec: 'vp8', name: 'no start code', body: '70a9009d012b82026a01', code: 'malformed' },
  { codec: 'vp9', name: 'no frame marker', body: '424983420027f016', code: 'malformed' },
  { codec: 'vp9', name: 'an inter frame', body: '864983420027f016', code: 'malformed' },
  { codec: 'vp9', name: 'no sync code', body: '824983430027f016', code: 'malformed' },
  { codec: 'av1', name: 'cut short', body: '0a0b0000', code: 'truncated' },
] as const)('$codec, $name, is $code', ({ codec, body, code }) => {
  expect(() => readKeyFramePicture(codec, fromHex(body))).toThrow(expect.objectContaining({ code }));
});

test('other codecs say it elsewhere', () => {
  expect(keyFrameTellsPicture('avc')).toBe(false);
  expect(readKeyFramePicture('avc', fromHex('00000002'))).toBeUndefined();
});
