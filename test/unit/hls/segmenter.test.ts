import { describe, expect, it } from 'vitest';
import type { HlsSegment, OpenSegment } from '../../../src/hls/hls-segment.js';
import { Segmenter } from '../../../src/hls/segmenter.js';
import type { MediaKind } from '../../../src/media/media-message.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { aac, avc, describeMedia } from '../../support/media-payloads.js';

interface Run {
  readonly segmenter: Segmenter;
  readonly segments: HlsSegment[];
  /** As they were told of while they were made. */
  readonly opens: OpenSegment[];
  accept(kind: MediaKind, time: number, payload: Uint8Array): void;
  contents(): string[];
  /** Milliseconds since 1970. */
  readonly time: { now: number };
}

function running(segmentDuration = 2000, maxSegmentDuration = 10_000, partDuration = 0): Run {
  const [segments, opens]: [HlsSegment[], OpenSegment[]] = [[], []];
  const time = { now: 5000 };
  const newMuxer = () => {
    let taken: string[] = [];
    return {
      header: undefined,
      accept: ({ kind, payload }: MediaMessage) => {
        const text = describeMedia(kind, payload);
        if (text.includes('refused') && taken.some((before) => !before.startsWith('header'))) return false;
        taken.push(text);
        return true;
      },
      take: () => {
        const bytes = new TextEncoder().encode(taken.join(', '));
        taken = [];
        return bytes.length === 0 ? undefined : bytes;
      },
    };
  };
  const options = { segmentDuration, maxSegmentDuration, partDuration };
  const segmenter = new Segmenter(options, newMuxer, () => time.now, {
    part: (open) => opens.push(open),
    segment: (segment) => segments.push(segment),
  });
  return {
    segmenter,
    segments,
    opens,
    time,
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
    expect(run.segments.map(({ duration, discontinuity, date }) => [duration, discontinuity, date()])).toEqual([
      [1, false, 4500],
      [2, true, 3000],
    ]);
  });

  it('cuts segments into parts that are no longer than the first ones', () => {
    const run = running(2000, 10_000, 1100);
    film(run, 9, 4);
    expect(run.segmenter.partTarget).toBe(1030);
    expect(
      run.segments.map(({ parts }) => parts.map(({ duration, isIndependent }) => [duration, isIndependent])),
    ).toEqual([
      [
        [1, true],
        [1, false],
      ],
      [
        [1, true],
        [1, false],
      ],
    ]);
    expect(run.opens.map(({ sequence, parts }) => [sequence, parts.length])).toEqual([
      [0, 1],
      [1, 1],
    ]);
    const { parts, bytes } = run.segments[0]!;
    expect(parts.map((part) => new TextDecoder().decode(part.bytes))).toEqual([
      'key k0, inter p1',
      'inter p2, inter p3',
    ]);
    expect(parts.every((part) => part.bytes.buffer === bytes.buffer)).toBe(true);
  });

  it('begins with a picture if there are going to be some', () => {
    const run = running(500);
    run.accept('video', 0, avc.header('sps'));
    run.accept('audio', 0, aac.frame('a0'));
    run.accept('video', 100, avc.inter('p1'));
    run.accept('video', 1000, avc.key('k2'));
    run.accept('audio', 1010, aac.frame('a2'));
    run.accept('video', 2000, avc.key('k3'));
    expect(run.contents()).toEqual(['header sps, key k2, frame a2']);
  });

  it('does not wait for pictures for ever', () => {
    const run = running(500, 1000);
    run.accept('video', 0, avc.header('sps'));
    for (let time = 0; time <= 2000; time += 250) run.accept('audio', time, aac.frame(`a${time}`));
    expect(run.contents()[0]).toBe('header sps, frame a1000, frame a1250');
  });

  it('goes on behind a discontinuity where nothing came for long, or time was set back', () => {
    const run = running();
    film(run, 5, 4);
    film(run, 5, 4, 60_000);
    film(run, 5, 4, 1000);
    expect(run.segments.map(({ duration, discontinuity }) => [duration, discontinuity])).toEqual([
      [2, false],
      [0.5, false],
      [2, true],
      [0.5, false],
      [2, true],
    ]);
  });

  it('begins anew where the container cannot go on', () => {
    const run = running();
    run.accept('video', 0, avc.header('sps'));
    film(run, 3, 8);
    run.accept('audio', 1100, aac.header('refused'));
    run.accept('audio', 1200, aac.frame('a'));
    run.accept('video', 2000, avc.key('k'));
    run.accept('audio', 2010, aac.frame('b'));
    run.segmenter.end();
    expect(run.contents()).toEqual([
      'header sps, key k0, inter p1, inter p2',
      'header sps, header refused, key k, frame b',
    ]);
    expect(run.segments.map(({ discontinuity, epoch }) => [discontinuity, epoch.number])).toEqual([
      [false, 0],
      [true, 1],
    ]);
  });

  it('dates segments by the frames that came soonest', () => {
    const run = running();
    // Eight frames come at once, the others as they are taken, or a little later.
    film(run, 8, 4);
    for (let i = 8; i < 13; i++) {
      run.time.now = 1500 + i * 500 + (i % 3) * 20;
      film(run, 1, 4, i * 500);
    }
    expect(run.segments.map(({ date }) => date())).toEqual([1500, 3500, 5500]);
  });
});
