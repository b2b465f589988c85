import { expect, test } from 'vitest';
import { Memo } from '../../../src/media/memo.js';

test('each key has its own value', () => {
  const keys = [{}, {}, {}];
  const memo = new Memo<object, number>();
  for (const key of keys) expect(memo.get(key)).toBeUndefined();
  keys.forEach((key, i) => expect(memo.set(key, i)).toBe(i));
  expect(keys.map((key) => memo.get(key))).toEqual([0, 1, 2]);
  expect([...memo.values()]).toEqual([0, 1, 2]);
});

test('a later value takes the place of an earlier one', () => {
  const [first, second] = [{}, {}];
  const memo = new Memo<object, string>();
  for (const text of ['old', 'new']) {
    memo.set(first, text);
    memo.set(second, `${text} too`);
  }
  expect([...memo.values()]).toEqual(['new', 'new too']);
});

test('nothing is remembered at first', () => {
  expect([...new Memo<object, string>().values()]).toEqual([]);
});
