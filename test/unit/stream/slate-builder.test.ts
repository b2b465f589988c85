import { describe, expect, test } from 'vitest';
import type { MediaKind } from '../../../src/media/media-message.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { SlateBuilder } from '../../../src/stream/slate-builder.js';
import { SlateError } from '../../../src/stream/slate-error.js';
import { aac, avc, describeMedia, h263 } from '../../support/media-payloads.js';
import { slateOf } from '../../support/slates.js';

const video = (time: number, payload: Uint8Array) => new MediaMessage('video', time, payload);
const audio = (time: number, payload: Uint8Array) => new MediaMessage('audio', time, payload);
const lines = (messages: readonly MediaMessage[]) =>
  messages.map(({ kind, timestamp, payload }) => `${kind} ${timestamp} ${describeMedia(kind, payload)}`);

const END_OF_SEQUENCE = Uint8Array.of(0x17, 2, 0, 0, 0);

const rounds: { name: string; file: MediaMessage[]; round: string[]; duration: number }[] = [
  {
    name: 'it begins with the headers and the first key frame, at 0',
    file: [
      video(100, avc.header('old')),
      video(100, avc.header('sps')),
      audio(100, aac.header('asc')),
      audio(110, aac.frame('early')),
      video(120, avc.inter('lost')),
      video(140, avc.key('k')),
      audio(133, aac.frame('a')),
      audio(156, aac.frame('b')),
      video(1180, avc.inter('p')),
    ],
    round: [
      'video 0 header sps',
      'audio 0 header asc',
      'video 0 key k',
      'audio 0 frame a',
      'audio 16 frame b',
      'video 1040 inter p',
    ],
    duration: 2080,
  },
  {
    name: 'a file without picture begins with its first sound',
    file: [audio(5, aac.header('asc')), ...Array.from({ length: 101 }, (_, i) => audio(5 + i * 20, aac.frame(`${i}`)))],
    round: ['audio 0 header asc', ...Array.from({ length: 101 }, (_, i) => `audio ${i * 20} frame ${i}`)],
    duration: 2020,
  },
  { name: 'one picture lasts a second', file: [video(7, h263.key('k'))], round: ['video 0 key k'], duration: 1000 },
  {
    name: 'headers in its middle stay there',
    file: [video(0, avc.header('1')), video(0, avc.key('k1')), video(500, avc.header('2')), video(500, avc.key('k2'))],
    round: ['video 0 header 1', 'video 0 key k1', 'video 500 header 2', 'video 500 key k2'],
    duration: 1000,
  },
  {
    name: 'silence and the end of the sequence are left out',
    file: [video(0, avc.key('k')), audio(0, new Uint8Array(0)), video(40, avc.inter('p')), video(40, END_OF_SEQUENCE)],
    round: ['video 0 key k', 'video 40 inter p'],
    duration: 1000,
  },
  {
    name: 'timestamps wrap, and small steps back are none',
    file: [
      video(0xfffffff0, h263.key('k')),
      video(0x10, h263.inter('p')),
      audio(0x08, aac.frame('a')),
      video(0x7d0, h263.inter('q')),
    ],
    round: ['video 0 key k', 'video 32 inter p', 'audio 32 frame a', 'video 2016 inter q'],
    duration: 3024,
  },
];

test.each(rounds)('$name', ({ file, round, duration }) => {
  const slate = slateOf(file);
  expect(lines(slate.messages)).toEqual(round);
  expect(slate.duration).toBe(duration);
});

test('its codecs are told, and what is not metadata is left out', () => {
  const data = [[2, 0, 1, 0x78], [9], []].map((bytes) => new MediaMessage('data', 0, Uint8Array.from(bytes)));
  const slate = slateOf([...data, video(0, avc.key('k')), audio(0, aac.frame('a'))]);
  expect({ codecs: slate.codecs, metadata: slate.metadata }).toEqual({
    codecs: { video: 'avc', audio: 'aac' },
    metadata: undefined,
  });
  expect(slateOf([video(0, h263.key('k'))]).codecs).toEqual({ video: 'sorenson-h263', audio: undefined });
});

describe('refused', () => {
  const nothing: readonly [MediaKind, number[]][] = [
    ['video', [0xff]],
    ['audio', []],
  ];
  test.each([
    { code: 'no-media', file: [] },
    { code: 'no-media', file: [video(0, avc.header('sps'))] },
    { code: 'no-media', file: nothing.map(([kind, bytes]) => new MediaMessage(kind, 0, Uint8Array.from(bytes))) },
    { code: 'no-key-frame', file: [audio(0, aac.frame('a')), video(0, avc.inter('p'))] },
    {
      code: 'time-goes-back',
      file: [video(0, avc.key('k')), video(5000, avc.inter('p')), video(3999, avc.inter('q'))],
    },
  ])('$code', ({ code, file }) => {
    expect(() => slateOf(file)).toThrow(expect.objectContaining({ name: 'SlateError', code }) as Error);
  });

  test('too many messages', () => {
    const builder = new SlateBuilder();
    const frame = audio(0, aac.frame('a'));
    for (let i = 0; i < 250_000; i++) builder.add(frame);
    expect(() => builder.add(frame)).toThrow(SlateError);
  });
});
