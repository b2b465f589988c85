import { expect, it } from 'vitest';
import { renditionsOf } from '../../../src/application/rendition-sets.js';

const sets = [
  { name: 'news', streams: ['news_hi', 'news_lo'] },
  { name: 'tv/*', streams: ['tv/*_1080', 'tv/*_480'] },
  { name: 'a*a', streams: ['b*'] },
  { name: 'bad', streams: ['../x', 'fine'] },
];

it.each([
  ['news', ['news_hi', 'news_lo']],
  ['newsx', undefined],
  ['tv/one', ['tv/one_1080', 'tv/one_480']],
  ['tv/', ['tv/_1080', 'tv/_480']],
  ['aba', ['bb']],
  ['a', undefined],
  ['bad', ['fine']],
  ['other', undefined],
])('%s', (name, streams) => {
  expect(renditionsOf(sets, name)).toEqual(streams);
});

it('may be of all names', () => {
  expect(renditionsOf([{ name: '*', streams: ['*_1', '*'] }], 'x')).toEqual(['x_1', 'x']);
});
