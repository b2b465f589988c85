import { describe, expect, it } from 'vitest';
import { parseStreamPath } from '../../../src/application/stream-path.js';

describe('the path of a stream', () => {
  it.each([
    ['/live/name', 'live', '_definst_', 'name'],
    ['/live/room/name', 'live', 'room', 'name'],
    ['/live/room/folder/name', 'live', 'room', 'folder/name'],
    ['/live/caf%C3%A9', 'live', '_definst_', 'café'],
    ['/live/a%2fb', 'live', '_definst_', 'a/b'],
  ])('%s', (path, application, instance, name) => {
    expect(parseStreamPath(path, 'key=x')).toEqual({
      application,
      instance,
      stream: { type: 'flv', name, query: 'key=x' },
    });
  });

  it.each([
    '/live',
    '/live/',
    '//name',
    '/live/../name',
    '/live/%2e%2e/name',
    '/live/a%3Fb',
    '/live/a%00',
    '/live/x:name',
  ])('%s names none', (path) => {
    expect(parseStreamPath(path)).toBeUndefined();
  });
});
