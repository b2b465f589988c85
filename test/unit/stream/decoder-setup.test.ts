import { expect, test } from 'vitest';
import { MediaMessage } from '../../../src/media/media-message.js';
import { DecoderSetup } from '../../../src/stream/decoder-setup.js';

const data = (size: number, fill = 0) => new MediaMessage('data', 5, new Uint8Array(size).fill(fill));
const video = (...bytes: number[]) => new MediaMessage('video', 5, Uint8Array.from(bytes));

test('data frames come first, and all of it at one time', () => {
  const setup = new DecoderSetup();
  expect(setup.configure('video:0', [], video(1))).toBe(true);
  setup.setDataFrame('onMetaData', data(3));
  expect(setup.messages(77)).toEqual([data(3).at(77), video(1).at(77)]);
  expect(setup.dataFrames(78)).toEqual([data(3).at(78)]);
});

test('whether a configuration says something new', () => {
  const setup = new DecoderSetup();
  expect(setup.configure('a', [], video(1, 2))).toBe(true);
  expect(setup.configure('a', [], video(1, 2))).toBe(false);
  expect(setup.configure('a', [], video(1, 3))).toBe(true);
  expect(setup.configure('a', [], video(1))).toBe(true);
  expect(setup.messages(5)).toEqual([video(1)]);
});

test('a new configuration takes what belonged to the old one with it; the same one again does not', () => {
  const setup = new DecoderSetup();
  setup.configure('header', ['colours'], video(1));
  setup.configure('colours', [], video(9));
  setup.configure('header', ['colours'], video(1));
  expect(setup.messages(5)).toEqual([video(1), video(9)]);
  setup.configure('header', ['colours'], video(2));
  expect(setup.messages(5)).toEqual([video(2)]);
});

test('a data frame is replaced in its place, and forgotten when cleared', () => {
  const setup = new DecoderSetup();
  setup.setDataFrame('__proto__', data(1));
  setup.setDataFrame('b', data(2));
  setup.setDataFrame('__proto__', data(3));
  expect(setup.dataFrames(5)).toEqual([data(3), data(2)]);
  setup.clearDataFrame('__proto__');
  setup.clearDataFrame('never set');
  expect(setup.dataFrames(5)).toEqual([data(2)]);
  setup.clear();
  expect(setup.messages(5)).toEqual([]);
});

test('no more than 256 of a kind', () => {
  const setup = new DecoderSetup();
  for (let i = 0; i < 300; i++) setup.setDataFrame(`frame${i}`, data(1));
  expect(setup.dataFrames(0)).toHaveLength(256);
  setup.setDataFrame('frame0', data(2));
  expect(setup.dataFrames(5)[0]).toEqual(data(2));
});

test('no more than 4 MiB in all; what does not fit makes what it replaces disappear', () => {
  const setup = new DecoderSetup();
  const megabyte = 1024 * 1024;
  setup.setDataFrame('a', data(3 * megabyte));
  setup.configure('c', [], new MediaMessage('video', 0, new Uint8Array(megabyte)));
  setup.setDataFrame('b', data(1));
  expect(setup.messages(0).map(({ payload }) => payload.length)).toEqual([3 * megabyte, megabyte]);
  setup.setDataFrame('a', data(3 * megabyte, 1));
  expect(setup.dataFrames(0)[0]?.payload[0]).toBe(1);
  setup.setDataFrame('a', data(3 * megabyte + 1));
  expect(setup.messages(0).map(({ payload }) => payload.length)).toEqual([megabyte]);
});
