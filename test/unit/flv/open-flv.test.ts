import { describe, expect, test } from 'vitest';
import { decodeAmf0 } from '../../../src/amf/amf0-decoder.js';
import { encodeAmf0 } from '../../../src/amf/amf0-encoder.js';
import type { AmfArray, AmfValue } from '../../../src/amf/value.js';
import { AmfObject } from '../../../src/amf/value.js';
import { concat } from '../../../src/bytes/concat.js';
import { decodeFlvIndex, encodeFlvIndex } from '../../../src/flv/flv-index-bytes.js';
import { indexFlv } from '../../../src/flv/index-flv.js';
import { openFlv } from '../../../src/flv/open-flv.js';
import { encodeRecordingMetadata } from '../../../src/flv/recording-metadata.js';
import type { MediaMessage } from '../../../src/media/media-message.js';
import type { MediaSource } from '../../../src/media/media-source.js';
import { raw, u24, u32 } from '../../support/hostile-bytes.js';
import { MemoryIndexStore, readMessages, readSegments } from '../../support/media-reading.js';
import { MemoryMediaFile } from '../../support/memory-media-file.js';

const header = raw('FLV', 1, 5, u32(9), u32(0));
const tag = (type: number, time: number, payload: Uint8Array) =>
  raw(type, u24(payload.length), u24(time & 0xffffff), time >>> 24, u24(0), payload, u32(11 + payload.length));
const metadata = (members: Record<string, AmfValue>) => tag(18, 0, encodeAmf0(['onMetaData', AmfObject.of(members)]));
const text = (time: number, words: string) => tag(18, time, encodeAmf0([words]));

const configuration = (time: number, name: string) => tag(9, time, raw(0x17, 0, u24(0), name));
const key = (time: number, name = '') => tag(9, time, raw(0x17, 1, u24(0), 'key', name));
const inter = (time: number) => tag(9, time, raw(0x27, 1, u24(0), 'inter'));
const sound = (time: number) => tag(8, time, raw(0x2f, 'sound'));

/** Frames of 100 ms from `from` on, a key frame every `gop` frames, a sound after each. */
function recording(from: number, frames: number, gop = 10): Uint8Array {
  return concat(
    Array.from({ length: frames }, (_, i) => {
      const time = (from + i * 100) >>> 0;
      return concat([i % gop === 0 ? key(time) : inter(time), sound(time)]);
    }),
  );
}

const open = (bytes: Uint8Array, smallFile = 1e9) => openFlv(new MemoryMediaFile(bytes), undefined, { smallFile });
const times = (messages: readonly MediaMessage[]) => messages.map(({ timestamp }) => timestamp);
const said = ({ kind, timestamp, payload }: MediaMessage) =>
  `${kind} ${timestamp} ${new TextDecoder('latin1').decode(payload).replace(/[^a-z]/gi, '')}`;

function told(source: MediaSource): Map<string, AmfValue> {
  const [, members] = decodeAmf0(source.metadata[0]!.payload);
  return new Map((members as AmfArray).entries());
}

