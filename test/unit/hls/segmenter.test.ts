import { describe, expect, it } from 'vitest';
import type { HlsSegment } from '../../../src/hls/segmenter.js';
import { Segmenter } from '../../../src/hls/segmenter.js';
import type { MediaKind } from '../../../src/media/media-message.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { aac, avc, describeMedia } from '../../support/media-payloads.js';

interface Run {
  readonly segmenter: Segmenter;
  readonly segments: HlsSegment[];
  accept(kind: MediaKind, time: number, payload: Uint8Array): void;
  contents(): string[];
}

function running(segmentDuration = 2000, maxSegmentDuration = 10_000): Run {
  const segments: HlsSegment[] = [];
  const newMuxer = () => {
    let taken: string[] = [];
    return {
      accept: ({ kind, payload }: MediaMessage) => void taken.push(describeMedia(kind, payload)),
      take: () => {
        const bytes = new TextEncoder().encode(taken.join(', '));
        taken = [];
        return bytes.length === 0 ? undefined : bytes;
      },
    };
  };
  const options = { segmentDuration, maxSegmentDuration };
  const segmenter = new Segmenter(
    options,
    newMuxer,
    () => 5000,
    (segment) => segments.push(segment),
  );
  return {
    segmenter,
    segments,
    accept: (kind, time, payload) => segmenter.accept(new MediaMessage(kind, time, payload)),
    contents: () => segments.map(({ bytes }) => new TextDecoder().decode(bytes)),
  };
}

/** A frame every 500 ms, a key frame first and then every `gop` frames. */
function film(run: Run, frames: number, gop: number, from = 0): void {
  for (let i = 0; i < frames; i++)
    run.accept('video', from + i * 500, i % gop === 0 ? avc.key(`k${i}`) : avc.inter(`p${i}`));
}

describe('Segmenter', () => {
  it('cuts at the first key frame after the wished duration', () => {
    const run = running();
    film(run, 13, 3);
    expect(run.segments.map(({ duration, sequence }) => [sequence, duration])).toEqual([
      [0, 3],
      [1, 3],
    ]);
    expect(run.contents()[1]).toBe('key k6, inter p7, inter p8, key k9, inter p10, inter p11');
    expect(run.segmenter.targetDuration).toBe(3);
  });

  it('settles the target duration by the first segment, and keeps all others below it', () => {
    const run = running();
    film(run, 8, 8);
    film(run, 40, 40, 4000);
    expect(run.segmenter.targetDuration).toBe(4);
    expect(run.segments.map(({ duration }) => Math.round(duration)).every((duration) => duration <= 4)).toBe(true);
    expect(run.segments.length).toBeGreaterThan(3);
  });

  it('cuts sound without pictures anywhere', () => {
    const run = running();
    for (let time = 0; time <= 4500; time += 100) run.accept('audio', time, aac.frame(`a${time}`));
    expect(run.segments.map(({ duration }) => duration)).toEqual([2, 2]);
  });

  it('leaves sound between the pictures where it came', () => {
    const run = running(500);
    run.accept('video', 0, avc.key('k0'));
    run.accept('audio', 100, aac.frame('a1'));
    run.accept('audio', 900, aac.frame('a2'));
    run.accept('video', 1000, avc.key('k1'));
    expect(run.contents()).toEqual(['key k0, frame a1, frame a2']);
  });

  it('begins anew behind a discontinuity when the codec is set up otherwise', () => {
    const run = running();
    run.accept('video', 0, avc.header('sps'));
    run.accept('audio', 0, aac.header('asc'));
    run.accept('video', 0, avc.key('k0'));
    run.accept('video', 1000, avc.header('sps'));
    run.accept('video', 1000, avc.inter('p1'));
    run.accept('video', 2000, avc.header('another'));
    run.accept('video', 2000, avc.key('k2'));
    run.segmenter.end();
    expect(run.contents()).toEqual([
      'header sps, header asc, key k0, header sps, inter p1',
      'header asc, header another, key k2',
    ]);
    expect(run.segments.map(({ discontinuity }) => discontinuity)).toEqual([false, true]);
  });

  it('ends with the publication, and goes on behind a discontinuity with the next', () => {
    const run = running();
    film(run, 2, 8);
    run.segmenter.end();
    film(run, 5, 4);
    expect(run.segments.map(({ duration, discontinuity, date }) => [duration, discontinuity, date])).toEqual([
      [0.54, false, 5000],
      [2, true, 5000],
    ]);
  });
});
