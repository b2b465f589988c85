import { describe, expect, test } from 'vitest';
import { classify } from '../../../src/media/classify.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import type { MediaKind } from '../../../src/media/media-message.js';
import type { MessageClass } from '../../../src/media/message-class.js';
import { fromHex } from '../../support/hex.js';

function classOf(kind: MediaKind, bytes: string): MessageClass {
  return classify(new MediaMessage(kind, 0, fromHex(bytes)));
}

const avc1 = '61766331';
const av01 = '61763031';
const opus = '4f707573';

describe('configurations have a key per kind, tracks and packet', () => {
  test.each<{ kind: MediaKind; name: string; bytes: string; key: string | undefined; outdated?: string[] }>([
    {
      kind: 'video',
      name: 'AVC sequence header',
      bytes: '17 00 000000 01',
      key: 'video:0:sequence-header',
      outdated: ['video:0:metadata'],
    },
    {
      kind: 'video',
      name: 'AV1 sequence header takes the place of any other codec',
      bytes: `90 ${av01}`,
      key: 'video:0:sequence-header',
      outdated: ['video:0:metadata'],
    },
    {
      kind: 'video',
      name: 'a codec nobody knows yet',
      bytes: '90 7a7a7a7a 01',
      key: 'video:0:sequence-header',
      outdated: ['video:0:metadata'],
    },
    {
      kind: 'video',
      name: 'second track',
      bytes: `96 00 ${avc1} 01 01`,
      key: 'video:1:sequence-header',
      outdated: ['video:1:metadata'],
    },
    {
      kind: 'video',
      name: 'two tracks at once',
      bytes: `96 10 ${avc1} 01 000001 01 00 000001 01`,
      key: 'video:0+1:sequence-header',
      outdated: [
        'video:0+1:metadata',
        'video:0:metadata',
        'video:0:sequence-header',
        'video:1:metadata',
        'video:1:sequence-header',
      ],
    },
    { kind: 'video', name: 'colour metadata', bytes: `d4 ${av01} 020000`, key: 'video:0:metadata' },
    {
      kind: 'audio',
      name: 'AAC sequence header',
      bytes: 'af 00 1210',
      key: 'audio:0:sequence-header',
      outdated: ['audio:0:multichannel-config'],
    },
    {
      kind: 'audio',
      name: 'multichannel configuration of a track',
      bytes: `95 04 ${opus} 01 0002`,
      key: 'audio:1:multichannel-config',
    },
    { kind: 'video', name: 'AVC frame', bytes: '17 01 000000 00', key: undefined },
    { kind: 'video', name: 'end of sequence', bytes: '17 02 000000', key: undefined },
    { kind: 'audio', name: 'silence', bytes: '', key: undefined },
    { kind: 'audio', name: 'AAC frame', bytes: 'af 01 21', key: undefined },
    { kind: 'data', name: 'onMetaData', bytes: '02000a', key: undefined },
    { kind: 'video', name: 'garbage', bytes: '97', key: undefined },
  ])('$kind, $name', ({ kind, bytes, key, outdated = [] }) => {
    const what = classOf(kind, bytes);
    expect(what.configurationKey).toBe(key);
    expect(what.isConfiguration).toBe(key !== undefined);
    expect(what.isSequenceHeader).toBe(key?.endsWith('sequence-header') ?? false);
    expect(what.outdatedKeys).toEqual(outdated);
  });
});

describe('frames', () => {
  const NEITHER = { isKeyFrame: false, isInter: false, isDisposable: false };
  test.each([
    { name: 'AVC key frame', bytes: '17 01 000000 00', value: { ...NEITHER, isFrame: true, isKeyFrame: true } },
    { name: 'AVC inter frame', bytes: '27 01 000000 00', value: { ...NEITHER, isFrame: true, isInter: true } },
    {
      name: 'Sorenson disposable frame',
      bytes: '32 00008402',
      value: { ...NEITHER, isFrame: true, isDisposable: true },
    },
    { name: 'generated key frame', bytes: '42 00008402', value: { ...NEITHER, isFrame: true, isKeyFrame: true } },
    { name: 'sequence header marked as key', bytes: '17 00 000000 01', value: { ...NEITHER, isFrame: false } },
    { name: 'end of sequence marked as key', bytes: '17 02 000000', value: { ...NEITHER, isFrame: false } },
    { name: 'seek command', bytes: '57 00', value: { ...NEITHER, isFrame: false } },
    { name: 'HEVC key frame', bytes: '93 68766331 00', value: { ...NEITHER, isFrame: true, isKeyFrame: true } },
    {
      name: 'key frame of a codec nobody knows yet',
      bytes: '91 7a7a7a7a 00',
      value: { ...NEITHER, isFrame: true, isKeyFrame: true },
    },
    {
      name: 'key frame of the second track alone: no place to begin',
      bytes: `96 03 ${avc1} 01 00`,
      value: { ...NEITHER, isFrame: true, tracks: [1] },
    },
    {
      name: 'key frames of tracks 2 and 0',
      bytes: `96 13 ${avc1} 02 000001 00 00 000001 00`,
      value: { ...NEITHER, isFrame: true, isKeyFrame: true, tracks: [0, 2] },
    },
    {
      name: 'key frames of tracks 1 and 2',
      bytes: `96 13 ${avc1} 01 000001 00 02 000001 00`,
      value: { ...NEITHER, isFrame: true, tracks: [1, 2] },
    },
    {
      name: 'several codecs: that of track 0 counts',
      bytes: `96 23 ${av01} 01 000001 00 ${avc1} 00 000001 00`,
      value: { codec: 'avc', isKeyFrame: true },
    },
    { name: 'garbage', bytes: '02', value: { ...NEITHER, isFrame: false, tracks: [] } },
  ])('$name', ({ bytes, value }) => {
    expect(classOf('video', bytes)).toMatchObject(value);
  });
});

test('a message is classified once, at whatever time it is sent', () => {
  const message = new MediaMessage('video', 40, fromHex('17 01 000000 00'));
  const what = classify(message);
  expect(classify(message)).toBe(what);
  expect(classify(message.at(80))).toBe(what);
});
