import { expect, it } from 'vitest';
import { GrowingFiles } from '../../../src/storage/growing-files.js';

it('has one writer of a file at a time, each known by a name of its own', () => {
  const files = new GrowingFiles();
  expect([files.enter('/a'), files.enter('/a'), files.has('/a'), files.has('/b')]).toEqual([true, false, true, false]);
  const first = files.writing('/a');
  files.leave('/a');
  expect([files.has('/a'), files.writing('/a')]).toEqual([false, undefined]);
  expect(files.enter('/a')).toBe(true);
  expect(files.writing('/a')).not.toBe(first);
});

it('counts readers, each of which ends once', () => {
  const files = new GrowingFiles();
  const ends = [files.read('/a'), files.read('/a')];
  ends[0]?.();
  ends[0]?.();
  expect(files.readers('/a')).toBe(1);
  ends[1]?.();
  expect(files.readers('/a')).toBe(0);
});
