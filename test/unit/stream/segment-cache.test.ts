import { expect, test } from 'vitest';
import { MediaMessage } from '../../../src/media/media-message.js';
import type { WireFormat } from '../../../src/media/media-message.js';
import { SegmentCache } from '../../../src/stream/segment-cache.js';
import { FakeSource, film } from '../../support/fake-source.js';

const MIB = 1024 * 1024;

/** So many segments, each of one message of 1 MiB. */
function mebibytes(count: number): MediaMessage[] {
  const big = new MediaMessage('video', 0, new Uint8Array(MIB));
  return Array.from({ length: count }, (_, second) => big.at(second * 1000));
}

test('a segment is read once for all who ask for it, at the same time or later', async () => {
  const cache = new SegmentCache();
  const source = new FakeSource(film({ duration: 3000 }));
  const [one, other] = [cache.segment(source, 0), cache.segment(source, 0)];
  const segment = await one;
  expect(await other).toBe(segment);
  expect(cache.segment(source, 0)).toBe(segment);
  expect(source.reads).toEqual([0]);
  expect(cache.statistics).toMatchObject({ hits: 2, misses: 1, segments: 1 });
  expect([segment.earliest, segment.latest, segment.next]).toEqual([0, 900, 17]);
});

test('the same position of another source is another segment', async () => {
  const cache = new SegmentCache();
  const [one, other] = [new FakeSource(film({ duration: 900 })), new FakeSource(film({ duration: 900 }))];
  expect(await cache.segment(one, 0)).not.toBe(await cache.segment(other, 0));
  expect(cache.statistics.segments).toBe(2);
});

test('beyond its budget it forgets what nobody has asked for longest', async () => {
  const source = new FakeSource(mebibytes(4));
  // Each counts twice, because it will be encoded.
  const cache = new SegmentCache(() => 6.1 * MIB);
  for (const position of [0, 1, 2]) await cache.segment(source, position);
  await cache.segment(source, 0);
  await cache.segment(source, 3);
  expect(cache.statistics.segments).toBe(3);
  expect(cache.segment(source, 0)).not.toBeInstanceOf(Promise);
  expect(cache.segment(source, 3)).not.toBeInstanceOf(Promise);
  const again = cache.segment(source, 1);
  expect(again).toBeInstanceOf(Promise);
  await again;
  expect(source.reads).toEqual([0, 1, 2, 3, 1]);
});

test('of a source that one player reads only the last of it is kept', async () => {
  const source = new FakeSource(mebibytes(64));
  const cache = new SegmentCache(() => 100 * MIB);
  for (let position = 0; position < 64; position++) await cache.segment(source, position);
  expect(cache.statistics.bytes).toBeLessThanOrEqual(8 * MIB);
  expect(cache.statistics.segments).toBeGreaterThan(2);
});

test('once a second one has come, all that is read of a source is kept, even if it is long behind', async () => {
  const source = new FakeSource(mebibytes(80));
  const cache = new SegmentCache(() => 100 * MIB);
  for (let position = 0; position < 40; position++) await cache.segment(source, position);
  await cache.segment(source, 0);
  for (let position = 40; position < 70; position++) await cache.segment(source, position);
  source.reads.length = 0;
  for (const position of [0, 40, 50, 60, 69]) await cache.segment(source, position);
  expect(source.reads).toEqual([]);
});

test('what several read is not forgotten for what one reads', async () => {
  const [shared, lonely] = [new FakeSource(mebibytes(10)), new FakeSource(mebibytes(200))];
  const cache = new SegmentCache(() => 40 * MIB);
  for (const position of [0, 0, 1, 2, 3]) await cache.segment(shared, position);
  for (let position = 0; position < 200; position++) await cache.segment(lonely, position);
  shared.reads.length = 0;
  for (const position of [0, 1, 2, 3]) await cache.segment(shared, position);
  expect(shared.reads).toEqual([]);
});

test('what is larger than the budget is answered and not kept', async () => {
  const source = new FakeSource([new MediaMessage('video', 0, new Uint8Array(MIB))]);
  const cache = new SegmentCache(() => MIB);
  expect((await cache.segment(source, 0)).bytes).toBe(MIB);
  expect(cache.statistics).toMatchObject({ segments: 0, bytes: 0 });
});

test('wire forms that players have made of a segment are counted, once each', async () => {
  const source = new FakeSource([new MediaMessage('video', 0, new Uint8Array(1000))]);
  const cache = new SegmentCache();
  const { batch } = await cache.segment(source, 0);
  const before = cache.statistics.bytes;
  const format: WireFormat = { encode: () => new Uint8Array(5000) };
  expect(batch.encodedAs(format)).toBe(batch.encodedAs(format));
  await cache.segment(source, 0);
  expect(cache.statistics.bytes - before).toBe(4000);
});

test('the end of media that still grows is read anew; what lies before it is kept', async () => {
  const cache = new SegmentCache();
  const source = new FakeSource(film({ duration: 1500 }));
  source.isGrowing = true;
  const first = await cache.segment(source, 0);
  for (let i = 0; i < 2; i++) expect((await cache.segment(source, first.next!)).latest).toBe(1400);
  await cache.segment(source, 0);
  expect(source.reads).toEqual([0, 17, 17]);
  source.isGrowing = false;
  for (let i = 0; i < 2; i++) await cache.segment(source, first.next!);
  expect(source.reads).toEqual([0, 17, 17, 17]);
});

test('a read that fails is told to all who wait for it, and tried again for the next', async () => {
  const cache = new SegmentCache();
  const source = new FakeSource(film({ duration: 900 }));
  source.failure = new Error('broken');
  const [one, other] = [cache.segment(source, 0), cache.segment(source, 0)];
  await expect(one).rejects.toThrow('broken');
  await expect(other).rejects.toThrow('broken');
  expect((await cache.segment(source, 0)).latest).toBe(800);
});

test('a source that is closed leaves nothing behind, not even what is being read', async () => {
  const cache = new SegmentCache();
  const source = new FakeSource(film({ duration: 3000 }));
  await cache.segment(source, 0);
  const reading = cache.segment(source, 17);
  cache.forget(source);
  await reading;
  cache.forget(source);
  expect(cache.statistics).toMatchObject({ segments: 0, bytes: 0 });
});
