import { describe, expect, it } from 'vitest';
import { shownQuery } from '../../../src/logging/shown-query.js';

describe('shownQuery', () => {
  it.each([
    ['', ''],
    ['key=secret', 'key=…'],
    ['campaign=spring&key=secret', 'campaign=spring&key=…'],
    ['campaign=spring=summer&campaign', 'campaign=spring=summer&campaign'],
    ['secret', '…'],
    ['=secret', '=…'],
    ['a=1&a=2', 'a=…&a=…'],
  ])('%j is shown as %j', (query, shown) => {
    expect(shownQuery(query, new Set(['campaign']))).toBe(shown);
  });

  it('has an end', () => {
    expect(shownQuery('a=1&'.repeat(1000), new Set()).length).toBeLessThan(300);
  });
});
