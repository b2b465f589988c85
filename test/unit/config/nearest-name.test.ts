import { describe, expect, it } from 'vitest';
import { nearestName } from '../../../src/config/nearest-name.js';

const names = ['timeout', 'level', 'allow', 'deny', 'pingPeriod', 'pingTimeout'];

describe('nearest name', () => {
  it.each([
    ['timeuot', 'timeout'],
    ['timeOut', 'timeout'],
    ['levl', 'level'],
    ['levell', 'level'],
    ['denny', 'deny'],
    ['pingPeroid', 'pingPeriod'],
    ['pingtimout', 'pingTimeout'],
    ['colour', undefined],
    ['x', undefined],
    ['', undefined],
  ])('%j means %s', (written, meant) => {
    expect(nearestName(written, names)).toBe(meant);
  });

  it('has no opinion without names', () => {
    expect(nearestName('timeout', [])).toBeUndefined();
  });
});