describe('FLV as recorded media', () => {
  test.each([0, 1234, 0xfffff0, 0x7ffffff0, 0xfffffff0])('begins at 0 where the file begins at %i', async (base) => {
    const file = concat([header, configuration(base > 0x7fffffff ? base : 0, 'first'), recording(base, 40)]);
    const source = await open(file);
    const messages = await readMessages(source, 0);
    const expected = Array.from({ length: 40 }, (_, i) => [i * 100, i * 100]).flat();
    expect(times(messages)).toEqual([0, ...expected]);
    expect(await source.duration()).toBe(4000);
    expect(await source.seek(2999)).toMatchObject({ time: 2000 });
  });

  test('tells how much memory it takes: for its metadata, and once there is one for its index', async () => {
    const source = await open(concat([header, metadata({ title: 'x'.repeat(10_000) }), recording(0, 1000)]));
    const before = source.byteLength;
    expect(before).toBeGreaterThan(20_000);
    await source.segment(0);
    expect(source.byteLength).toBeGreaterThan(before + 100 * 32);
  });

  test('another recording that was appended goes on where the first one ends', async () => {
    const file = concat([header, recording(5000, 30), recording(0, 30), recording(100, 30)]);
    const source = await open(file);
    const expected = Array.from({ length: 90 }, (_, i) => [i * 100, i * 100]).flat();
    expect(times(await readMessages(source, 0))).toEqual(expected);
    expect(await source.duration()).toBe(9000);
    expect(await source.seek(6500)).toMatchObject({ time: 6000 });
    expect(told(source).get('duration')).toBe(9);
    const segments = await readSegments(source, 0);
    expect(segments.map(({ messages }) => messages[0]!.timestamp)).toEqual([
      0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000,
    ]);
  });

  test('little steps back stay', async () => {
    const file = concat([header, key(0), sound(900), inter(100), sound(1000), inter(200)]);
    expect(times(await readMessages(await open(file), 0))).toEqual([0, 900, 100, 1000, 200]);
  });

  test.each([
    { name: 'with an index', smallFile: 1e9 },
    { name: 'without', smallFile: 0 },
  ])('$name: a decoder gets what is in force where it begins', async ({ smallFile }) => {
    const file = concat([
      header,
      configuration(0, 'first'),
      recording(0, 20),
      configuration(2000, 'second'),
      recording(2000, 20),
    ]);
    const source = await open(file, smallFile);
    const middle = (await source.seek(1500))!;
    expect(middle.setup.map(said)).toEqual(['video 1000 first']);
    expect(said((await source.segment(middle.position)).messages[0]!)).toBe('video 1000 key');
    const end = (await source.seek(3500))!;
    expect(end.setup.map(said)).toEqual([`video 3000 ${smallFile > 0 ? 'second' : 'first'}`]);
    expect(await source.seek(0)).toEqual({ position: 0, time: 0, setup: [] });
    expect((await source.segment(0)).messages.slice(0, 2).map(said)).toEqual(['video 0 first', 'video 0 key']);
  });

  test('segments end with the second, or at 256 KiB', async () => {
    const large = concat([
      header,
      ...Array.from({ length: 20 }, (_, i) => tag(9, i * 10, raw(0x17, 1, u24(0), new Uint8Array(60_000)))),
    ]);
    const bySize = await readSegments(await open(large), 0);
    expect(bySize.map(({ messages }) => messages.length)).toEqual([4, 4, 4, 4, 4]);
    const byTime = await readSegments(await open(concat([header, recording(0, 25)])), 0);
    expect(byTime.map(({ messages }) => messages.length)).toEqual([20, 20, 10]);
    const giant = concat([header, key(0), tag(9, 10, raw(0x27, 1, u24(0), new Uint8Array(900_000))), inter(20)]);
    expect((await readSegments(await open(giant), 0)).map(({ messages }) => messages.length)).toEqual([1, 1, 1]);
  });

  test('encrypted tags are left out, and a file of nothing else is refused', async () => {
    const encrypt = (bytes: Uint8Array) => {
      const encrypted = bytes.slice();
      encrypted[0] = encrypted[0]! | 0x20;
      return encrypted;
    };
    const messages = await readMessages(await open(concat([header, key(0), encrypt(inter(40)), inter(80)])), 0);
    expect(times(messages)).toEqual([0, 80]);
    await expect(open(concat([header, encrypt(key(0))]))).rejects.toMatchObject({
      name: 'MediaError',
      code: 'unsupported',
    });
  });

  test.each([
    { name: 'nothing', bytes: new Uint8Array(0), code: 'malformed' },
    { name: 'a header', bytes: header, code: 'no-track' },
    { name: 'noise', bytes: new Uint8Array(2_000_000).fill(7), code: 'malformed' },
  ])('$name is refused', async ({ bytes, code }) => {
    await expect(open(bytes)).rejects.toMatchObject({ name: 'MediaError', code });
  });

  test('AMF3 data becomes AMF0; sound and words alone are sought by time', async () => {
    const amf3 = tag(15, 0, raw(0, encodeAmf0(['words'])));
    const words = await open(concat([header, amf3, text(1000, 'a'), text(2000, 'b'), text(3000, 'c')]));
    expect((await readMessages(words, 0)).map(said)).toEqual([
      'data 0 words',
      'data 1000 a',
      'data 2000 b',
      'data 3000 c',
    ]);
    expect(await words.seek(2500)).toMatchObject({ time: 2000 });
    for (const smallFile of [0, 1e9]) {
      const sounds = await open(concat([header, ...Array.from({ length: 50 }, (_, i) => sound(i * 100))]), smallFile);
      expect(await sounds.seek(2550)).toMatchObject({ time: 2500, setup: [] });
    }
  });
});

