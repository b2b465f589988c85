import { describe, expect, test } from 'vitest';
import { encodeAmf0 } from '../../../src/amf/amf0-encoder.js';
import { AmfObject } from '../../../src/amf/value.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { FragmentedMp4Writer } from '../../../src/mp4/fragmented-mp4-writer.js';
import type { Mp4Verdict } from '../../../src/mp4/mp4-verdict.js';
import { boxBodies, samplesOf, truns, words } from '../../support/mp4-written-boxes.js';
import { recordMp4 } from '../../support/mp4-recording.js';
import { OTHER_AAC, OTHER_AVC, stream, twoAacTracks } from '../../support/mp4-stream.js';
import { seededInteger, seededRandom } from '../../support/seeded-random.js';

const headers = [stream.avcHeader(), stream.aacHeader()];
const speex = (time: number): MediaMessage => new MediaMessage('audio', time, Uint8Array.of(0xb2, 1, 2, 3));
const sorenson = (time: number): MediaMessage => new MediaMessage('video', time, Uint8Array.of(0x12, 0, 0, 0x84, 0));

function accepted(writer: FragmentedMp4Writer, messages: readonly MediaMessage[]): Mp4Verdict[] {
  return messages.map((message) => writer.accept(message)).filter(({ kind }) => kind !== 'taken');
}

/** Of the edit list of each track: its media time in ticks; undefined without one. */
function mediaTimes(bytes: Uint8Array): (number | undefined)[] {
  return boxBodies(bytes, 'moov/trak').map((trak) => words(boxBodies(trak, 'edts/elst')[0] ?? new Uint8Array(0))[3]);
}

describe('when the file begins', () => {
  test('with the first frame of the second track; what came before is kept', () => {
    const writer = new FragmentedMp4Writer();
    accepted(writer, [...headers, stream.avc(0), stream.avc(40, 'inter'), stream.avc(80, 'inter')]);
    expect([writer.hasBegun, writer.takeFragment(), writer.pendingBytes]).toEqual([false, undefined, 30]);
    writer.accept(stream.aac(90));
    expect(writer.hasBegun).toBe(true);
    const bytes = writer.takeFragment()!;
    expect(boxBodies(bytes, 'moov/trak')).toHaveLength(2);
    expect(samplesOf(bytes, 1).map(({ duration }) => duration)).toEqual([3600, 3600]);
    expect(boxBodies(writer.finish()!, 'moov')).toEqual([]);
  });

  test('after two seconds without it', () => {
    const writer = new FragmentedMp4Writer();
    accepted(writer, [stream.avcHeader(), stream.avc(0), stream.avc(1999, 'inter')]);
    expect(writer.hasBegun).toBe(false);
    writer.accept(stream.avc(2000, 'inter'));
    expect(writer.hasBegun).toBe(true);
  });

  test('after half a second where onMetaData announces no other track', () => {
    const writer = new FragmentedMp4Writer();
    const metadata = encodeAmf0(['@setDataFrame', 'onMetaData', AmfObject.of({ videocodecid: 7, width: 320 })]);
    accepted(writer, [stream.data(metadata), stream.avcHeader(), stream.avc(0), stream.avc(499, 'inter')]);
    expect(writer.hasBegun).toBe(false);
    writer.accept(stream.avc(500, 'inter'));
    expect(writer.hasBegun).toBe(true);
  });

  test('when too much waits', () => {
    const writer = new FragmentedMp4Writer({ waitBytes: 100 });
    accepted(writer, [stream.avcHeader(), stream.avc(0, 'key', 0, 101)]);
    expect(writer.hasBegun).toBe(true);
  });

  test('with the end, if there is any frame; not at all without', () => {
    const writer = new FragmentedMp4Writer();
    accepted(writer, [stream.avcHeader(), stream.avc(0)]);
    expect(samplesOf(writer.finish()!, 1)).toEqual([{ duration: 3600, size: 10, isSync: true, composition: 0 }]);
    const empty = new FragmentedMp4Writer();
    accepted(empty, headers);
    expect(empty.finish()).toBeUndefined();
  });

  test('with a track whose frames come later, once its configuration is known', () => {
    const { bytes, verdicts } = recordMp4([
      ...headers,
      ...[0, 1000, 2000, 3000].map((time) => stream.avc(time)),
      stream.aac(3001),
      stream.avc(4000),
    ]);
    expect(verdicts).toEqual([]);
    expect(truns(bytes).filter(({ track }) => track === 2)).toMatchObject([{ decodeTime: Math.round(3001 * 44.1) }]);
  });

  test('pictures begin with a key frame', () => {
    const { bytes } = recordMp4([
      ...headers,
      stream.avc(0, 'inter'),
      stream.aac(0),
      stream.avc(40),
      stream.avc(80, 'inter'),
    ]);
    expect(truns(bytes).find(({ track }) => track === 1)).toMatchObject({
      decodeTime: 3600,
      samples: [{ isSync: true }, { isSync: false }],
    });
  });
});

