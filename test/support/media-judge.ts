import { expect } from 'vitest';
import type { Frame, Track, Tracks } from './media-frames.js';

/** Where a player came in: from the very first frame, or at some later one. */
export type Entry = 'from the start' | 'late';

/**
 * Expects that `played` is what was published, unaltered: the same tracks, decoder setups and coded
 * bytes, in order, with nothing missing up to the last frame, and with the publisher's own timing. Who
 * came late starts with a key frame.
 */
export function expectFaithful(published: Tracks, played: Tracks, entry: Entry): void {
  expect(Object.keys(played).sort()).toEqual(Object.keys(published).sort());
  for (const kind of ['audio', 'video'] as const) {
    const [from, to] = [published[kind], played[kind]];
    if (from === undefined || to === undefined) continue;
    expectFaithfulTrack(kind, from, to, entry);
  }
}

function expectFaithfulTrack(kind: string, published: Track, played: Track, entry: Entry): void {
  expect({ codec: played.codec, setup: played.setup }).toEqual({ codec: published.codec, setup: published.setup });
  expect(played.frames.length, `${kind} frames played`).toBeGreaterThan(0);
  const joined = published.frames.length - played.frames.length;
  if (entry === 'from the start') expect(joined, `${kind} frames lost`).toBe(0);
  // Compared frame by frame first: the index of the first difference says more than two long lists.
  expect(
    firstGap(published.frames.slice(joined), played.frames),
    `${kind}: first frame that is not the published one`,
  ).toBe(undefined);
  if (kind === 'video') expect(played.frames[0]?.keyFrame, 'first video frame is a key frame').toBe(true);
  expectTiming(kind, published.frames.slice(joined), played.frames);
}

/** Expects that `played` holds every frame of `published`, `times` in a row, with times that never go back. */
export function expectFaithfulRepeats(published: Tracks, times: number, played: Tracks): void {
  for (const kind of ['audio', 'video'] as const) {
    const once = published[kind]?.frames ?? [];
    const frames = played[kind]?.frames ?? [];
    const expected = Array.from({ length: times }, () => once).flat();
    expect(firstGap(expected, frames), `${kind}: first frame that is not the published one`).toBe(undefined);
    const backwards = frames.findIndex((frame, i) => frame.dts < (frames[i - 1]?.dts ?? 0));
    expect(backwards, `${kind}: first frame whose time goes back`).toBe(-1);
  }
}

/** The index of the first frame whose bytes differ, or undefined. */
export function firstGap(published: readonly Frame[], played: readonly Frame[]): number | undefined {
  const index = published.findIndex((frame, i) => frame.hash !== played[i]?.hash);
  if (index >= 0) return index;
  return played.length > published.length ? published.length : undefined;
}

function expectTiming(kind: string, published: readonly Frame[], played: readonly Frame[]): void {
  const offset = (frames: readonly Frame[]): number[] => frames.map(({ dts }) => dts - (frames[0]?.dts ?? 0));
  expect(offset(played), `${kind}: milliseconds since the first frame`).toEqual(offset(published));
  expect(played.map((frame) => frame.composition)).toEqual(published.map((frame) => frame.composition));
}