describe('metadata of an FLV file', () => {
  const media = recording(0, 30);

  test('is that of the file where it is right, and told once', async () => {
    const members = { duration: 3, encoder: 'x' };
    const source = await open(concat([header, metadata(members), media]), 0);
    expect(source.metadata[0]!.payload).toEqual(encodeAmf0(['onMetaData', AmfObject.of(members)]));
    expect((await readMessages(source, 0)).filter(({ kind }) => kind === 'data')).toEqual([]);
  });

  test.each([0, 2, 99, -1, Infinity, 'three'])('a duration of %s is put right', async (duration) => {
    expect(told(await open(concat([header, metadata({ duration, encoder: 'x' }), media]), 0))).toEqual(
      new Map<string, AmfValue>([
        ['duration', 3],
        ['encoder', 'x'],
      ]),
    );
  });

  test('comes without waiting for the index to be kept', async () => {
    const store = { load: () => Promise.resolve(undefined), save: () => new Promise<void>(() => undefined) };
    const source = await openFlv(new MemoryMediaFile(concat([header, metadata({}), media])), store);
    expect((await source.segment(0)).messages.length).toBeGreaterThan(0);
  });

  test('is completed from the index', async () => {
    const store = new MemoryIndexStore();
    const bytes = concat([header, metadata({ encoder: 'x' }), media]);
    const first = await openFlv(new MemoryMediaFile(bytes), store);
    expect(told(first).has('keyframes')).toBe(false);
    await first.seek(0);
    for (const source of [first, await openFlv(new MemoryMediaFile(bytes), store)]) {
      const keyframes = told(source).get('keyframes') as AmfObject;
      expect(keyframes.get('times')).toEqual([0, 1, 2]);
      for (const offset of keyframes.get('filepositions') as number[]) expect(bytes[offset]).toBe(9);
      expect(told(source).get('canSeekToEnd')).toBe(false);
    }
  });

  test('is made where there is none', async () => {
    expect(Object.fromEntries(told(await open(concat([header, media]), 0)))).toEqual({
      duration: 3,
      videocodecid: 7,
      audiocodecid: 2,
    });
  });

  test.each([
    { name: 'right', move: 0 },
    { name: 'wrong', move: 5 },
  ])('a key-frame index that is $name leads to the right places', async ({ move }) => {
    const size = 4096;
    const facts = { properties: [], duration: 300_000, fileSize: 0, lastTimestamp: 0, canSeekToEnd: false };
    const long = recording(0, 3000, 10);
    const places = await indexFlv(new MemoryMediaFile(concat([header, new Uint8Array(0), long])));
    const keyFrames = places.points.map(({ time, offset }) => ({ time, offset: offset + 15 + size + move }));
    const payload = encodeRecordingMetadata({ ...facts, keyFrames }, size);
    const source = await open(concat([header, tag(18, 0, payload), long]), 0);
    for (const time of [1500, 99_950, 200_000, 299_900]) {
      expect(await source.seek(time)).toMatchObject({ time: Math.floor(time / 1000) * 1000 });
    }
    expect(told(source).has('spacer')).toBe(false);
  });
});