describe('what MP4 does not hold', () => {
  test('one track is left out, which is said once', () => {
    const { bytes, verdicts } = recordMp4([stream.avcHeader(), stream.avc(0), speex(0), speex(20), stream.avc(40)]);
    expect(verdicts).toEqual([{ kind: 'left-out', reason: 'unsupported', track: 'audio:0', codec: 'speex' }]);
    expect(boxBodies(bytes, 'moov/trak')).toHaveLength(1);
  });

  test('nothing is left: said again and again', () => {
    const writer = new FragmentedMp4Writer();
    expect(accepted(writer, [speex(0), speex(20), sorenson(20), speex(40)])).toEqual([
      { kind: 'left-out', reason: 'unsupported', track: 'audio:0', codec: 'speex' },
      { kind: 'no-track', track: 'video:0', codec: 'sorenson-h263' },
      { kind: 'no-track', track: 'audio:0', codec: 'speex' },
    ]);
    expect(accepted(new FragmentedMp4Writer(), [speex(0), speex(1999), speex(2000)]).map(({ kind }) => kind)).toEqual([
      'left-out',
      'no-track',
    ]);
  });

  test('a configuration that cannot be read', () => {
    const header = new MediaMessage('audio', 0, Uint8Array.of(0xaf, 0));
    const cut = new MediaMessage('audio', 0, Uint8Array.of(0xaf, 0, 0x12));
    expect(accepted(new FragmentedMp4Writer(), [header, cut, cut])).toEqual([
      { kind: 'left-out', reason: 'malformed', track: 'audio:0', codec: 'aac' },
    ]);
  });
});

describe('changes', () => {
  test('the same configuration again is none', () => {
    const { verdicts } = recordMp4([...headers, ...stream.seconds(1), ...headers, ...stream.seconds(1, 1000)]);
    expect(verdicts).toEqual([]);
  });

  test.each([
    ['video:0', 'avc', stream.avcHeader(1000, OTHER_AVC)],
    ['audio:0', 'aac', stream.aacHeader(1000, OTHER_AAC)],
    ['video:0', 'sorenson-h263', sorenson(1000)],
  ] as const)('%s is %s otherwise: not taken, a new file begins with it', (track, codec, message) => {
    const writer = new FragmentedMp4Writer();
    accepted(writer, [...headers, ...stream.seconds(1)]);
    expect(writer.accept(message)).toEqual({ kind: 'codec-changed', track, codec });
    expect(writer.accept(stream.avc(1000))).toEqual({ kind: 'taken' });
  });

  test('a configuration that changes before the first frame is the one', () => {
    const { bytes, verdicts } = recordMp4([stream.avcHeader(0), stream.avcHeader(0, OTHER_AVC), stream.avc(0)]);
    expect(verdicts).toEqual([]);
    expect(boxBodies(bytes, 'moov/trak/mdia/minf/stbl/stsd')[0]!.subarray(8 + 8 + 24, 8 + 8 + 28)).toEqual(
      Uint8Array.of(0, 178, 0, 98),
    );
  });

  test('a track that comes when the file has begun', () => {
    const writer = new FragmentedMp4Writer();
    accepted(writer, [stream.avcHeader(), stream.avc(0), stream.avc(2000)]);
    expect(writer.accept(stream.aacHeader())).toEqual({ kind: 'late-track', track: 'audio:0', codec: 'aac' });
  });

  test('all tracks of a message are taken or none', () => {
    const writer = new FragmentedMp4Writer();
    const sound = Uint8Array.of(1, 2, 3);
    accepted(writer, [
      twoAacTracks(0, 0, AAC_BYTES, AAC_BYTES),
      twoAacTracks(0, 1, sound, sound),
      stream.avcHeader(),
      stream.avc(0),
    ]);
    expect(writer.accept(twoAacTracks(23, 0, AAC_BYTES, OTHER_AAC))).toMatchObject({
      kind: 'codec-changed',
      track: 'audio:1',
    });
    writer.accept(twoAacTracks(23, 1, sound, sound));
    expect(truns(writer.finish()!).map(({ track, samples }) => [track, samples.length])).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
    ]);
  });
});

const AAC_BYTES = Uint8Array.of(0x12, 0x10);

