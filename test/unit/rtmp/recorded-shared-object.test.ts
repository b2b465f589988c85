import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AmfDate } from '../../../src/amf/amf-date.js';
import { AmfObject } from '../../../src/amf/value.js';
import { decodeSharedObject } from '../../../src/rtmp/message/shared-object.js';
import { arrivals } from '../../support/arrivals.js';
import { hear } from '../../support/rtmp-heard.js';

const bytes = new Uint8Array(readFileSync('test/vectors/rtmp/rtmp-client-shared-object.c2s.bin'));

/** Events of each message; a request to clear, which only servers send to one another, is none of ours. */
const expected = [
  [{ event: 'use' }],
  [{ event: 'requestChange', properties: [['topic', 'wetter: schön']] }],
  [{ event: 'requestChange', properties: [['n', 1.5]] }],
  [{ event: 'requestChange', properties: [['on', true]] }],
  [{ event: 'requestChange', properties: [['list', [1, 'two', AmfObject.of({ three: 3 })]]] }],
  [
    {
      event: 'requestChange',
      properties: [['deep', AmfObject.of({ a: AmfObject.of({ b: [] }), when: new AmfDate(1e12) })]],
    },
  ],
  [{ event: 'requestRemove', names: ['n'] }],
  [
    { event: 'requestChange', properties: [['x', 1]] },
    { event: 'requestChange', properties: [['y', 2]] },
    { event: 'requestRemove', names: ['x'] },
  ],
  [],
  [{ event: 'release' }],
];

test.each(arrivals)('rtmp-client using a shared object is read, $name', ({ cut }) => {
  const messages = hear(cut(bytes), 'server').messages.filter(({ type }) => type === 19);
  const decoded = messages.map((message) => decodeSharedObject(message));
  expect(decoded.map(({ events }) => events)).toEqual(expected);
  expect(new Set(decoded.map(({ name, persistent }) => `${name} ${persistent}`))).toEqual(new Set(['rooms/one false']));
});
