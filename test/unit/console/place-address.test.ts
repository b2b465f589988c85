import { describe, expect, it } from 'vitest';
import { hrefOf, parsePlace } from '../../../admin-ui/console/state/place-address.js';

describe('the address of a place in the console', () => {
  const cases = [
    { name: 'the overview', page: '', path: [], query: {}, href: '#/' },
    { name: 'a list', page: 'clients', path: [], query: {}, href: '#/clients' },
    {
      name: 'names with slashes, spaces and letters of all kinds',
      page: 'streams',
      path: ['_defaultRoot_', 'stage/left', 'a b', 'ä?#%'],
      query: {},
      href: '#/streams/_defaultRoot_/stage%2Fleft/a%20b/%C3%A4%3F%23%25',
    },
    { name: 'a filter', page: 'log', path: [], query: { search: 'a&b=c' }, href: '#/log?search=a%26b%3Dc' },
  ];

  it.each(cases)('is written and read: $name', ({ page, path, query, href }) => {
    expect(hrefOf(page, path, query)).toBe(href);
    const place = parsePlace(href);
    expect([place.page, place.path, Object.fromEntries(place.query)]).toEqual([page, path, query]);
  });

  it('leaves out what is empty', () => {
    expect(hrefOf('log', [], { level: 'warn', search: '' })).toBe('#/log?level=warn');
  });

  it.each(['', '#', '#/'])('is the overview for %j', (fragment) => {
    expect(parsePlace(fragment).page).toBe('');
  });

  it('takes what cannot be decoded as it stands', () => {
    expect(parsePlace('#/streams/%E0%A4%A').path).toEqual(['%E0%A4%A']);
  });
});
