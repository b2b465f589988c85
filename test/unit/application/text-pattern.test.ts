import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../../src/application/text-pattern.js';

describe('a pattern', () => {
  it.each([
    ['live', 'live'],
    ['*', ''],
    ['*', 'anything'],
    ['cam*', 'cam'],
    ['cam*', 'cam1'],
    ['*cam', 'webcam'],
    ['a*b*c', 'abc'],
    ['a*b*c', 'a1b2b3c'],
    ['a*a', 'aa'],
    ['**', 'x'],
    ['ab*ba', 'abba'],
    ['.*', '.x'],
  ])('%s is like %s', (pattern, text) => expect(matchesPattern(pattern, text)).toBe(true));

  it.each([
    ['live', 'Live'],
    ['live', 'live2'],
    ['cam*', 'webcam'],
    ['*cam', 'camera'],
    ['a*a', 'a'],
    ['ab*ba', 'aba'],
    ['a*b*c', 'acb'],
    ['a*b*b*c', 'abc'],
    ['.*', 'x'],
    ['', 'x'],
  ])('%s is not like %s', (pattern, text) => expect(matchesPattern(pattern, text)).toBe(false));

  it('takes no longer for a text that almost matches many times', () => {
    const begun = performance.now();
    expect(matchesPattern(`${'a*'.repeat(50)}b`, 'a'.repeat(100_000))).toBe(false);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
