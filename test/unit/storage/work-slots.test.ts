import { expect, test } from 'vitest';
import { WorkSlots } from '../../../src/storage/work-slots.js';

test('so many things happen at a time, in the order in which they came, failures or not', async () => {
  const slots = new WorkSlots(3);
  const begun: number[] = [];
  let busy = 0;
  let most = 0;
  const all = Array.from({ length: 50 }, (_, index) =>
    slots.run(async () => {
      begun.push(index);
      most = Math.max(most, ++busy);
      await new Promise((resolve) => setImmediate(resolve));
      busy--;
      if (index % 7 === 0) throw new Error('no');
      return index;
    }),
  );
  const results = await Promise.allSettled(all);
  expect(begun).toEqual(Array.from({ length: 50 }, (_, index) => index));
  expect(most).toBe(3);
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(8);
  expect(await slots.run(() => Promise.resolve('later'))).toBe('later');
});
