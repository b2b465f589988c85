import { describe, expect, test } from 'vitest';
import type { VideoHeader } from '../../../src/media/video-header.js';
import { readVideoHeader, videoTracks } from '../../../src/media/video-header.js';
import { fromHex } from '../../support/hex.js';

interface Row {
  readonly name: string;
  readonly bytes: string;
  readonly value: Partial<VideoHeader>;
}

const avc1 = '61766331';
const hvc1 = '68766331';
const av01 = '61763031';

/** Starts of messages of foreign encoders, where the name says whose; the rest follows the specification. */
const RECOGNISED: readonly Row[] = [
  {
    name: 'libx264 and ffmpeg: sequence header',
    bytes: '17 00 000000 0142c00c',
    value: { codec: 'avc', frameType: 'key', packet: 'sequence-header', bodyOffset: 5 },
  },
  {
    name: 'libx264 and ffmpeg: key frame',
    bytes: '17 01 000042 00000002',
    value: { codec: 'avc', frameType: 'key', packet: 'frame', compositionTime: 66, bodyOffset: 5 },
  },
  {
    name: 'AVC inter frame, presented before it is decoded',
    bytes: '27 01 fffff6 00',
    value: { codec: 'avc', frameType: 'inter', packet: 'frame', compositionTime: -10 },
  },
  { name: 'ffmpeg: end of sequence', bytes: '17 02 000000', value: { codec: 'avc', packet: 'sequence-end' } },
  {
    name: 'a composition time in a sequence header means nothing',
    bytes: '17 00 000050 01',
    value: { compositionTime: 0 },
  },
  {
    name: 'Chinese CDN: HEVC sequence header',
    bytes: '1c 00 000000 01',
    value: { codec: 'hevc', packet: 'sequence-header' },
  },
  {
    name: 'Chinese CDN: HEVC inter frame',
    bytes: '2c 01 000021 00',
    value: { codec: 'hevc', frameType: 'inter', packet: 'frame', compositionTime: 33 },
  },
  {
    name: 'Chinese CDN: AV1 key frame',
    bytes: '1d 01 000000 12',
    value: { codec: 'av1', frameType: 'key', packet: 'frame' },
  },
  {
    name: 'ffmpeg: Sorenson key frame',
    bytes: '12 0000840292a6',
    value: { codec: 'sorenson-h263', frameType: 'key', packet: 'frame', bodyOffset: 1 },
  },
  {
    name: 'Flash Player: Sorenson disposable frame',
    bytes: '32 0000840292a6',
    value: { codec: 'sorenson-h263', frameType: 'disposable', packet: 'frame' },
  },
  { name: 'ffmpeg: screen video', bytes: '13 314230f2', value: { codec: 'screen', frameType: 'key', packet: 'frame' } },
  {
    name: 'ffmpeg: screen video 2',
    bytes: '26 314230f2',
    value: { codec: 'screen2', frameType: 'inter', packet: 'frame' },
  },
  { name: 'On2: VP6', bytes: '14 00 784624', value: { codec: 'vp6', frameType: 'key', packet: 'frame' } },
  { name: 'VP6 with alpha', bytes: '25 00 000100', value: { codec: 'vp6a', frameType: 'inter', packet: 'frame' } },
  { name: 'JPEG', bytes: '11 ffd8', value: { codec: 'jpeg', frameType: 'key', packet: 'frame' } },
  { name: 'generated key frame', bytes: '47 01 000000 00', value: { frameType: 'generated-key', packet: 'frame' } },
  {
    name: 'FMS: seek command',
    bytes: '57 00',
    value: { codec: 'avc', frameType: 'command', packet: 'command', bodyOffset: 1 },
  },
  { name: 'a codec id without a name', bytes: '18 00', value: { codec: undefined, frameType: 'key', packet: 'frame' } },
  {
    name: 'ffmpeg 7: empty AV1 sequence header',
    bytes: `90 ${av01}`,
    value: { codec: 'av1', packet: 'sequence-header', bodyOffset: 5, bodyEnd: 5 },
  },
  {
    name: 'ffmpeg 7: AV1 sequence header',
    bytes: `90 ${av01} 81240000`,
    value: { codec: 'av1', frameType: 'key', packet: 'sequence-header', bodyOffset: 5 },
  },
  {
    name: 'ffmpeg 7: AV1 key frame has no composition time',
    bytes: `91 ${av01} 12000a0e`,
    value: { codec: 'av1', frameType: 'key', packet: 'frame', bodyOffset: 5 },
  },
  {
    name: 'ffmpeg 7: colour metadata, whose frame type means nothing',
    bytes: `d4 ${av01} 020009636f6c6f72496e666f`,
    value: { codec: 'av1', frameType: 'command', packet: 'metadata', bodyOffset: 5 },
  },
  {
    name: 'ffmpeg 7: HEVC key frame with composition time',
    bytes: `91 ${hvc1} 000021 0000074d`,
    value: { codec: 'hevc', frameType: 'key', packet: 'frame', compositionTime: 33, bodyOffset: 8 },
  },
  {
    name: 'ffmpeg 7: HEVC inter frame without composition time',
    bytes: `a3 ${hvc1} 000000c0`,
    value: { codec: 'hevc', frameType: 'inter', packet: 'frame', compositionTime: 0, bodyOffset: 5 },
  },
  { name: 'enhanced end of sequence', bytes: `92 ${avc1}`, value: { codec: 'avc', packet: 'sequence-end' } },
  {
    name: 'AV1 sequence header in the shape of MPEG-2 TS',
    bytes: `95 ${av01} 800481`,
    value: { codec: 'av1', packet: 'sequence-header' },
  },
  { name: 'VVC', bytes: 'a1 76766331 ffffff 00', value: { codec: 'vvc', compositionTime: -1, bodyOffset: 8 } },
  { name: 'VP8', bytes: '91 76703038 10', value: { codec: 'vp8', bodyOffset: 5 } },
  { name: 'VP9', bytes: '91 76703039 82', value: { codec: 'vp9', bodyOffset: 5 } },
  {
    name: 'a FourCC without a name',
    bytes: '91 7a7a7a7a 82',
    value: { codec: undefined, frameType: 'key', packet: 'frame', bodyOffset: 5 },
  },
  {
    name: 'enhanced seek command',
    bytes: 'd1 01',
    value: { codec: undefined, frameType: 'command', packet: 'command', bodyOffset: 1 },
  },
  {
    name: 'OBS: sequence header of a second track',
    bytes: `96 00 ${avc1} 01 0164001f`,
    value: { codec: 'avc', packet: 'sequence-header', trackId: 1, severalTracks: false, bodyOffset: 7 },
  },
  {
    name: 'OBS: frame of a second track',
    bytes: `a6 01 ${hvc1} 02 000010 00`,
    value: { codec: 'hevc', frameType: 'inter', packet: 'frame', trackId: 2, compositionTime: 16, bodyOffset: 10 },
  },
  {
    name: 'nanoseconds',
    bytes: `97 02 0f423f 01 ${av01} 12`,
    value: { codec: 'av1', packet: 'frame', nanosecondOffset: 999_999, bodyOffset: 10 },
  },
  {
    name: 'more nanoseconds than a millisecond has count as none',
    bytes: `97 02 0f4240 01 ${av01} 12`,
    value: { codec: 'av1', nanosecondOffset: 0 },
  },
  {
    name: 'a ModEx of another kind is stepped over',
    bytes: `97 00 aa 11 ${av01} 12`,
    value: { codec: 'av1', packet: 'frame', nanosecondOffset: 0, bodyOffset: 8 },
  },
  {
    name: 'a ModEx of 256 bytes and more',
    bytes: `97 ff 0100 ${'00'.repeat(257)} 11 ${av01}`,
    value: { codec: 'av1', packet: 'frame', bodyOffset: 266 },
  },
  {
    name: 'ModEx before ModEx before multitrack',
    bytes: `97 02 000007 07 00 00 16 00 ${avc1} 05`,
    value: { codec: 'avc', packet: 'sequence-header', nanosecondOffset: 7, trackId: 5 },
  },
];

