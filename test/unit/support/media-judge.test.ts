import { describe, expect, it } from 'vitest';
import type { Frame, Track, Tracks } from '../../support/media-frames.js';
import { expectFaithful, expectFaithfulRepeats, firstGap } from '../../support/media-judge.js';

const frame = (index: number): Frame => ({
  dts: index * 40,
  composition: 0,
  keyFrame: index % 3 === 0,
  hash: `#${index}`,
});
const video = (frames: readonly Frame[]): Tracks => ({ video: { codec: 'h264', setup: 'setup', frames } });
const published = Array.from({ length: 9 }, (_, index) => frame(index));
const later = (frames: readonly Frame[]): Frame[] => frames.map((one) => ({ ...one, dts: one.dts + 1234 }));
const with5 = (change: Partial<Frame>): Frame[] => published.map((one, i) => (i === 5 ? { ...one, ...change } : one));

describe('the judge of media', () => {
  it('accepts what was published, on another clock', () => {
    expectFaithful(video(published), video(later(published)), 'from the start');
    expectFaithful(video(published), video(later(published.slice(3))), 'late');
    expectFaithfulRepeats(video(published), 2, video([...published, ...later(published)]));
  });

  const track = (change: Partial<Track>): Tracks => ({ video: { ...video(published).video!, ...change } });
  it.each([
    ['nothing at all', video([]), 'late'],
    ['no track', {}, 'late'],
    ['a track too many', { ...video(published), audio: video(published).video! }, 'late'],
    ['a lost first frame', video(published.slice(3)), 'from the start'],
    ['a lost last frame', video(published.slice(0, -1)), 'late'],
    ['a lost frame in the middle', video(published.filter((_, i) => i !== 5)), 'late'],
    ['a frame twice', video(published.flatMap((one, i) => (i === 5 ? [one, one] : [one]))), 'late'],
    ['other bytes', video(with5({ hash: '#?' })), 'late'],
    ['a frame at another time', video(with5({ dts: 5 * 40 + 1 })), 'late'],
    ['another composition time', video(with5({ composition: 40 })), 'late'],
    ['a beginning that is no key frame', video(published.slice(4)), 'late'],
    ['another sequence header', track({ setup: 'other' }), 'late'],
    ['another codec', track({ codec: 'flv1' }), 'late'],
  ] as const)('rejects %s', (_what, played, entry) => {
    expect(() => expectFaithful(video(published), played, entry)).toThrow();
  });

  it.each([
    ['one repeat too few', published],
    ['a lost frame', [...published, ...later(published.slice(1))]],
    ['a time that goes back', [...published, ...published]],
  ])('rejects repeats with %s', (_what, played) => {
    expect(() => expectFaithfulRepeats(video(published), 2, video(played))).toThrow();
  });

  it('says where the first gap is', () => {
    expect(firstGap(published, published)).toBe(undefined);
    expect(firstGap(published, published.slice(1))).toBe(0);
    expect(firstGap(published, published.slice(0, 4))).toBe(4);
    expect(firstGap(published, [...published, frame(9)])).toBe(9);
  });
});
