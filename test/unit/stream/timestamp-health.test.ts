import { describe, expect, test } from 'vitest';
import { TimestampHealth } from '../../../src/stream/timestamp-health.js';
import type { TimestampEvent } from '../../../src/stream/timestamp-health.js';

const HOUR = 3_600_000;

interface Case {
  readonly name: string;
  /** Timestamps of video and when they come; 40 ms after the one before if that is not said. */
  readonly frames: readonly (number | readonly [timestamp: number, now: number])[];
  readonly events: readonly TimestampEvent[];
  readonly largestJump?: number;
}

const cases: readonly Case[] = [
  { name: 'frame after frame', frames: [0, 40, 80], events: [] },
  { name: 'the same twice', frames: [40, 40], events: [] },
  { name: 'any beginning', frames: [4_000_000_000, 4_000_000_040], events: [] },
  { name: 'faster than time, as from a file', frames: [0, [500, 1], [1000, 2], [1500, 3]], events: [] },
  {
    name: 'a pause of which the timestamps know',
    frames: [
      [0, 0],
      [9000, 9000],
    ],
    events: [],
  },
  {
    name: 'a pause of which they do not',
    frames: [
      [0, 0],
      [40, 9000],
    ],
    events: [],
  },
  { name: 'a second more than has passed', frames: [0, 1040], events: [] },
  { name: 'more than that', frames: [0, 1041], events: ['jumpForward'], largestJump: 1041 },
  { name: 'an hour forward', frames: [40, HOUR, HOUR + 40], events: ['jumpForward'], largestJump: HOUR - 40 },
  { name: 'an hour back', frames: [HOUR, 0, 40], events: ['jumpBack'], largestJump: -HOUR },
  { name: 'back and forth', frames: [0, HOUR, 40], events: ['jumpForward', 'jumpBack'], largestJump: HOUR },
  { name: 'a step back', frames: [1000, 960, 1000], events: ['stepBack'] },
  { name: 'a second back', frames: [5000, 4000], events: ['stepBack'] },
  { name: 'more than a second back', frames: [5000, 3999], events: ['jumpBack'], largestJump: -1001 },
  { name: 'after 49.7 days', frames: [2 ** 32 - 20, 20, 60], events: ['wrap'] },
  { name: 'after 24.8 days', frames: [2 ** 31 - 20, 20, 60], events: ['wrap'] },
  { name: 'after 4.7 hours', frames: [2 ** 24 - 20, 20, 60], events: ['wrap'] },
  {
    name: 'from long before a wrap',
    frames: [2 ** 24 - 20_000, 20],
    events: ['jumpBack'],
    largestJump: 20_020 - 2 ** 24,
  },
];

describe('video', () => {
  test.each(cases)('$name: $events', ({ frames, events, largestJump = 0 }) => {
    const health = new TimestampHealth();
    const timed = frames.map((frame, index) => (typeof frame === 'number' ? ([frame, index * 40] as const) : frame));
    expect(timed.flatMap(([timestamp, now]) => health.frame('video', timestamp, now) ?? [])).toEqual(events);
    expect(health.largestJump).toBe(largestJump);
  });
});

test('where both jump it is one jump', () => {
  const health = new TimestampHealth();
  for (const kind of ['audio', 'video'] as const) health.frame(kind, 0, 0);
  expect(health.frame('audio', HOUR, 20)).toBe('jumpForward');
  expect(health.frame('video', HOUR + 10, 30)).toBeUndefined();
  expect(health.frame('audio', HOUR + 20, 40)).toBeUndefined();
  expect(health.frame('video', HOUR + 50, 70)).toBeUndefined();
});

test('audio that goes its own way is told from video', () => {
  const health = new TimestampHealth();
  health.frame('video', 5000, 0);
  expect(health.frame('audio', 0, 0)).toBeUndefined();
  expect(health.frame('video', 5040, 40)).toBeUndefined();
  expect(health.frame('audio', 23, 40)).toBeUndefined();
});

test('a hundred frames at 0 are told once', () => {
  const health = new TimestampHealth();
  const events = Array.from({ length: 300 }, (_, index) => health.frame(index % 2 === 0 ? 'audio' : 'video', 0, index));
  expect(events.indexOf('allZero')).toBe(99);
  expect(events.filter((event) => event !== undefined)).toEqual(['allZero']);
  expect(health.allZero).toBe(true);
});

test('one that is not 0 is enough', () => {
  const health = new TimestampHealth();
  health.frame('video', 40, 0);
  for (let now = 1; now < 300; now++) health.frame('audio', 0, now);
  expect(health.allZero).toBe(false);
});
