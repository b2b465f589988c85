import { expect, test } from 'vitest';
import { MediaMessage } from '../../../src/media/media-message.js';
import { GopCache } from '../../../src/stream/gop-cache.js';
import { aac, avc } from '../../support/media-payloads.js';

const video = (timestamp: number, payload: Uint8Array) => new MediaMessage('video', timestamp, payload);
const audio = (timestamp: number, payload: Uint8Array) => new MediaMessage('audio', timestamp, payload);

test('it begins with a key frame or is empty', () => {
  const cache = new GopCache({ enabled: true, maxTime: 0, maxSize: 1000 });
  cache.add(audio(0, aac.frame('a')), false);
  cache.add(video(0, avc.inter('p')), false);
  expect(cache.messages).toEqual([]);
  const gop = [video(0, avc.key('k')), audio(1, aac.frame('a')), video(2, avc.inter('p'))];
  gop.forEach((message, i) => cache.add(message, i === 0));
  expect(cache.messages).toEqual(gop);
  expect(cache.bytes).toBe(gop.reduce((sum, { payload }) => sum + payload.length, 0));
  const next = video(40, avc.key('k'));
  cache.add(next, true);
  expect(cache.messages).toEqual([next]);
});

test.each([
  { name: 'as large as may be', sizes: [600, 400], kept: true },
  { name: 'one byte larger', sizes: [600, 401], kept: false },
  { name: 'a key frame that is too large alone', sizes: [1001], kept: false },
])('a GOP $name', ({ sizes, kept }) => {
  const cache = new GopCache({ enabled: true, maxTime: 0, maxSize: 1000 });
  sizes.forEach((size, i) => cache.add(video(i, new Uint8Array(size)), i === 0));
  expect(cache.messages.length > 0).toBe(kept);
  expect(cache.bytes).toBe(kept ? 1000 : 0);
  cache.add(video(9, new Uint8Array(1)), false);
  expect(cache.messages).toEqual([]);
});

test.each([
  { from: 0, to: 1000, kept: true },
  { from: 0, to: 1001, kept: false },
  { from: 0xfffffff0, to: 100, kept: true },
  { from: 5000, to: 0, kept: true },
])('a GOP from $from to $to of at most 1000 ms', ({ from, to, kept }) => {
  const cache = new GopCache({ enabled: true, maxTime: 1000, maxSize: 1000 });
  cache.add(video(from, avc.key('k')), true);
  cache.add(video(to, avc.inter('p')), false);
  expect(cache.messages.length > 0).toBe(kept);
});

test('switched off it keeps nothing', () => {
  const cache = new GopCache({ enabled: false, maxTime: 0, maxSize: 1000 });
  cache.add(video(0, avc.key('k')), true);
  expect(cache.messages).toEqual([]);
});

test('of which kinds it holds frames', () => {
  const cache = new GopCache({ enabled: true, maxTime: 0, maxSize: 1000 });
  cache.add(video(0, avc.key('k')), true);
  cache.add(audio(0, aac.header('asc')), false);
  expect([cache.holdsFrames('video'), cache.holdsFrames('audio')]).toEqual([true, false]);
  cache.add(audio(0, aac.frame('a')), false);
  expect(cache.holdsFrames('audio')).toBe(true);
});
