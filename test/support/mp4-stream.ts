import { concat } from '../../src/bytes/concat.js';
import { MediaMessage } from '../../src/media/media-message.js';
import { writeAudioFrame, writeAudioSequenceHeader } from '../../src/media/write-audio.js';
import type { WrittenFrameType } from '../../src/media/write-video.js';
import { writeVideoFrame, writeVideoSequenceHeader } from '../../src/media/write-video.js';
import { fromHex } from './hex.js';

/** AVC of libx264, 320 by 240; and of another size. */
export const AVC = fromHex('0142c00cffe100186742c00cd90141fb0110000003001000000301e0f142a48001000568cb83cb20');
export const OTHER_AVC = fromHex('014d400bffe10017674d400beca187f1111808800001f480007530078a14cb01000568ebe3cb20');

/** AAC, low complexity, 44,100 Hz, stereo; and mono. */
export const AAC = fromHex('1210');
export const OTHER_AAC = fromHex('1208');

/** Messages of a stream whose codecs are real and whose frames are not. */
export const stream = {
  avcHeader: (time = 0, configuration = AVC): MediaMessage =>
    new MediaMessage('video', time, writeVideoSequenceHeader('avc', configuration)),
  avc: (time: number, type: WrittenFrameType = 'key', composition = 0, size = 10): MediaMessage =>
    new MediaMessage('video', time, writeVideoFrame('avc', type, new Uint8Array(size).fill(time), composition)),
  aacHeader: (time = 0, configuration = AAC): MediaMessage =>
    new MediaMessage('audio', time, writeAudioSequenceHeader('aac', configuration)),
  aac: (time: number, size = 5): MediaMessage =>
    new MediaMessage('audio', time, writeAudioFrame('aac', new Uint8Array(size).fill(time))),
  data: (payload: Uint8Array): MediaMessage => new MediaMessage('data', 0, payload),
  /** 25 pictures a second with a key frame each second, and AAC; whole seconds from `from` on. */
  seconds: (count: number, from = 0): MediaMessage[] => {
    const messages: MediaMessage[] = [];
    for (let i = 0; i < count * 25; i++)
      messages.push(stream.avc(from + i * 40, i % 25 === 0 ? 'key' : 'inter', 0, 100 + i));
    for (let i = 0; (i * 1024) / 44.1 < count * 1000; i++) {
      messages.push(stream.aac(from + Math.round((i * 1024) / 44.1), 20 + (i % 7)));
    }
    return messages.sort((a, b) => a.timestamp - b.timestamp);
  },
};

/** Audio of two tracks in one message (Enhanced RTMP v2, AvMultitrackType.ManyTracks). */
export function twoAacTracks(time: number, packetType: 0 | 1, first: Uint8Array, second: Uint8Array): MediaMessage {
  const header = Uint8Array.of(0x95, 0x10 | packetType, ...new TextEncoder().encode('mp4a'));
  const tracks = [first, second].map((body, id) => concat([Uint8Array.of(id, 0, 0, body.length), body]));
  return new MediaMessage('audio', time, concat([header, ...tracks]));
}
