import { describe, expect, test } from 'vitest';
import { openFlv } from '../../../src/flv/open-flv.js';
import { SeekPoints } from '../../../src/flv/seek-points.js';
import { EndlessFlvFile } from '../../support/endless-flv-file.js';

const KiB = 1024;

describe('an FLV file of 10 GB', () => {
  const frames = 500_000;

  test('is opened by its ends', async () => {
    const file = new EndlessFlvFile(frames);
    expect(file.size).toBeGreaterThan(10_000_000_000);
    const source = await openFlv(file);
    expect(file.bytesRead).toBeLessThanOrEqual(1200 * KiB);
    expect(await source.duration()).toBe(frames * 40);
    expect(file.bytesRead).toBeLessThanOrEqual(1300 * KiB);
  });

  test('is sought by bisection, in little memory', async () => {
    const file = new EndlessFlvFile(frames);
    const source = await openFlv(file);
    for (const time of [1, 2000, 2001, 1_234_567, 9_999_999, 19_998_000, file.lastTime]) {
      const [before, readsBefore] = [file.bytesRead, file.reads];
      const point = await source.seek(time);
      const expected = Math.floor(time / EndlessFlvFile.keyFrameDistance) * EndlessFlvFile.keyFrameDistance;
      const position = expected === 0 ? 0 : EndlessFlvFile.offsetAt(expected);
      expect(point).toEqual({ position, time: expected, setup: [] });
      expect(file.reads - readsBefore).toBeLessThan(120);
      expect(file.bytesRead - before).toBeLessThan(6000 * KiB);
      expect((await source.segment(position)).messages[0]!.timestamp).toBe(expected);
    }
    expect(file.largestRead).toBeLessThanOrEqual(256 * KiB);
  });

  test('is played segment by segment, each byte about once', async () => {
    const file = new EndlessFlvFile(frames);
    const source = await openFlv(file);
    let position = (await source.seek(1_000_000))!.position;
    const [start, before] = [position, file.bytesRead];
    for (let i = 0; i < 100; i++) position = (await source.segment(position)).next!;
    expect((file.bytesRead - before) / (position - start)).toBeLessThan(1.3);
  });
});

describe('places to begin', () => {
  test('are thinned when there are too many', () => {
    const points = new SeekPoints(0, 1000);
    for (let i = 0; i < 50_000; i++) points.add({ time: i * 40, offset: i * 100 });
    expect(points.isComplete).toBe(false);
    expect(points.list.length).toBeGreaterThan(300);
    expect(points.list.length).toBeLessThanOrEqual(1000);
    expect(points.list[0]!.time).toBe(0);
    expect(points.list.at(-1)!.time).toBeGreaterThan(49_000 * 40);
    const distances = points.list.slice(1).map(({ time }, i) => time - points.list[i]!.time);
    expect(Math.max(...distances)).toBeLessThan(10_000);
  });
});
