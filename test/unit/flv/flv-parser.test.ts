import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { FlvParser } from '../../../src/flv/flv-parser.js';
import { flvMessage } from '../../../src/flv/flv-tag.js';
import { arrivals } from '../../support/arrivals.js';
import type { FlvReading } from '../../support/flv-reading.js';
import { readFlv } from '../../support/flv-reading.js';
import { toHex } from '../../support/hex.js';
import { raw, repeat, u24, u32 } from '../../support/hostile-bytes.js';

const header = raw('FLV', 1, 5, u32(9), u32(0));
/** A tag by hand, with the back pointer that it should have. */
const tag = (type: number, time: number, payload: string, backPointer = 11 + payload.length) =>
  raw(type, u24(payload.length), u24(time & 0xffffff), time >>> 24, u24(0), payload, u32(backPointer));
const audio = tag(8, 0, 'sound');
const video = tag(9, 40, 'picture');
const data = tag(18, 0, 'words');
const noise = repeat(raw(0xde, 0xad), 50);

/** `9 40 picture`: type, milliseconds and payload of each tag. */
const said = ({ tags }: FlvReading) =>
  tags.map(({ type, timestamp, payload }) => `${type} ${timestamp} ${new TextDecoder().decode(payload)}`);

const ALL = ['18 0 words', '8 0 sound', '9 40 picture'];

const files: readonly { name: string; bytes: Uint8Array; says: string[]; skipped?: number }[] = [
  { name: 'as it should be', bytes: concat([header, data, audio, video]), says: ALL },
  { name: 'a header alone', bytes: header, says: [] },
  { name: 'a header without back pointer', bytes: header.subarray(0, 9), says: [] },
  { name: 'half a header', bytes: header.subarray(0, 7), says: [], skipped: 7 },
  { name: 'flags that claim nothing', bytes: raw('FLV', 1, 0, u32(9), u32(0), data, audio, video), says: ALL },
  { name: 'a longer header', bytes: raw('FLV', 1, 5, u32(13), u32(7), u32(0), data, audio, video), says: ALL },
  { name: 'a data offset of 0', bytes: raw('FLV', 1, 5, u32(0), u32(0), data, audio, video), says: ALL },
  { name: 'a data offset of 4 GB', bytes: raw('FLV', 1, 5, u32(0xffffffff), u32(0), data, audio, video), says: ALL },
  { name: 'no last back pointer', bytes: concat([header, data, audio, video.subarray(0, -4)]), says: ALL },
  {
    name: 'wrong back pointers',
    bytes: concat([header, tag(18, 0, 'words', 0), tag(8, 0, 'sound', 5), tag(9, 40, 'picture', 0xffffffff)]),
    says: ALL,
  },
  {
    name: 'a tag cut off',
    bytes: concat([header, data, audio, video.subarray(0, 14)]),
    says: ALL.slice(0, 2),
    skipped: 18,
  },
  {
    name: 'a tag header cut off',
    bytes: concat([header, data, audio, video.subarray(0, 4)]),
    says: ALL.slice(0, 2),
    skipped: 8,
  },
  { name: 'garbage between tags', bytes: concat([header, data, noise, audio, video]), says: ALL, skipped: 104 },
  { name: 'garbage before all tags', bytes: concat([header, noise, data, audio, video]), says: ALL, skipped: 104 },
  { name: 'garbage at the end', bytes: concat([header, data, audio, video, noise]), says: ALL, skipped: 104 },
  { name: 'no header', bytes: concat([data, audio, video]), says: ALL },
  { name: 'no header, after a back pointer', bytes: concat([u32(0), data, audio, video]), says: ALL, skipped: 4 },
  {
    name: 'garbage, then tags with wrong back pointers',
    bytes: concat([header, noise, tag(18, 0, 'words', 0), tag(8, 0, 'sound', 0), tag(9, 40, 'picture', 0)]),
    says: ALL,
    skipped: 104,
  },
  { name: 'an unknown type', bytes: concat([header, data, tag(31, 7, 'x'), audio, video]), says: ALL, skipped: 20 },
  {
    name: 'a length that is too long',
    bytes: concat([header, data, raw(9, u24(0xffffff), u24(0), 0, u24(0), 'gone'), audio, video]),
    says: ALL,
    skipped: 19,
  },
  { name: 'a tag without payload', bytes: concat([header, tag(9, 5, ''), audio]), says: ['9 5 ', '8 0 sound'] },
  {
    name: 'times of 32 bits, and back',
    bytes: concat([header, tag(8, 0xffffff, 'a'), tag(8, 0x1000000, 'b'), tag(8, 0xffffffff, 'c'), tag(8, 0, 'd')]),
    says: ['8 16777215 a', '8 16777216 b', '8 4294967295 c', '8 0 d'],
  },
];

