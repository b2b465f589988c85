import { expect, test } from 'vitest';
import { ByteWindow } from '../../../src/bytes/byte-window.js';
import { seededInteger, seededRandom } from '../../support/seeded-random.js';

test('shows numbers anywhere, big-endian', () => {
  const window = new ByteWindow();
  window.push(Uint8Array.of(9, 0x81));
  window.push(Uint8Array.of(0x82, 0x83, 0x84));
  expect([window.u8(0), window.u24(1), window.u32(1)]).toEqual([9, 0x818283, 0x81828384]);
  expect([window.skip(1), window.u8(0), window.length]).toEqual([1, 0x81, 4]);
  expect(window.skip(100)).toBe(4);
  expect([window.skip(1), window.length]).toEqual([0, 0]);
});

test('what is taken and what was pushed are copies', () => {
  const window = new ByteWindow();
  const pushed = Uint8Array.of(1, 2, 3);
  window.push(pushed);
  pushed.fill(0);
  const taken = window.take(2);
  window.push(Uint8Array.of(4, 5, 6, 7));
  expect([...taken, ...window.take(5)]).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('what was adopted is shared, never written into, and goes on with what is pushed', () => {
  const window = new ByteWindow();
  const adopted = Uint8Array.of(1, 2, 3, 4);
  window.adopt(adopted);
  const taken = window.take(2);
  expect(taken.buffer).toBe(adopted.buffer);
  window.push(Uint8Array.of(5, 6, 7));
  window.adopt(Uint8Array.of(8));
  expect([...window.take(6)]).toEqual([3, 4, 5, 6, 7, 8]);
  window.push(Uint8Array.of(9));
  expect([[...taken], [...adopted], [...window.take(1)]]).toEqual([[1, 2], [1, 2, 3, 4], [9]]);
});

test.each([1, 2, 3])('keeps the order whatever comes and goes (seed %i)', (seed) => {
  const random = seededRandom(seed);
  const window = new ByteWindow();
  let [pushed, taken] = [0, 0];
  for (let i = 0; i < 3000; i++) {
    const size = seededInteger(random, random() < 0.02 ? 100_000 : 50);
    const bytes = Uint8Array.from({ length: size }, (_, at) => (pushed + at) % 251);
    if (random() < 0.5) window.push(bytes);
    else window.adopt(bytes);
    pushed += size;
    const wanted = Math.min(window.length, seededInteger(random, random() < 0.02 ? 100_000 : 60));
    const gone = window.take(wanted);
    if (gone.some((byte, at) => byte !== (taken + at) % 251)) throw new Error(`out of order after ${taken}`);
    taken += wanted;
    expect(window.length).toBe(pushed - taken);
  }
});
