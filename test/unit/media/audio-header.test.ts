import { describe, expect, test } from 'vitest';
import type { AudioHeader } from '../../../src/media/audio-header.js';
import { audioTracks, readAudioHeader } from '../../../src/media/audio-header.js';
import { fromHex } from '../../support/hex.js';

interface Row {
  readonly name: string;
  readonly bytes: string;
  readonly value: Partial<AudioHeader>;
}

const mp4a = '6d703461';
const opus = '4f707573';

/** Starts of messages of foreign encoders, where the name says whose; the rest follows the specification. */
const RECOGNISED: readonly Row[] = [
  {
    name: 'ffmpeg: AAC sequence header',
    bytes: 'af 00 121056e500',
    value: { codec: 'aac', packet: 'sequence-header', bodyOffset: 2 },
  },
  { name: 'ffmpeg: AAC frame', bytes: 'af 01 de02004c', value: { codec: 'aac', packet: 'frame', bodyOffset: 2 } },
  { name: 'LAME and ffmpeg: MP3', bytes: '2f fffb9064', value: { codec: 'mp3', packet: 'frame', bodyOffset: 1 } },
  { name: 'MP3 at 8 kHz', bytes: 'e2 ffe318c4', value: { codec: 'mp3-8k', packet: 'frame' } },
  { name: 'Flash Player: Speex', bytes: 'b2 3e9d', value: { codec: 'speex', packet: 'frame' } },
  { name: 'Nellymoser', bytes: '6e 00', value: { codec: 'nellymoser', packet: 'frame' } },
  { name: 'Nellymoser 8 kHz', bytes: '52 00', value: { codec: 'nellymoser-8k', packet: 'frame' } },
  { name: 'Nellymoser 16 kHz', bytes: '42 00', value: { codec: 'nellymoser-16k', packet: 'frame' } },
  { name: 'PCM of the platform', bytes: '04 80', value: { codec: 'pcm', packet: 'frame' } },
  { name: 'PCM little endian', bytes: '36 0000', value: { codec: 'pcm-le', packet: 'frame' } },
  { name: 'ADPCM', bytes: '1a 00', value: { codec: 'adpcm', packet: 'frame' } },
  { name: 'A-law', bytes: '72 d5', value: { codec: 'g711a', packet: 'frame' } },
  { name: 'µ-law', bytes: '82 ff', value: { codec: 'g711u', packet: 'frame' } },
  { name: 'device sound', bytes: 'f2 00', value: { codec: 'device', packet: 'frame' } },
  { name: 'a reserved sound format', bytes: 'c2 00', value: { codec: undefined, packet: 'frame' } },
  { name: 'silence', bytes: '', value: { codec: undefined, packet: 'frame', bodyOffset: 0 } },
  {
    name: 'ffmpeg 7: Opus sequence header',
    bytes: `90 ${opus} 4f707573486561640101380180bb0000000000`,
    value: { codec: 'opus', packet: 'sequence-header', bodyOffset: 5 },
  },
  {
    name: 'ffmpeg 7: multichannel configuration',
    bytes: `94 ${opus} 010100000004`,
    value: { codec: 'opus', packet: 'multichannel-config', bodyOffset: 5 },
  },
  {
    name: 'ffmpeg 7: Opus frame',
    bytes: `91 ${opus} f89ef311`,
    value: { codec: 'opus', packet: 'frame', bodyOffset: 5 },
  },
  {
    name: 'gortmplib: AAC sequence header',
    bytes: `90 ${mp4a} 30303030303030`,
    value: { codec: 'aac', packet: 'sequence-header', bodyOffset: 5 },
  },
  { name: 'FLAC', bytes: '90 664c6143 664c6143', value: { codec: 'flac', packet: 'sequence-header' } },
  { name: 'MP3 with FourCC', bytes: '91 2e6d7033 fffb', value: { codec: 'mp3', packet: 'frame', bodyOffset: 5 } },
  { name: 'AC-3', bytes: '91 61632d33 0b77', value: { codec: 'ac3', packet: 'frame' } },
  { name: 'E-AC-3', bytes: '91 65632d33 0b77', value: { codec: 'eac3', packet: 'frame' } },
  { name: 'end of sequence', bytes: `92 ${opus}`, value: { codec: 'opus', packet: 'sequence-end' } },
  { name: 'a FourCC without a name', bytes: '90 7a7a7a7a 00', value: { codec: undefined, packet: 'sequence-header' } },
  {
    name: 'OBS: sequence header of a second track',
    bytes: `95 00 ${mp4a} 01 1190`,
    value: { codec: 'aac', packet: 'sequence-header', trackId: 1, bodyOffset: 7 },
  },
  {
    name: 'OBS: frame of a second track',
    bytes: `95 01 ${mp4a} 01 21`,
    value: { codec: 'aac', packet: 'frame', trackId: 1, bodyOffset: 7 },
  },
  {
    name: 'nanoseconds',
    bytes: `97 02 000102 01 ${opus} 00`,
    value: { codec: 'opus', packet: 'frame', nanosecondOffset: 258 },
  },
];

describe('an audio header', () => {
  test.each(RECOGNISED)('$name', ({ bytes, value }) => {
    const payload = fromHex(bytes);
    const header = readAudioHeader(payload);
    expect(header).toMatchObject({
      recognised: true,
      trackId: 0,
      severalTracks: false,
      bodyEnd: payload.length,
      ...value,
    });
    expect([...audioTracks(payload)]).toEqual([header]);
  });

  test.each([
    { name: 'AAC cut before its packet type', bytes: 'af' },
    { name: 'AAC with an unknown packet type', bytes: 'af 02 00' },
    { name: 'a FourCC cut short', bytes: '90 4f7075' },
    { name: 'a reserved packet type', bytes: `93 ${opus}` },
    { name: 'a chain of 255 ModEx', bytes: `97 ${'00 00 07'.repeat(254)} 00 00 01 ${opus} 00` },
    { name: 'multitrack inside multitrack', bytes: `95 05 ${opus} 00` },
    { name: 'several tracks, the first larger than the message', bytes: `95 11 ${opus} 00 ffffff 00` },
  ])('is not recognised, and passes: $name', ({ bytes }) => {
    const payload = fromHex(bytes);
    expect(readAudioHeader(payload)).toMatchObject({ recognised: false, trackId: 0 });
    expect([...audioTracks(payload)]).toEqual([]);
  });

  test('of several tracks with their own codecs', () => {
    const payload = fromHex('95 21' + `${mp4a} 00 000002 2110` + `${opus} 01 000003 f89ef3`);
    expect(readAudioHeader(payload)).toMatchObject({ codec: 'aac', severalTracks: true, trackId: 0 });
    expect([...audioTracks(payload)]).toMatchObject([
      { codec: 'aac', packet: 'frame', trackId: 0, bodyOffset: 10, bodyEnd: 12 },
      { codec: 'opus', packet: 'frame', trackId: 1, bodyOffset: 20, bodyEnd: 23 },
    ]);
  });
});
