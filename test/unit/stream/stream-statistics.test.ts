import { describe, expect, test } from 'vitest';
import { MediaMessage } from '../../../src/media/media-message.js';
import { AudioVideoSkew } from '../../../src/stream/audio-video-skew.js';
import { LiveTotals } from '../../../src/stream/live-totals.js';
import { SampledRate } from '../../../src/stream/sampled-rate.js';
import { StreamStatistics } from '../../../src/stream/stream-statistics.js';
import { aac, avc, padded } from '../../support/media-payloads.js';

/** An encoder whose frames come when they should, unless `arrival` says otherwise. */
class Encoder {
  readonly totals = new LiveTotals();
  readonly statistics = new StreamStatistics(this.totals);
  now = 0;

  message(kind: 'audio' | 'video', timestamp: number, payload: Uint8Array, mended = 0): void {
    this.statistics.received(new MediaMessage(kind, timestamp, payload), timestamp, mended, this.now);
  }

  /** 25 frames and as much audio per second, key frames every `gop` frames; audio runs `audioSpeed` times as fast. */
  run(seconds: number, { gop = 25, audioSpeed = 1, late = (_index: number): number => 0, size = 100 } = {}): void {
    const start = this.now;
    for (let index = 0; index < seconds * 25; index++) {
      this.now = start + index * 40 + late(index);
      const timestamp = start + index * 40;
      this.message('audio', Math.round(timestamp * audioSpeed), aac.frame(padded('a', size)));
      this.message('video', timestamp, index % gop === 0 ? avc.key(padded('k', size)) : avc.inter(padded('p', size)));
    }
    this.now = start + seconds * 1000;
  }

  get health() {
    return this.statistics.health(this.now);
  }
}

/** Bytes of an audio and a video payload around 100 of label. */
const FRAME = aac.frame(padded('a', 100)).length + avc.key(padded('k', 100)).length;

