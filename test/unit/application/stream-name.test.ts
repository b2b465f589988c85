import { expect, test } from 'vitest';
import { parseStreamName, withoutQuery } from '../../../src/application/stream-name.js';

test.each([
  { text: 'stream', type: 'flv', name: 'stream', query: '' },
  { text: 'flv:stream', type: 'flv', name: 'stream', query: '' },
  { text: 'MP4:folder/holiday.mp4', type: 'mp4', name: 'folder/holiday.mp4', query: '' },
  { text: 'mp3:song', type: 'mp3', name: 'song', query: '' },
  { text: 'id3:song', type: 'id3', name: 'song', query: '' },
  { text: 'raw:parts', type: 'raw', name: 'parts', query: '' },
  { text: 'stream?user=a&p=b', type: 'flv', name: 'stream', query: 'user=a&p=b' },
  { text: 'stream?', type: 'flv', name: 'stream', query: '' },
  { text: 'stream?a?b:c', type: 'flv', name: 'stream', query: 'a?b:c' },
  { text: 'mp4:a?u=http://x', type: 'mp4', name: 'a', query: 'u=http://x' },
])('$text', ({ text, type, name, query }) => {
  expect(parseStreamName(text)).toEqual({ type, name, query });
});

test.each([
  '',
  '?key=1',
  ':',
  'mp4:',
  ':x',
  'mp4:?q',
  'avi:x',
  'constructor:x',
  '__proto__:x',
  'mp4:a:b',
  'mp4:/x',
  'C:/x',
  '../x',
])('is no name of a stream: %s', (text) => {
  expect(parseStreamName(text)).toBeUndefined();
});

test.each([
  { name: 'stream?key=SECRET', shown: 'stream' },
  { name: '*?key=SECRET', shown: '*' },
  { name: 'plain', shown: 'plain' },
  { name: undefined, shown: '' },
  { name: 7, shown: '' },
])('what may be shown of $name', ({ name, shown }) => {
  expect(withoutQuery(name)).toBe(shown);
});
