import { describe, expect, test } from 'vitest';
import { ByteQueue } from '../../../src/bytes/byte-queue.js';

function queueOf(...pieces: readonly (readonly number[])[]): ByteQueue {
  const queue = new ByteQueue();
  for (const piece of pieces) queue.push(Uint8Array.from(piece));
  return queue;
}

describe('a byte queue', () => {
  test('gives back what was pushed, across pieces', () => {
    const queue = queueOf([1, 2], [], [3], [4, 5, 6]);
    expect(queue.length).toBe(6);
    expect([...queue.take(4)]).toEqual([1, 2, 3, 4]);
    expect([...queue.take(2)]).toEqual([5, 6]);
    expect(queue.length).toBe(0);
  });

  test('refers to a piece until it is consumed and copies what is taken', () => {
    const piece = Uint8Array.of(1, 2, 3);
    const queue = new ByteQueue();
    queue.push(piece);
    const taken = queue.take(1);
    piece.fill(9);
    expect([...taken]).toEqual([1]);
    expect([...queue.take(2)]).toEqual([9, 9]);
  });

  test('takes copies of Node.js buffers too, whose slice is a view', () => {
    const buffer = Buffer.from([1, 2, 3]);
    const queue = new ByteQueue();
    queue.push(buffer);
    const taken = queue.take(2);
    buffer.fill(9);
    expect(taken).toEqual(Uint8Array.of(1, 2));
    expect(taken.constructor).toBe(Uint8Array);
  });

  test('holds nothing of the pieces after detach', () => {
    const pieces = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)];
    const queue = new ByteQueue();
    for (const piece of pieces) queue.push(piece);
    queue.take(1);
    queue.detach();
    for (const piece of pieces) piece.fill(9);
    expect([...queue.take(3)]).toEqual([2, 3, 4]);
  });

  test.each([
    { size: 2, lying: 2, what: 'enough in front' },
    { size: 4, lying: 4, what: 'part of the next piece' },
    { size: 5, lying: 5, what: 'the end of a piece' },
    { size: 7, lying: 6, what: 'more than there is' },
  ])('lays $size bytes next to each other: $what', ({ size, lying }) => {
    const queue = queueOf([0, 1, 2], [3], [4], [5, 6]);
    queue.skip(1);
    expect(queue.gather(size)).toBe(lying);
    expect([...queue.bytes.subarray(queue.offset, queue.offset + lying)]).toEqual([1, 2, 3, 4, 5, 6].slice(0, lying));
    expect(queue.length).toBe(6);
    expect([...queue.take(6)]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('moves as much as there is', () => {
    const queue = queueOf([1, 2], [3]);
    const target = new Uint8Array(6);
    expect(queue.moveTo(target, 1, 2)).toBe(2);
    expect(queue.moveTo(target, 3, 9)).toBe(1);
    expect([...target]).toEqual([0, 1, 2, 3, 0, 0]);
  });

  test('a thousand pieces come out in order', () => {
    const queue = new ByteQueue();
    for (let i = 0; i < 1000; i++) queue.push(Uint8Array.of(i & 0xff));
    for (let i = 0; i < 1000; i++) expect(queue.take(1)[0]).toBe(i & 0xff);
    queue.push(Uint8Array.of(7));
    expect(queue.take(1)[0]).toBe(7);
  });
});
