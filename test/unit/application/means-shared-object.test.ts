import { expect, test } from 'vitest';
import { meansSharedObject } from '../../../src/application/means-shared-object.js';

test.each([
  ['/', 'a/b', true],
  ['', 'a', true],
  ['/foo/bar', 'foo/bar', true],
  ['foo/bar', 'foo/bar', true],
  ['/foo/bar', 'foo/bar/x', false],
  ['/foo/bar', 'foo', false],
  ['/foo/bar/*', 'foo/bar/x', true],
  ['/foo/bar/*', 'foo/bar/x/y', true],
  ['/foo/bar/*', 'foo/bar', false],
  ['/foo/bar/*', 'other/bar/x', false],
  ['/foo/bar/XX??', 'foo/bar/XX12', true],
  ['/foo/bar/XX??', 'foo/bar/XX12/deep', true],
  ['/foo/bar/XX??', 'foo/bar/XX1', false],
  ['/f*/bar', 'foo/bar', false],
])('%s means %s: %s', (path, name, expected) => {
  expect(meansSharedObject(path, name)).toBe(expected);
});