describe('an FLV file that grows', () => {
  test('plays to its present end and goes on', async () => {
    const file = new MemoryMediaFile(header, 'growing', true);
    const source = await openFlv(file);
    expect(source.isGrowing).toBe(true);
    expect(await source.segment(0)).toEqual({ position: 0, messages: [], next: undefined });
    expect(await source.duration()).toBe(0);
    const whole = concat([configuration(0, 'first'), recording(4000, 25)]);
    const heard: MediaMessage[] = [];
    let [at, written] = [0, 0];
    while (file.willGrow) {
      const piece = whole.subarray(written, written + 37);
      written += 37;
      file.append(piece);
      if (written >= whole.length) file.willGrow = false;
      for (;;) {
        const { messages, next } = await source.segment(at);
        heard.push(...messages);
        if (next === undefined) break;
        at = next;
      }
    }
    expect(source.isGrowing).toBe(false);
    expect(times(heard)).toEqual([0, ...Array.from({ length: 25 }, (_, i) => [i * 100, i * 100]).flat()]);
    expect(await source.duration()).toBe(2500);
    expect(await source.seek(1700)).toMatchObject({ time: 1000 });
  });

  test('is sought as far as it reaches', async () => {
    const bytes = concat([header, recording(0, 100)]);
    const file = new MemoryMediaFile(bytes.subarray(0, bytes.length - 7), 'growing', true);
    const store = new MemoryIndexStore();
    const source = await openFlv(file, store);
    expect(await source.seek(7777)).toMatchObject({ time: 7000 });
    expect(await source.seek(10_500)).toBeUndefined();
    file.append(recording(10_000, 20));
    expect(store.kept.size).toBe(0);
  });
});

describe('the index of an FLV file', () => {
  const bytes = concat([header, configuration(0, 'first'), recording(0, 30), recording(0, 30)]);

  test('says what is where', async () => {
    const progress: number[] = [];
    const file = new MemoryMediaFile(concat([bytes, raw(9, u24(500), 'cut off')]));
    const index = await indexFlv(file, { onProgress: (read) => progress.push(read) });
    expect(index.points.map(({ time }) => time)).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
    expect(index.tags).toEqual({ audio: 60, video: 61, data: 0 });
    expect(index.timeline.shifts.map(({ milliseconds }) => milliseconds)).toEqual([3000]);
    expect(index.defects).toEqual({ skippedBytes: expect.any(Number) as number, encryptedTags: 0, lostAt: undefined });
    expect(index.defects.skippedBytes).toBeGreaterThan(0);
    expect([index.lastTime, index.duration, index.canSeekToEnd, index.isComplete]).toEqual([5900, 6000, false, true]);
    expect(progress.at(-1)).toBe(file.size);
  });

  test('is made until it is stopped', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const onProgress = () => stop.abort(reason);
    const file = new MemoryMediaFile(concat([header, recording(0, 20_000)]));
    await expect(indexFlv(file, { onProgress, signal: stop.signal })).rejects.toBe(reason);
    expect(file.bytesRead).toBeLessThan(file.size);
  });

  test('is of no use once a byte of it has changed', async () => {
    const encoded = encodeFlvIndex(await indexFlv(new MemoryMediaFile(bytes)));
    for (let at = 0; at < encoded.length; at++) {
      const damaged = encoded.slice();
      damaged[at] = damaged[at]! ^ 4;
      expect(decodeFlvIndex(damaged, bytes.length)).toBeUndefined();
      expect(decodeFlvIndex(encoded.subarray(0, at), bytes.length)).toBeUndefined();
    }
    expect(decodeFlvIndex(encoded, bytes.length + 1)).toBeUndefined();
  });
});