describe('a video header', () => {
  test.each(RECOGNISED)('$name', ({ bytes, value }) => {
    const payload = fromHex(bytes);
    const header = readVideoHeader(payload);
    expect(header).toMatchObject({
      recognised: true,
      trackId: 0,
      severalTracks: false,
      bodyEnd: payload.length,
      ...value,
    });
    expect([...videoTracks(payload)]).toEqual([header]);
  });

  test.each([
    { name: 'nothing', bytes: '' },
    { name: 'AVC cut before its packet type', bytes: '17' },
    { name: 'AVC cut in its composition time', bytes: '27 01 0000' },
    { name: 'end of sequence without composition time', bytes: '17 02' },
    { name: 'AVC with an unknown packet type', bytes: '17 03 000000' },
    { name: 'a reserved frame type', bytes: '02 00' },
    { name: 'a FourCC cut short', bytes: '90 617663' },
    { name: 'composition time cut short', bytes: `91 ${hvc1} 0000` },
    { name: 'an unknown packet type', bytes: `98 ${hvc1} 0000` },
    { name: 'a ModEx without size', bytes: '97' },
    { name: 'a ModEx longer than the message', bytes: '97 05 00' },
    { name: 'a long ModEx cut in its size', bytes: '97 ff 00' },
    { name: 'a ModEx without what follows', bytes: '97 00 00' },
    { name: 'a chain of 255 ModEx', bytes: `97 ${'00 00 07'.repeat(254)} 00 00 01 ${av01} 00` },
    { name: 'multitrack without its byte', bytes: '96' },
    { name: 'multitrack inside multitrack', bytes: `96 06 ${avc1} 00` },
    { name: 'ModEx inside multitrack', bytes: `96 07 ${avc1} 00` },
    { name: 'an unknown kind of multitrack', bytes: `96 31 ${avc1} 00` },
    { name: 'one track without its id', bytes: `96 01 ${avc1}` },
    { name: 'a track larger than the message', bytes: `96 11 ${avc1} 00 000005 00000000` },
    { name: 'a command without its byte', bytes: 'd1' },
  ])('is not recognised, and passes: $name', ({ bytes }) => {
    const payload = fromHex(bytes);
    expect(readVideoHeader(payload)).toMatchObject({ recognised: false, trackId: 0 });
    expect([...videoTracks(payload)]).toEqual([]);
  });
});

