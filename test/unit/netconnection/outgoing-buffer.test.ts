import { expect, test } from 'vitest';
import { MediaBatch } from '../../../src/media/media-batch.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { OutgoingBuffer } from '../../../src/netconnection/client/outgoing-buffer.js';
import { aac, avc } from '../../support/media-payloads.js';

const batch = (kind: 'audio' | 'video', timestamp: number, payload: Uint8Array): MediaBatch =>
  new MediaBatch([new MediaMessage(kind, timestamp, payload)]);

const BYTES = avc.key('frame').length;

/** Frames at these times, each a message of its own; what waits is told before each. */
function sent(
  buffer: OutgoingBuffer,
  frames: readonly (readonly [kind: string, time: number, waiting: number])[],
): string[] {
  return frames.flatMap(([kind, time, waiting]) => {
    const payload = kind === 'sound' ? aac.frame('sound') : kind === 'key' ? avc.key('frame') : avc.inter('frame');
    const chosen = buffer.choose(batch(kind === 'sound' ? 'audio' : 'video', time, payload), waiting * BYTES);
    return chosen === undefined ? [] : [`${kind} ${time}`];
  });
}

test('pictures are left out when more than the buffer time waits, until a key frame for which there is room', () => {
  const buffer = new OutgoingBuffer();
  buffer.maxTime = 200;
  expect(
    sent(buffer, [
      ['key', 0, 0],
      ['inter', 100, 1],
      ['inter', 200, 2],
      ['inter', 300, 3],
      ['sound', 300, 3],
      ['key', 400, 3],
      ['inter', 500, 0],
      ['key', 600, 0],
      ['inter', 700, 1],
    ]),
  ).toEqual(['key 0', 'inter 100', 'inter 200', 'sound 300', 'key 600', 'inter 700']);
});

test('without a buffer time all is sent, the very same batch', () => {
  const buffer = new OutgoingBuffer();
  const one = batch('video', 5000, avc.inter('frame'));
  expect(buffer.choose(one, 1e9)).toBe(one);
});

test('headers and data are never left out', () => {
  const buffer = new OutgoingBuffer();
  buffer.maxTime = 1;
  sent(buffer, [['key', 0, 0]]);
  const header = batch('video', 100, avc.header('sps'));
  expect(sent(buffer, [['inter', 100, 1]])).toEqual([]);
  expect(buffer.choose(header, BYTES)).toBe(header);
});
