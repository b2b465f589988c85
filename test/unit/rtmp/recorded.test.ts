import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RtmpMessage } from '../../../src/rtmp/message.js';
import { arrivals } from '../../support/arrivals.js';
import { flvMessages } from '../../support/flv-reading.js';
import { toHex } from '../../support/hex.js';
import { line } from '../../support/rtmp-ends.js';
import { hear, said } from '../../support/rtmp-heard.js';

const vector = (name: string) => new Uint8Array(readFileSync(`test/vectors/rtmp/${name}`));

const media = (messages: readonly RtmpMessage[]) => messages.filter(({ type }) => type === 8 || type === 9);

/** Audio and video of the file that was sent, which another muxer wrote. */
const published = flvMessages(vector('published.flv')).filter(({ kind }) => kind !== 'data');

const conversations = [
  {
    name: 'ffmpeg-publish.c2s',
    role: 'server',
    scheme: 'digest 0',
    said: [
      'connect(1)',
      'releaseStream(2)',
      'FCPublish(3)',
      'createStream(4)',
      '_checkbw(5)',
      'publish(6)',
      '@setDataFrame',
      'FCUnpublish(7)',
      'deleteStream(8)',
    ],
  },
  {
    name: 'ffmpeg-publish.s2c',
    role: 'client',
    scheme: 'plain',
    said: [
      'streamBegin',
      '_result(1)',
      'onBWDone(0)',
      '_result(2)',
      'onFCPublish(0)',
      '_result(4)',
      '_result(5)',
      'streamBegin',
      'onStatus(0)',
    ],
  },
  {
    name: 'gstreamer-publish.c2s',
    role: 'server',
    scheme: 'plain',
    said: [
      'connect(1)',
      'releaseStream(0)',
      'FCPublish(0)',
      'createStream(2)',
      'publish(0)',
      '@setDataFrame',
      '@setDataFrame',
      'FCUnpublish(0)',
      'deleteStream(0)',
    ],
  },
  {
    name: 'gstreamer-publish.s2c',
    role: 'client',
    scheme: 'plain',
    said: [
      'streamBegin',
      '_result(1)',
      'onBWDone(0)',
      '_result(0)',
      'onFCPublish(0)',
      '_result(2)',
      'streamBegin',
      'onStatus(0)',
    ],
  },
  {
    name: 'rtmpdump-play.c2s',
    role: 'server',
    scheme: 'plain',
    said: [
      'connect(1)',
      'setBufferLength',
      'createStream(2)',
      'FCSubscribe(3)',
      '_checkbw(4)',
      'play(5)',
      'setBufferLength',
    ],
  },
  {
    name: 'rtmpdump-play.s2c',
    role: 'client',
    scheme: 'plain',
    said: [
      'streamBegin',
      '_result(1)',
      'onBWDone(0)',
      '_result(2)',
      '_result(4)',
      'streamBegin',
      'onStatus(0)',
      '@setDataFrame',
      'FCUnpublish(1)',
      'deleteStream(2)',
    ],
  },
] as const;

describe.each(conversations)('$name', ({ name, role, scheme, said: expected }) => {
  const whole = hear([vector(`${name}.bin`)], role);

  test('is read to its end', () => {
    expect(said(whole.messages)).toEqual(expected);
    expect(whole.connection.peerHandshake?.scheme).toBe(scheme);
    expect(whole.connection.partialSince).toBeUndefined();
    expect(whole.connection.unknownMessages).toBe(0);
  });

  test.each(arrivals)('reads the same when it arrives $name', ({ cut }) => {
    expect(hear(cut(vector(`${name}.bin`)), role).messages.map(line)).toEqual(whole.messages.map(line));
  });
});

test.each([
  { name: 'ffmpeg-publish.c2s', role: 'server' },
  { name: 'rtmpdump-play.s2c', role: 'client' },
] as const)('$name holds every tag of the file', ({ name, role }) => {
  const messages = media(hear([vector(`${name}.bin`)], role).messages);
  expect(messages.map(({ timestamp, payload }) => `${timestamp} ${toHex(payload)}`)).toEqual(
    published.map(({ timestamp, payload }) => `${timestamp} ${toHex(payload)}`),
  );
});