describe('the tracks of a message', () => {
  test('of one codec', () => {
    const payload = fromHex(`a6 11 ${hvc1}` + '00 000005 000021 aabb' + '03 000003 fffffe' + '01 000003 000000');
    expect(readVideoHeader(payload)).toMatchObject({
      recognised: true,
      severalTracks: true,
      trackId: 0,
      codec: 'hevc',
    });
    expect([...videoTracks(payload)]).toMatchObject([
      { trackId: 0, codec: 'hevc', frameType: 'inter', compositionTime: 33, bodyOffset: 13, bodyEnd: 15 },
      { trackId: 3, codec: 'hevc', frameType: 'inter', compositionTime: -2, bodyOffset: 22, bodyEnd: 22 },
      { trackId: 1, codec: 'hevc', frameType: 'inter', compositionTime: 0, bodyOffset: 29, bodyEnd: 29 },
    ]);
  });

  test('of their own codecs', () => {
    const payload = fromHex('96 20' + `${avc1} 00 000002 0164` + `${av01} 01 000001 81` + `7a7a7a7a 02 000000`);
    expect([...videoTracks(payload)]).toMatchObject([
      { trackId: 0, codec: 'avc', packet: 'sequence-header', bodyOffset: 10, bodyEnd: 12 },
      { trackId: 1, codec: 'av1', packet: 'sequence-header', bodyOffset: 20, bodyEnd: 21 },
      { trackId: 2, codec: undefined, packet: 'sequence-header', bodyOffset: 29, bodyEnd: 29 },
    ]);
  });

  test('end before the one that is cut off', () => {
    const payload = fromHex(`96 11 ${av01}` + '00 000001 12' + '01 000009 12');
    expect([...videoTracks(payload)].map(({ trackId }) => trackId)).toEqual([0]);
  });

  test('are 256 at most, however small they are', () => {
    const payload = fromHex(`96 11 ${av01}` + '00 000000'.repeat(100_000));
    expect([...videoTracks(payload)]).toHaveLength(256);
  });
});