describe('a stream in good order', () => {
  test('rates, GOP, skew', () => {
    const encoder = new Encoder();
    encoder.run(10, { gop: 50 });
    expect(encoder.health).toMatchObject({
      silentFor: 40,
      bytesPerSecond: 25 * FRAME,
      framesPerSecond: 25,
      gop: { duration: 2000, frames: 50 },
      sinceKeyFrame: 2000,
      jitter: 0,
      audioAhead: 0,
      audioDrift: 0,
      largestJump: 0,
      allZero: false,
    });
  });

  test('totals', () => {
    const encoder = new Encoder();
    encoder.run(4);
    expect(encoder.totals.snapshot.received).toEqual({
      messages: { audio: 100, video: 100, data: 0 },
      bytes: 100 * FRAME,
    });
    expect(Object.values(encoder.totals.snapshot.timestamps)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('nothing yet', () => {
    expect(new Encoder().health).toEqual({
      format: { audio: undefined, video: undefined },
      silentFor: undefined,
      bytesPerSecond: 0,
      framesPerSecond: 0,
      gop: { duration: 0, frames: 0 },
      sinceKeyFrame: undefined,
      jitter: 0,
      audioAhead: 0,
      audioDrift: 0,
      largestJump: 0,
      allZero: false,
    });
  });
});

test('rates end with the stream, and begin again with it', () => {
  const encoder = new Encoder();
  encoder.run(5);
  expect(encoder.health.framesPerSecond).toBe(25);
  encoder.now += 3000;
  expect(encoder.health).toMatchObject({ bytesPerSecond: 0, framesPerSecond: 0 });
  expect(encoder.health.sinceKeyFrame).toBe(4000);
  encoder.run(8);
  expect(encoder.health.framesPerSecond).toBeCloseTo(25, 0);
});

test('the next publication is measured anew, totals go on', () => {
  const encoder = new Encoder();
  encoder.run(5);
  encoder.statistics.restart();
  expect(encoder.health).toEqual(new Encoder().health);
  expect(encoder.totals.snapshot.received.messages.video).toBe(125);
});

test('the time since a key frame grows when none comes', () => {
  const encoder = new Encoder();
  encoder.run(60, { gop: 10_000 });
  expect(encoder.health).toMatchObject({ sinceKeyFrame: 60_000, gop: { duration: 0, frames: 0 } });
});

test('jitter is how unevenly frames come', () => {
  const encoder = new Encoder();
  encoder.run(20, { late: (index) => (index % 2) * 10 });
  expect(encoder.health.jitter).toBeCloseTo(10, 0);
});

test('of a stream without video it is that of audio', () => {
  const encoder = new Encoder();
  for (let index = 0; index < 500; index++) {
    encoder.now = index * 20 + (index % 2) * 10;
    encoder.message('audio', index * 20, aac.frame('a'));
  }
  expect(encoder.health.jitter).toBeCloseTo(10, 0);
});

test('a jump of the timestamps is no jitter', () => {
  const encoder = new Encoder();
  encoder.run(2);
  encoder.statistics.received(new MediaMessage('video', 2000, avc.key('k')), 3_600_000, 1, encoder.now);
  expect(encoder.health).toMatchObject({ jitter: 0, largestJump: 3_600_000 - 1960 });
  expect(encoder.totals.snapshot.timestamps).toMatchObject({ jumpForward: 1, mended: 1 });
});

test('audio that runs a thousandth fast drifts a millisecond a second', () => {
  const encoder = new Encoder();
  encoder.run(600, { audioSpeed: 1.001 });
  expect(encoder.health.audioAhead).toBeGreaterThan(590);
  expect(encoder.health.audioDrift).toBeGreaterThan(585);
  expect(encoder.health.audioDrift).toBeLessThan(600);
});

test('sequence headers with timestamp 0 in mid-stream are no step back', () => {
  const encoder = new Encoder();
  encoder.run(2);
  encoder.message('video', 0, avc.header('sps'));
  encoder.message('audio', 0, aac.header('asc'));
  encoder.run(2);
  expect(Object.values(encoder.totals.snapshot.timestamps)).toEqual([0, 0, 0, 0, 0, 0]);
});

test('a further track counts as bytes, and not as frames', () => {
  const encoder = new Encoder();
  const second = Uint8Array.of(0xa6, 0x01, ...new TextEncoder().encode('hvc1'), 1, 0, 0, 0, 0);
  for (let index = 0; index < 100; index++) {
    encoder.now = index * 40;
    encoder.message('video', encoder.now, index % 25 === 0 ? avc.key('k') : avc.inter('p'));
    encoder.message('video', Math.max(0, encoder.now - 500), second);
  }
  expect(encoder.health).toMatchObject({ framesPerSecond: 25, gop: { frames: 25, duration: 1000 } });
  expect(encoder.totals.snapshot.received.messages.video).toBe(200);
  expect(encoder.totals.snapshot.timestamps.stepBack).toBe(0);
});

test('what a stream counts, the application counts too', () => {
  const application = new LiveTotals();
  const streams = [new LiveTotals(application), new LiveTotals(application)];
  for (const totals of streams) {
    totals.received('video', 10);
    totals.sent(3, 30);
    totals.lost('inter');
    totals.playerCut();
    totals.timestamp('wrap');
  }
  expect(application.snapshot).toEqual({
    received: { messages: { audio: 0, video: 2, data: 0 }, bytes: 20 },
    sent: { messages: 6, bytes: 60 },
    drops: { disposable: 0, inter: 2, key: 0, audio: 0 },
    playersCut: 2,
    timestamps: { jumpForward: 0, jumpBack: 0, stepBack: 0, wrap: 2, allZero: 0, mended: 0 },
  });
  expect(streams[0]!.snapshot.sent).toEqual({ messages: 3, bytes: 30 });
});

test('a sampled rate is that since the sample before, and ends when nobody samples', () => {
  const rate = new SampledRate();
  expect(rate.perSecond(0)).toBe(0);
  rate.sample(1_000_000, 0);
  expect(rate.perSecond(0)).toBe(0);
  rate.sample(1_003_000, 1500);
  expect(rate.perSecond(1500)).toBe(2000);
  expect(rate.perSecond(4499)).toBe(2000);
  expect(rate.perSecond(4500)).toBe(0);
});

test('skew is smoothed over the turns that audio and video take', () => {
  const skew = new AudioVideoSkew();
  for (let index = 0; index < 1000; index++) skew.add(index % 2 === 0 ? 30 : 10);
  expect(skew.ahead).toBeCloseTo(20, 0);
  expect(skew.drift).toBeCloseTo(0, 0);
});
