import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { decodeMp3Index } from '../../../src/mp3/mp3-index.js';
import { openMp3 } from '../../../src/mp3/open-mp3.js';
import { raw, repeat, u32 } from '../../support/hostile-bytes.js';
import { MemoryIndexStore, readMessages } from '../../support/media-reading.js';
import { MemoryMediaFile } from '../../support/memory-media-file.js';
import { constantFrames, mp3Frame, variableFrames } from '../../support/mp3-frames.js';

const constant = constantFrames(400);
const variable = variableFrames(400);
const exact = (n: number) => Math.round((n * 1152 * 1000) / 44_100);

async function play(bytes: Uint8Array, smallFile = 0) {
  const source = await openMp3(new MemoryMediaFile(bytes), undefined, { smallFile });
  const begin = (await source.seek(0))!;
  return { source, begin, messages: await readMessages(source, begin.position) };
}

describe('MP3', () => {
  test.each([
    { name: 'constant bitrate, calculated', bytes: constant, smallFile: 0 },
    { name: 'constant bitrate, indexed', bytes: constant, smallFile: 1e9 },
    { name: 'variable bitrate', bytes: variable, smallFile: 0 },
  ])('$name: one message a frame, at the time of its first sample', async ({ bytes, smallFile }) => {
    const { source, messages } = await play(bytes, smallFile);
    expect(messages.map(({ timestamp }) => timestamp)).toEqual(Array.from({ length: 400 }, (_, n) => exact(n)));
    expect(concat(messages.map(({ payload }) => payload.subarray(1)))).toEqual(bytes);
    expect(messages.every(({ payload }) => payload[0] === 0x2f)).toBe(true);
    expect(await source.duration()).toBe(exact(400));
    for (let n = 0; n < 400; n += 61) {
      for (const time of [exact(n), exact(n + 1) - 1]) {
        const point = (await source.seek(time))!;
        expect(point.time).toBe(exact(n));
        const segment = await source.segment(point.position);
        expect(segment.messages[0]).toEqual(messages[n]);
        expect(segment.messages).toEqual(messages.slice(n, n + segment.messages.length));
      }
    }
    expect(await source.seek(exact(400) + 1)).toBeUndefined();
  });

  test('it tells how much memory it takes: more with an index', async () => {
    const source = await openMp3(new MemoryMediaFile(variable));
    const before = source.byteLength;
    await source.duration();
    expect(source.byteLength).toBeGreaterThan(before + 10 * 32);
  });

  test('the index is kept, and damage to it is noticed', async () => {
    const store = new MemoryIndexStore();
    const first = await openMp3(new MemoryMediaFile(variable), store);
    await first.duration();
    const kept = store.kept.get('memory')!;
    expect(decodeMp3Index(kept, variable.length)?.frames).toBe(400);
    expect(decodeMp3Index(kept, variable.length + 1)).toBeUndefined();
    for (let at = 0; at < kept.length; at++) {
      const damaged = kept.slice();
      damaged[at] = damaged[at]! ^ 0x10;
      expect(decodeMp3Index(damaged, variable.length)).toBeUndefined();
      expect(decodeMp3Index(kept.subarray(0, at), variable.length)).toBeUndefined();
    }
    const file = new MemoryMediaFile(variable);
    const second = await openMp3(file, store);
    const opened = file.bytesRead;
    expect(await second.duration()).toBe(exact(400));
    expect(file.bytesRead).toBe(opened);
  });

  test.each([
    { name: 'garbage before', bytes: concat([repeat(raw(0xff, 0xfb), 300), constant]), frames: 400 },
    { name: 'garbage between', bytes: concat([constant, repeat(raw(0xde, 0xad), 300), constant]), frames: 800 },
    { name: 'a frame cut off', bytes: constant.subarray(0, -10), frames: 399 },
    { name: 'one frame', bytes: mp3Frame(), frames: 1 },
  ])('$name', async ({ bytes, frames }) => {
    expect((await play(bytes, 1e9)).messages).toHaveLength(frames);
  });

  test.each([
    { name: 'layer II', bytes: repeat(raw(0xff, 0xfd, 0x90, 0x40, new Uint8Array(413)), 5), code: 'unsupported' },
    { name: 'free format', bytes: repeat(raw(0xff, 0xfb, 0x00, 0x40, new Uint8Array(413)), 5), code: 'unsupported' },
    { name: 'no sound', bytes: new Uint8Array(5000), code: 'no-track' },
    { name: 'nothing', bytes: new Uint8Array(0), code: 'no-track' },
  ])('$name is refused', async ({ bytes, code }) => {
    await expect(openMp3(new MemoryMediaFile(bytes))).rejects.toMatchObject({ name: 'MediaError', code });
  });

  test('the search for a first frame is bounded', async () => {
    const file = new MemoryMediaFile(new Uint8Array(8 * 1024 * 1024).fill(0xff));
    await expect(openMp3(file)).rejects.toMatchObject({ code: 'no-track' });
    expect(file.bytesRead).toBeLessThan(2 * 1024 * 1024);
  });

  test.each([
    { name: 'Info', bytes: info(36, raw('Info', u32(3), u32(400), u32(constant.length))), sound: constant },
    { name: 'Xing', bytes: info(36, raw('Xing', u32(3), u32(400), u32(variable.length))), sound: variable },
    {
      name: 'VBRI',
      bytes: info(36, raw('VBRI', 0, 1, 0, 0, 0, 75, u32(variable.length), u32(400))),
      sound: variable,
    },
  ])('the frame with $name is no sound', async ({ bytes, sound }) => {
    const { source, messages } = await play(concat([bytes, sound]));
    expect(messages).toHaveLength(400);
    expect(messages[0]!.timestamp).toBe(0);
    expect(await source.duration()).toBe(exact(400));
  });

  test('8 kHz has a sound format of its own', async () => {
    const frame = new Uint8Array(72);
    frame.set([0xff, 0xe3, 0x18, 0xc0]);
    const { source, messages } = await play(repeat(frame, 20));
    expect(source.audioCodec).toBe('mp3-8k');
    expect(messages.map(({ payload }) => payload[0]! >> 4)).toEqual(Array.from({ length: 20 }, () => 14));
    expect(messages[1]!.timestamp).toBe(72);
  });
});

/** A frame of 128 kbit/s with something in place of its sound. */
function info(at: number, content: Uint8Array): Uint8Array {
  const frame = mp3Frame();
  frame.set(content, at);
  return frame;
}
