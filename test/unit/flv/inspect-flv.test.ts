import { describe, expect, test } from 'vitest';
import { encodeAmf0 } from '../../../src/amf/amf0-encoder.js';
import { AmfObject } from '../../../src/amf/value.js';
import { concat } from '../../../src/bytes/concat.js';
import { encodeFlvTag } from '../../../src/flv/encode-flv-tag.js';
import { encodeFlvHeader } from '../../../src/flv/flv-header.js';
import { inspectFlv } from '../../../src/flv/inspect-flv.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import type { MediaReport } from '../../../src/media/media-report.js';
import { MemoryMediaFile } from '../../support/memory-media-file.js';

/** Four pictures of Sorenson H.263 a second, every fourth a key frame, and four pieces of PCM beside them. */
function tags(seconds: number, from = 0): Uint8Array[] {
  return Array.from({ length: seconds * 4 }, (_, i) => [
    encodeFlvTag(new MediaMessage('video', from + i * 250, Uint8Array.of(i % 4 === 0 ? 0x12 : 0x22, 0, 0, 0))),
    encodeFlvTag(new MediaMessage('audio', from + i * 250, Uint8Array.of(0x3e, 1, 2, 3, 4))),
  ]).flat();
}

function metadata(properties: Record<string, number | AmfObject>): Uint8Array {
  return encodeFlvTag(new MediaMessage('data', 0, encodeAmf0(['onMetaData', AmfObject.of(properties)])));
}

const header = encodeFlvHeader({ hasAudio: true, hasVideo: true });

/** The metadata with an index of the key frames as they lie behind it. */
function indexed(seconds: number, shift = 0): Uint8Array {
  const make = (offsets: number[]) => {
    const times = offsets.map((_, i) => i);
    return metadata({ duration: seconds, keyframes: AmfObject.of({ times, filepositions: offsets }) });
  };
  const { length } = make(new Array<number>(seconds).fill(0));
  return make(Array.from({ length: seconds }, (_, i) => header.length + length + shift + i * 4 * (19 + 20)));
}

const whole = [header, indexed(3), ...tags(3)];

async function inspect(...pieces: readonly Uint8Array[]): Promise<MediaReport> {
  return inspectFlv(new MemoryMediaFile(concat([...pieces])));
}

function changed(bytes: Uint8Array, offset: number, ...values: number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, offset);
  return copy;
}

describe('what is in an FLV file', () => {
  test('streams, key frames, duration', async () => {
    const report = await inspect(...whole);
    expect(report).toMatchObject({ container: 'flv', size: concat(whole).length, duration: 3000, defects: [] });
    expect(report.streams).toEqual([
      {
        kind: 'video',
        track: 0,
        codec: 'sorenson-h263',
        codecString: 'sorenson-h263',
        width: undefined,
        height: undefined,
        frameRate: 4,
        frames: 12,
        bitRate: 128,
      },
      {
        kind: 'audio',
        track: 0,
        codec: 'pcm-le',
        codecString: 'pcm-le',
        sampleRate: 44100,
        channels: 1,
        frames: 12,
        bitRate: 160,
      },
    ]);
    expect(report.keyFrames).toEqual({ count: 3, meanInterval: 1000, maxInterval: 1000 });
    expect(report.metadata.get('duration')).toBe(3);
  });

  test('a step back is told in seconds, and where it is', async () => {
    const { defects } = await inspect(header, indexed(2), ...tags(1), ...tags(1));
    const place = header.length + indexed(2).length + 4 * (19 + 20);
    expect(defects.find(({ code }) => code === 'time-steps-back')).toEqual({
      code: 'time-steps-back',
      message: 'timestamps step back 2 times, by up to 0.750 s',
      offset: place,
      mend: 'repair',
    });
  });

  test('nothing to read is an error', async () => {
    await expect(inspect(header)).rejects.toMatchObject({ code: 'no-track' });
    await expect(inspect(new Uint8Array(100))).rejects.toMatchObject({ name: 'MediaError' });
  });
});

describe('defects', () => {
  const last = whole.at(-1)!;
  const before = whole.slice(0, -1);
  test.each([
    { name: 'no header', pieces: [indexed(3), ...tags(3)], codes: ['wrong-header', 'wrong-index'] },
    { name: 'another version', pieces: [changed(header, 3, 2), ...whole.slice(1)], codes: ['wrong-header'] },
    { name: 'flags that are wrong', pieces: [changed(header, 4, 1), ...whole.slice(1)], codes: ['wrong-header'] },
    { name: 'no metadata', pieces: [header, ...tags(3)], codes: ['no-metadata'] },
    { name: 'no duration', pieces: [header, metadata({ a: 1 }), ...tags(1)], codes: ['no-duration'] },
    { name: 'a wrong duration', pieces: [header, metadata({ duration: 9 }), ...tags(1)], codes: ['wrong-duration'] },
    { name: 'no index', pieces: [header, metadata({ duration: 3 }), ...tags(3)], codes: ['no-index'] },
    { name: 'a wrong index', pieces: [header, indexed(3, 7), ...tags(3)], codes: ['wrong-index'] },
    { name: 'a late start', pieces: [header, indexed(3), ...tags(3, 5000)], codes: ['late-start'] },
    {
      name: 'a gap',
      pieces: [header, metadata({ duration: 61 }), ...tags(1), ...tags(1, 60_000)],
      codes: ['no-index', 'time-jumps'],
    },
    { name: 'garbage', pieces: [...before, new Uint8Array(5).fill(0xff), last], codes: ['garbage'] },
    {
      name: 'a wrong back pointer',
      pieces: [...before, changed(last, last.length - 1, 0)],
      codes: ['wrong-back-pointers'],
    },
    { name: 'another stream id', pieces: [...before, changed(last, 10, 1)], codes: ['wrong-stream-ids'] },
    { name: 'encrypted tags', pieces: [...before, changed(last, 0, 0x28)], codes: ['encrypted'] },
    {
      name: 'an unknown codec',
      pieces: [...whole, encodeFlvTag(new MediaMessage('video', 2750, Uint8Array.of(0x1f, 0)))],
      codes: ['unsupported-track'],
    },
    { name: 'a tag that is cut off', pieces: [...before, last.subarray(0, 13)], codes: ['truncated'] },
    { name: 'a back pointer that is cut off', pieces: [...before, last.subarray(0, -2)], codes: ['truncated'] },
  ])('$name', async ({ pieces, codes }) => {
    expect((await inspect(...pieces)).defects.map(({ code }) => code)).toEqual(codes);
  });

  test('beyond 1 MiB of garbage nothing is found', async () => {
    const { defects } = await inspect(...whole, new Uint8Array(2 * 1024 * 1024).fill(0xff), ...tags(1, 3000));
    expect(defects.map(({ code }) => code)).toEqual(['unreadable-end']);
  });
});
