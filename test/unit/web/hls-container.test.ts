import { describe, expect, it } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { Segmenter } from '../../../src/hls/segmenter.js';
import type { HlsSegment } from '../../../src/hls/hls-segment.js';
import type { MediaMessage } from '../../../src/media/media-message.js';
import { codecsIn, containerFor, hlsContainers } from '../../../src/web/hls-container.js';
import { OTHER_AVC, stream } from '../../support/mp4-stream.js';
import { boxBodies, samplesOf, truns } from '../../support/mp4-written-boxes.js';

const SETUP = [stream.avcHeader(), stream.aacHeader()];
const fmp4 = hlsContainers.fmp4;

function segmentsOf(messages: readonly MediaMessage[]): HlsSegment[] {
  const segments: HlsSegment[] = [];
  const options = { segmentDuration: 1000, maxSegmentDuration: 5000, partDuration: 300 };
  const listener = { part: () => undefined, segment: (segment: HlsSegment) => void segments.push(segment) };
  const segmenter = new Segmenter(options, fmp4.newMuxer, () => 0, listener);
  for (const message of messages) segmenter.accept(message);
  segmenter.end();
  return segments;
}

describe('segments of MP4', () => {
  it('have every frame once, at the time that it was sent with, without a gap', () => {
    const segments = segmentsOf([...SETUP, ...stream.seconds(4, 90_000)]);
    expect(segments.map(({ duration }) => duration)).toEqual([1, 1, 1, 1]);
    const all = concat(segments.map(({ bytes }) => bytes));
    expect(truns(all)[0]).toMatchObject({ track: 1, decodeTime: 90_000 * 90 });
    expect(truns(all).find(({ track }) => track === 2)?.decodeTime).toBe(90 * 44_100);
    expect(samplesOf(all, 1)).toHaveLength(100);
    expect(samplesOf(all, 2)).toHaveLength(stream.seconds(4).filter(({ kind }) => kind === 'audio').length);
    for (const { bytes, epoch } of segments) {
      expect(truns(bytes)[0]!.samples[0]!.isSync).toBe(true);
      expect(boxBodies(bytes, 'moov')).toEqual([]);
      expect(boxBodies(epoch.header!, 'moov/trak')).toHaveLength(2);
    }
  });

  it('that are made apart fit together', () => {
    const messages = stream.seconds(2, 5000);
    const cut = messages.findIndex(({ kind, timestamp }) => kind === 'video' && timestamp === 6000);
    const [first, second] = [fmp4.newMuxer(), fmp4.newMuxer()];
    for (const message of [...SETUP, ...messages.slice(0, cut)]) first.accept(message);
    for (const message of [...SETUP, ...messages.slice(cut)]) second.accept(message);
    const [before, after] = [first.take(messages[cut])!, second.take()!];
    expect(samplesOf(concat([before, after]), 1)).toHaveLength(50);
    expect(first.header).toEqual(second.header);
    const sound = truns(concat([before, after])).filter(({ track }) => track === 2);
    const end = sound[0]!.decodeTime + sound[0]!.samples.reduce((sum, { duration }) => sum + duration, 0);
    expect(Math.abs(sound[1]!.decodeTime - end)).toBeLessThan(50);
  });

  it('are of another header behind a discontinuity where the codec changes, and the ids of tracks stay', () => {
    const film = stream.seconds(4);
    const at = film.findIndex(({ timestamp }) => timestamp === 2000);
    const segments = segmentsOf([...SETUP, ...film.slice(0, at), stream.avcHeader(2000, OTHER_AVC), ...film.slice(at)]);
    expect(segments.map(({ discontinuity, epoch }) => [discontinuity, epoch.number])).toEqual([
      [false, 0],
      [false, 0],
      [true, 1],
      [false, 1],
    ]);
    const [before, after] = [segments[0]!.epoch.header!, segments[2]!.epoch.header!];
    expect(Buffer.from(before).equals(after)).toBe(false);
    expect(new Set(segments.flatMap(({ bytes }) => truns(bytes).map(({ track }) => track)))).toEqual(new Set([1, 2]));
  });

  it('go on where a track comes late', () => {
    const film = stream.seconds(5);
    const early = film.filter(({ kind, timestamp }) => kind === 'video' || timestamp >= 3500);
    const segments = segmentsOf([SETUP[0]!, ...early.slice(0, 70), SETUP[1]!, ...early.slice(70)]);
    expect(segments.filter(({ discontinuity }) => discontinuity)).toHaveLength(1);
    const last = segments.at(-1)!;
    expect(new Set(truns(last.bytes).map(({ track }) => track))).toEqual(new Set([1, 2]));
  });
});

it('tells of the codecs that a container holds', () => {
  const format = {
    video: { codec: 'av1', codecString: 'av01.0.00M.08', width: 1, height: 1, frameRate: 1 },
    audio: { codec: 'aac', codecString: 'mp4a.40.2', sampleRate: 1, channels: 1 },
  } as const;
  expect([codecsIn(fmp4, format), codecsIn(hlsContainers.ts, format)]).toEqual([
    ['av01.0.00M.08', 'mp4a.40.2'],
    ['mp4a.40.2'],
  ]);
});

it.each([
  ['auto', 'avc', 'aac', '.m4s'],
  ['auto', 'avc', 'mp3', '.ts'],
  ['auto', undefined, 'mp3', '.ts'],
  ['auto', 'vp9', 'mp3', '.m4s'],
  ['auto', undefined, undefined, '.m4s'],
  ['ts', 'av1', 'aac', '.ts'],
  ['fmp4', 'avc', 'mp3', '.m4s'],
] as const)('%s for %s and %s: %s', (choice, video, audio, extension) => {
  expect(containerFor(choice, video, audio).extension).toBe(extension);
});
