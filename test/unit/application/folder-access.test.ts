import { expect, test } from 'vitest';
import { coversName } from '../../../src/application/folder-access.js';

test.each([
  ['/', 'a', true],
  ['/', 'a/b', true],
  ['', 'a', false],
  ['a', 'a', true],
  ['a', 'a/b/c', true],
  ['a', 'ab', false],
  ['/a/', 'a/b', true],
  ['a/b', 'a', false],
  ['x; a', 'a/b', true],
  [';', 'a', false],
])('%j covers %j: %j', (folders, name, covers) => {
  expect(coversName(folders, name)).toBe(covers);
});
