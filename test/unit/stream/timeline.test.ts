import { expect, test } from 'vitest';
import { Timeline } from '../../../src/stream/timeline.js';

test('the first publication keeps its timestamps as they are sent', () => {
  const timeline = new Timeline('asSent');
  timeline.restart(false);
  for (const timestamp of [5, 0, 0xfffffff0, 40, 0xffffffff, 0])
    expect(timeline.place(timestamp, 1000)).toBe(timestamp);
});

test('so do all that nobody has waited for', () => {
  const timeline = new Timeline('asSent');
  timeline.restart(false);
  timeline.place(90_000, 0);
  timeline.restart(false);
  expect(timeline.newest).toBe(0);
  expect(timeline.place(7, 5000)).toBe(7);
});

test('waiting players who have seen nothing yet get the timestamps as they are sent', () => {
  const timeline = new Timeline('asSent');
  timeline.restart(true);
  expect(timeline.place(1234, 5000)).toBe(1234);
});

test.each([
  { name: 'from 0', last: 10_000, waited: 500, first: 0, placed: 10_500 },
  { name: 'from a time far ahead', last: 10_000, waited: 500, first: 900_000, placed: 10_500 },
  { name: 'right away', last: 10_000, waited: 0, first: 0, placed: 10_000 },
  { name: 'across the wrap', last: 0xffffff00, waited: 0x200, first: 0, placed: 0x100 },
  { name: 'in fractions of a millisecond', last: 10, waited: 0.4, first: 0, placed: 10 },
])('the next publication goes on: $name', ({ last, waited, first, placed }) => {
  const timeline = new Timeline('asSent');
  timeline.restart(false);
  timeline.place(last, 1000);
  timeline.restart(true);
  expect(timeline.newest).toBe(last);
  expect(timeline.place(first, 1000 + waited)).toBe(placed);
  expect(timeline.place(first + 40, 1001 + waited)).toBe((placed + 40) >>> 0);
  expect(timeline.newest).toBe((placed + 40) >>> 0);
});
