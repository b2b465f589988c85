import { describe, expect, it } from 'vitest';
import { rotationAfter } from '../../../src/logging/rotation.js';
import { logTime } from '../../../src/logging/log-time.js';

const at = (text: string): number => Date.parse(`${text}Z`);

describe('rotationAfter', () => {
  it.each([
    ['hourly', '2026-11-21T14:59:59', '2026-11-21T15:00:00'],
    ['hourly', '2026-12-31T23:00:00', '2027-01-01T00:00:00'],
    ['daily', '2026-11-21T00:00:00', '2026-11-22T00:00:00'],
    ['daily', '2026-02-28T23:59:59', '2026-03-01T00:00:00'],
    // A Saturday, a Sunday, a Monday.
    ['weekly', '2026-11-21T14:00:00', '2026-11-23T00:00:00'],
    ['weekly', '2026-11-22T23:59:59', '2026-11-23T00:00:00'],
    ['weekly', '2026-11-23T00:00:00', '2026-11-30T00:00:00'],
  ] as const)('%s: what was begun at %s is left at %s', (every, begun, left) => {
    expect(new Date(rotationAfter(at(begun), every, true)).toISOString()).toBe(`${left}.000Z`);
  });

  it('never, unless it is wished', () => {
    expect(rotationAfter(0, 'never', true)).toBe(Infinity);
  });

  it('goes by the clock of this place, too', () => {
    const begun = new Date(2026, 10, 21, 14, 59).getTime();
    expect(new Date(rotationAfter(begun, 'daily', false))).toEqual(new Date(2026, 10, 22));
    expect(new Date(rotationAfter(begun, 'hourly', false))).toEqual(new Date(2026, 10, 21, 15));
  });
});

describe('logTime', () => {
  it('says the same second in both ways', () => {
    const date = at('2026-11-21T14:59:59');
    expect(logTime(date, true)).toEqual({ date: '2026-11-21', time: '14:59:59', zone: '+0000' });
    const { date: day, time, zone } = logTime(date, false);
    expect(Date.parse(`${day}T${time}${zone.slice(0, 3)}:${zone.slice(3)}`)).toBe(date);
  });
});
