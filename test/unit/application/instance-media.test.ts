import { expect, test } from 'vitest';
import { InstanceMedia } from '../../../src/application/instance-media.js';
import type { MediaLibrary } from '../../../src/application/media-library.js';
import { parseSafeName } from '../../../src/application/safe-name.js';
import { parseStreamName } from '../../../src/application/stream-name.js';
import { SegmentCache } from '../../../src/stream/segment-cache.js';

const film = parseStreamName('films/one')!;

function media() {
  const asked: unknown[] = [];
  const library: MediaLibrary = {
    open: (instance, { name }, key, directories) => {
      asked.push([instance, name, key, directories?.map(({ prefix, dir }) => `${prefix} ${dir}`)]);
      return Promise.resolve(undefined);
    },
  };
  const made = new InstanceMedia(parseSafeName('room')!, () => library, new SegmentCache());
  return { media: made, asked };
}

test('virtual directories of an instance: the newest of a prefix and a key counts', async () => {
  const { media: made, asked } = media();
  expect(made.addDirectory({ prefix: '/films', dir: '/a' })).toBe(true);
  expect(made.addDirectory({ prefix: '/films', dir: '/b', virtualKey: 'K' })).toBe(true);
  expect(made.addDirectory({ prefix: '/films', dir: '/c' })).toBe(true);
  await made.open(film, { virtualKey: 'K' });
  expect(asked).toEqual([['room', 'films/one', 'K', ['/films /b', '/films /c']]]);
});

test('there are not more of them than 1000', () => {
  const { media: made } = media();
  const added = Array.from({ length: 1001 }, (_, i) => made.addDirectory({ prefix: `/${i}`, dir: '/a' }));
  expect(added.filter(Boolean)).toHaveLength(1000);
  expect(made.addDirectory({ prefix: '/7', dir: '/b' })).toBe(true);
});
