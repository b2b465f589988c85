import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** As it is in a process in which nobody has asked yet. */
let residentMemory: () => number;

beforeEach(async () => {
  vi.resetModules();
  ({ residentMemory } = await import('../../../src/net/resident-memory.js'));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

test('is read once for all who ask at the same time', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
  const read = vi.spyOn(process.memoryUsage, 'rss').mockReturnValueOnce(30e6).mockReturnValueOnce(40e6);
  expect([residentMemory(), residentMemory()]).toEqual([30e6, 30e6]);
  now.mockReturnValue(2000);
  expect(residentMemory()).toBe(40e6);
  expect(read).toHaveBeenCalledTimes(2);
});

test('is what it last was where no more files may be open', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(3000);
  const read = vi.spyOn(process.memoryUsage, 'rss').mockReturnValueOnce(50e6);
  expect(residentMemory()).toBe(50e6);
  now.mockReturnValue(4000);
  read.mockImplementation(() => {
    throw Object.assign(new Error('EMFILE: too many open files, uv_resident_set_memory'), { code: 'EMFILE' });
  });
  expect(residentMemory()).toBe(50e6);
});
