import { describe, expect, test } from 'vitest';
import { decodeAmf0 } from '../../../src/amf/amf0-decoder.js';
import { AmfObject } from '../../../src/amf/value.js';
import type { AmfValue, AmfArray } from '../../../src/amf/value.js';
import type { RecordingFacts } from '../../../src/flv/recording-metadata.js';
import { encodeRecordingMetadata, recordingMetadataSize } from '../../../src/flv/recording-metadata.js';

const keyFrames = Array.from({ length: 1000 }, (_, i) => ({ time: i * 2000, offset: 500 + i * 70_000 }));

const facts: RecordingFacts = {
  properties: [
    ['width', 640],
    ['encoder', 'Lavf'],
    ['duration', 99],
    ['videoIdMap', AmfObject.of({ '0': 'hvc1' })],
  ],
  duration: 2_000_400,
  fileSize: 70_000_000,
  lastTimestamp: 2_000_360,
  canSeekToEnd: false,
  keyFrames,
};

function decode(payload: Uint8Array): Map<string, AmfValue> {
  const [name, metadata] = decodeAmf0(payload);
  expect(name).toBe('onMetaData');
  return new Map((metadata as AmfArray).entries());
}

function index(payload: Uint8Array): { times: number[]; filepositions: number[] } | undefined {
  const keyframes = decode(payload).get('keyframes') as AmfObject | undefined;
  return keyframes && (Object.fromEntries(keyframes.properties) as { times: number[]; filepositions: number[] });
}

describe('metadata of a recording', () => {
  test('says what is known, in the bytes of AMF0', () => {
    const alone = { ...facts, properties: [], keyFrames: [1500, 1750].map((time) => ({ time, offset: 0x102 })) };
    const payload = encodeRecordingMetadata(alone, 256);
    expect(Buffer.from(payload).toString('latin1')).toContain('\x02\0\x0aonMetaData\x08\0\0\0\0\0\x08duration\0');
    expect(Buffer.from(payload).toString('hex')).toContain(
      '0005' +
        '74696d6573' +
        '0a00000002' +
        '003ff8000000000000' +
        '003ffc000000000000' +
        '000d' +
        '66696c65706f736974696f6e73' +
        '0a00000002',
    );
    expect(payload.subarray(-3)).toEqual(Uint8Array.of(0, 0, 9));
  });

  test.each([256, 257, 300, 311, 4096, 20_000, 65_536])('has exactly %i bytes', (size) => {
    const payload = encodeRecordingMetadata(facts, size);
    expect(payload).toHaveLength(size);
    const metadata = decode(payload);
    expect(metadata.get('duration')).toBe(2000.4);
    expect(metadata.get('filesize')).toBe(70_000_000);
    expect(metadata.get('lasttimestamp')).toBe(2000.36);
    expect(metadata.get('canSeekToEnd')).toBe(false);
    expect(metadata.get('width')).toBe(640);
  });

  test('has the room that was asked for', () => {
    const size = recordingMetadataSize(facts.properties, 1000);
    expect(index(encodeRecordingMetadata(facts, size))).toEqual({
      times: keyFrames.map(({ time }) => time / 1000),
      filepositions: keyFrames.map(({ offset }) => offset),
    });
    expect(index(encodeRecordingMetadata(facts, size - 1))!.times).toHaveLength(999);
    const beginning = { ...facts, duration: 0, keyFrames: [] };
    expect(encodeRecordingMetadata(beginning, size)).toHaveLength(size);
    expect(decode(encodeRecordingMetadata(beginning, size)).get('hasKeyframes')).toBe(false);
    expect(recordingMetadataSize(facts.properties, 2)).toBe(size - 998 * 18);
  });

  test('one key frame makes no index: ffprobe warns of such', () => {
    const metadata = decode(encodeRecordingMetadata({ ...facts, keyFrames: keyFrames.slice(0, 1) }, 4096));
    expect([metadata.get('hasKeyframes'), metadata.get('keyframes')]).toEqual([false, undefined]);
  });

  test('an index that is too long is thinned evenly', () => {
    const { times, filepositions } = index(
      encodeRecordingMetadata(facts, recordingMetadataSize(facts.properties, 11)),
    )!;
    expect(times).toHaveLength(11);
    expect(times[0]).toBe(0);
    expect(times.at(-1)).toBe(1998);
    for (const [i, time] of times.entries()) {
      expect(Math.abs(time - i * 199.8)).toBeLessThanOrEqual(1);
      expect(filepositions[i]).toBe(500 + (time / 2) * 70_000);
    }
  });

  test('what a publisher told is left out where there is no room for it, or no form', () => {
    const cyclic = new AmfObject();
    cyclic.set('self', new AmfObject('', [['x'.repeat(70_000), 1]]));
    const greedy: RecordingFacts['properties'] = [
      ['unencodable', cyclic],
      ['width', 640],
      ['text', 'x'.repeat(5000)],
      ['height', 480],
    ];
    const metadata = decode(encodeRecordingMetadata({ ...facts, properties: greedy }, 1000));
    expect([...metadata.keys()]).toEqual(
      expect.arrayContaining(['duration', 'width', 'filesize', 'keyframes', 'spacer']) as string[],
    );
    expect(metadata.has('text') || metadata.has('height') || metadata.has('unencodable')).toBe(false);
    expect(() => encodeRecordingMetadata(facts, 100)).toThrow(RangeError);
  });
});