describe.each(files)('$name', ({ bytes, says, skipped = 0 }) => {
  test.each(arrivals)('is read $name', ({ cut }) => {
    const reading = readFlv(cut(bytes));
    expect({ says: said(reading), error: reading.error }).toEqual({ says, error: undefined });
    expect(reading.parser.skippedBytes).toBe(skipped);
  });
});

test('the header, offsets, stream ids and the filter bit are told', () => {
  const encrypted = raw(0x28, u24(1), u24(0), 0, u24(7), 'x', u32(12));
  const { parser, tags } = readFlv([concat([header, data, encrypted, audio])]);
  expect(parser.header).toEqual({ version: 1, hasAudio: true, hasVideo: true, dataOffset: 9 });
  expect(tags.map(({ type, filtered, streamId, offset }) => ({ type, filtered, streamId, offset }))).toEqual([
    { type: 18, filtered: false, streamId: 0, offset: 13 },
    { type: 8, filtered: true, streamId: 7, offset: 33 },
    { type: 8, filtered: false, streamId: 0, offset: 49 },
  ]);
});

test('a tag is told as soon as its last byte is there', () => {
  const parser = new FlvParser();
  parser.receive(concat([header, audio.subarray(0, -5)]));
  expect(parser.read()).toBeUndefined();
  parser.receive(audio.subarray(-5, -4));
  expect(parser.read()?.type).toBe(8);
});

test('what was received may be overwritten', () => {
  const bytes = concat([header, audio, video]);
  const parser = new FlvParser();
  parser.receive(bytes);
  const first = parser.read();
  bytes.fill(0);
  expect(new TextDecoder().decode(first?.payload)).toBe('sound');
  expect(new TextDecoder().decode(parser.read()?.payload)).toBe('picture');
});

test('AMF3 data become data messages', () => {
  const { tags } = readFlv([concat([header, raw(15, u24(3), u24(9), 0, u24(0), 0, 2, 3, u32(14))])]);
  expect(tags.map(flvMessage).map(({ kind, timestamp, payload }) => [kind, timestamp, toHex(payload)])).toEqual([
    ['data', 9, '0203'],
  ]);
});

describe('bounds', () => {
  const failures = [
    { name: 'something else', bytes: repeat(raw('hello world '), 1000), code: 'not-flv' },
    { name: 'nothing', bytes: new Uint8Array(0), code: 'not-flv' },
    { name: 'garbage without end', bytes: concat([header, audio, repeat(noise, 100), video, audio]), code: 'lost' },
  ];
  test.each(failures)('$name ends in $code, and stays so', ({ bytes, code }) => {
    const { parser, tags, error } = readFlv([bytes], { maxGarbage: 2000 });
    expect(error?.code).toBe(code);
    expect(tags).toHaveLength(code === 'lost' ? 1 : 0);
    expect(() => parser.read()).toThrow(error);
  });

  test('a tag longer than maxTagSize is garbage', () => {
    const reading = readFlv([concat([header, tag(9, 0, 'x'.repeat(200)), audio, video])], { maxTagSize: 100 });
    expect(said(reading)).toEqual(['8 0 sound', '9 40 picture']);
  });

  test('many false announcements cost no more than they are long', () => {
    const announcement = raw(9, u24(0xf00000), u24(0), 0, u24(0));
    const bytes = concat([header, tag(31, 0, ''), repeat(announcement, 50_000), audio, video]);
    const started = performance.now();
    const reading = readFlv([bytes], { maxGarbage: bytes.length });
    expect(said(reading)).toEqual(['8 0 sound', '9 40 picture']);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

test('after the end there must be no more', () => {
  const { parser } = readFlv([header]);
  expect(() => parser.receive(audio)).toThrow('finished');
});

test.each(arrivals)('a file of ffmpeg is read whole when it arrives $name', ({ cut }) => {
  const file = new Uint8Array(readFileSync('test/vectors/rtmp/published.flv'));
  const { parser, tags } = readFlv(cut(file));
  const end = tags.at(-1)!;
  expect(end.offset + 11 + end.payload.length + 4).toBe(file.length);
  expect(parser.skippedBytes).toBe(0);
});