describe('times', () => {
  test('a fragment that is taken after a key frame ends before it', () => {
    const writer = new FragmentedMp4Writer();
    accepted(writer, [...headers, ...stream.seconds(1), stream.avc(1000)]);
    const [video] = truns(writer.takeFragment()!);
    expect(video!.samples).toHaveLength(25);
    writer.accept(stream.avc(1040, 'inter'));
    expect(truns(writer.takeFragment()!)).toMatchObject([
      { track: 1, decodeTime: 90_000, samples: [{ isSync: true }] },
    ]);
  });

  test('sound lies where its samples do, whatever the milliseconds say', () => {
    const random = seededRandom(1);
    const frames = Array.from({ length: 2000 }, (_, i) =>
      stream.aac(Math.round((i * 1024) / 44.1) + seededInteger(random, 3)),
    );
    const { bytes } = recordMp4([stream.aacHeader(), ...frames]);
    expect(new Set(samplesOf(bytes, 1).map(({ duration }) => duration))).toEqual(new Set([1024]));
  });

  test('a gap in sound stays one', () => {
    const times = [0, 23, 46, 500, 523];
    const { bytes } = recordMp4([stream.aacHeader(), ...times.map((time) => stream.aac(time))]);
    expect(samplesOf(bytes, 1).map(({ duration }) => duration)).toEqual([1024, 1024, 500 * 44.1 - 2048, 1024, 1024]);
  });

  test('sound of a clock that is 0.2 % slow never is more than 50 ms away', () => {
    const times = Array.from({ length: 5000 }, (_, i) => Math.round(((i * 1024) / 44.1) * 1.002));
    const { bytes } = recordMp4([stream.aacHeader(), ...times.map((time) => stream.aac(time))]);
    let ticks = 0;
    const farthest = samplesOf(bytes, 1).reduce((most, { duration }, i) => {
      const distance = Math.abs(ticks / 44.1 - times[i]!);
      ticks += duration;
      return Math.max(most, distance);
    }, 0);
    expect(farthest).toBeLessThan(51);
    expect(farthest).toBeGreaterThan(40);
  });

  test('timestamps that wrap go on', () => {
    const times = [0xffff_ffd8, 0, 40].map((time) => stream.avc(time));
    expect(samplesOf(recordMp4([stream.avcHeader(), ...times]).bytes, 1).map(({ duration }) => duration)).toEqual([
      3600, 3600, 3600,
    ]);
  });

  test('a small step back: decoded just after the frame before, shown when it was to be', () => {
    const times = [0, 40, 30, 120].map((time) => stream.avc(time));
    expect(samplesOf(recordMp4([stream.avcHeader(), ...times]).bytes, 1)).toMatchObject([
      { duration: 3600 },
      { duration: 1 },
      { duration: 7199, composition: -901 },
      {},
    ]);
  });

  test('an encoder that begins anew: time goes on for all tracks', () => {
    const again = [...stream.seconds(3), ...stream.seconds(3)];
    const { bytes } = recordMp4([...headers, ...again]);
    const [video, audio] = [1, 2].map((track) =>
      samplesOf(bytes, track).reduce((sum, { duration }) => sum + duration, 0),
    );
    expect(video! / 90_000).toBeCloseTo(6, 1);
    expect(audio! / 44_100).toBeCloseTo(6, 1);
  });

  test('composition times: what is shown first is shown at zero, and sound stays beside it', () => {
    const pictures = [stream.avc(0, 'key', 80), stream.avc(40, 'inter', 160), stream.avc(80, 'disposable', -20)];
    const { bytes } = recordMp4([...headers, ...pictures, stream.aac(90)]);
    expect(samplesOf(bytes, 1).map(({ composition }) => composition)).toEqual([7200, 14_400, -1800]);
    expect(mediaTimes(bytes)).toEqual([7200, 80 * 44.1]);
    expect(truns(bytes).map(({ decodeTime }) => decodeTime)).toEqual([0, 90 * 44.1]);
  });

  test('a first frame that is shown before it is decoded: the track begins with that much room', () => {
    const { bytes } = recordMp4([...headers, stream.avc(0, 'key', -40), stream.aac(0), stream.avc(40, 'inter', -40)]);
    expect(mediaTimes(bytes)).toEqual([undefined, undefined]);
    expect(truns(bytes)).toMatchObject([
      { decodeTime: 3600, samples: [{ composition: -3600 }, { composition: -3600 }] },
      { decodeTime: 1764 },
    ]);
  });

  test('nanoseconds of ModEx count', () => {
    const frame = (time: number): MediaMessage => {
      const payload = Uint8Array.of(0x97, 2, 0x07, 0xa1, 0x20, 0x01, ...new TextEncoder().encode('mp4a'), 1, 2);
      return new MediaMessage('audio', time, payload);
    };
    const { bytes } = recordMp4([...headers, stream.avc(0), frame(10)]);
    expect(truns(bytes)).toMatchObject([{ track: 1 }, { track: 2, decodeTime: Math.round(10.5 * 44.1) }]);
  });
});

test('whatever comes, nothing is thrown and nothing grows that was taken', () => {
  const random = seededRandom(7);
  for (let round = 0; round < 300; round++) {
    const writer = new FragmentedMp4Writer();
    const known = [...headers, stream.avc(0), stream.aac(0), speex(0), twoAacTracks(0, 1, AAC_BYTES, AAC_BYTES)];
    for (let i = 0; i < 40; i++) {
      const { kind, payload } = known[seededInteger(random, known.length)]!;
      const bytes = payload.slice(0, seededInteger(random, payload.length + 1));
      if (bytes.length > 0 && random() < 0.5) bytes[seededInteger(random, bytes.length)] = seededInteger(random, 256);
      writer.accept(new MediaMessage(kind, seededInteger(random, 2 ** 32), bytes));
    }
    writer.finish();
    expect(writer.pendingBytes === 0 || !writer.hasBegun).toBe(true);
  }
});
