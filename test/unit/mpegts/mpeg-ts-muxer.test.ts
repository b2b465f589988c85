import { describe, expect, it } from 'vitest';
import { MediaMessage } from '../../../src/media/media-message.js';
import { writeAudioFrame, writeAudioSequenceHeader } from '../../../src/media/write-audio.js';
import { writeVideoFrame, writeVideoSequenceHeader } from '../../../src/media/write-video.js';
import { MpegTsMuxer } from '../../../src/mpegts/mpeg-ts-muxer.js';
import { AUDIO_PID, PMT_PID, VIDEO_PID } from '../../../src/mpegts/program-tables.js';
import { fromHex, toHex } from '../../support/hex.js';
import { tsPackets } from '../../support/ts-packets.js';

const SPS = '6742c00ada0f';
const PPS = '68ce3c80';
const avcHeader = writeVideoSequenceHeader('avc', fromHex(`0142c00affe10006${SPS}010004${PPS}`));
const aacHeader = writeAudioSequenceHeader('aac', fromHex('1210'));

function video(time: number, nal: string, type: 'key' | 'inter' = 'key', composition = 0): MediaMessage {
  const length = (nal.length / 2).toString(16).padStart(8, '0');
  return new MediaMessage('video', time, writeVideoFrame('avc', type, fromHex(length + nal), composition));
}

function sound(time: number, size = 20): MediaMessage {
  return new MediaMessage('audio', time, writeAudioFrame('aac', new Uint8Array(size).fill(0x21)));
}

function muxed(...messages: readonly MediaMessage[]): Uint8Array {
  const muxer = new MpegTsMuxer();
  muxer.accept(new MediaMessage('video', messages[0]!.timestamp, avcHeader));
  muxer.accept(new MediaMessage('audio', messages[0]!.timestamp, aacHeader));
  for (const message of messages) muxer.accept(message);
  return muxer.take() ?? new Uint8Array(0);
}

function pesOf(bytes: Uint8Array, pid: number): Uint8Array[] {
  const found: number[][] = [];
  for (const packet of tsPackets(bytes).filter((one) => one.pid === pid)) {
    if (packet.isStart) found.push([]);
    found.at(-1)!.push(...packet.payload);
  }
  return found.map((one) => Uint8Array.from(one));
}

/** PTS or DTS of a PES packet (2.4.3.7). */
function timeAt(pes: Uint8Array, at: number): number {
  const [a, b, c, d, e] = pes.subarray(at, at + 5) as unknown as [number, number, number, number, number];
  return ((a >> 1) & 7) * 2 ** 30 + ((b << 22) | ((c >> 1) << 15) | (d << 7) | (e >> 1));
}

describe('MpegTsMuxer', () => {
  it('begins each piece with the tables of its program', () => {
    const [pat, pmt] = tsPackets(muxed(video(0, '65aa'), sound(0)));
    // ISO/IEC 13818-1, 2.4.4: one program 1 with its map at PID 0x1000; the clock in video; H.264 and AAC.
    expect(toHex(pat!.payload.subarray(0, 13))).toBe('0000b00d0001c100000001f000');
    expect(pmt!.pid).toBe(PMT_PID);
    expect(toHex(pmt!.payload.subarray(0, 23))).toBe('0002b0170001c10000e100f0001be100f0000fe101f000');
  });

  it('has the checksum that everybody knows of this association table', () => {
    const [pat] = tsPackets(muxed(video(0, '65aa')));
    expect(toHex(pat!.payload.subarray(13, 17))).toBe('2ab104b2');
  });

  it('puts a delimiter and the parameter sets before a key frame, and the delimiter alone before others', () => {
    const [key, inter] = pesOf(muxed(video(0, '65aa'), video(40, '41bb', 'inter')), VIDEO_PID);
    expect(toHex(key!.subarray(14))).toBe(`0000000109f000000001${SPS}00000001${PPS}0000000165aa`);
    expect(toHex(inter!.subarray(14))).toBe('0000000109f00000000141bb');
  });

  it('leaves the parameter sets of a frame that brings its own', () => {
    const nals = `00000006${SPS}00000004${PPS}0000000265aa`;
    const message = new MediaMessage('video', 0, writeVideoFrame('avc', 'key', fromHex(nals)));
    const [key] = pesOf(muxed(message), VIDEO_PID);
    expect(toHex(key!.subarray(14))).toBe(`0000000109f000000001${SPS}00000001${PPS}0000000165aa`);
  });

  it('tells when a frame is decoded and when it is presented', () => {
    const [first, second] = pesOf(muxed(video(0, '65aa', 'key', 80), video(40, '41bb', 'inter')), VIDEO_PID);
    expect(first![7]! >> 6).toBe(3);
    expect(timeAt(first!, 9) - timeAt(first!, 14)).toBe(80 * 90);
    expect(second![7]! >> 6).toBe(2);
    expect(timeAt(second!, 9) - timeAt(first!, 14)).toBe(40 * 90);
  });

  it.each([
    ['33 bits of ticks', Math.floor(2 ** 33 / 90) - 1400 - 20],
    ['32 bits of milliseconds', 2 ** 32 - 20],
  ])('goes on where %s wrap', (_, start) => {
    const [first, second] = pesOf(muxed(video(start, '65aa'), video((start + 40) % 2 ** 32, '65bb')), VIDEO_PID);
    expect((timeAt(second!, 9) - timeAt(first!, 9) + 2 ** 33) % 2 ** 33).toBe(40 * 90);
  });

  it('never steps back in decoding', () => {
    const [first, second] = pesOf(muxed(video(100, '65aa'), video(60, '41bb', 'inter')), VIDEO_PID);
    expect(timeAt(second!, 9) - timeAt(first!, 9)).toBe(1);
  });

  it('frames sound as ADTS, several frames together, each where the one before ended', () => {
    const bytes = muxed(...[0, 23, 46, 70, 93, 116, 139, 163].map((time) => sound(time)));
    const [together, next] = pesOf(bytes, AUDIO_PID);
    expect(toHex(together!.subarray(14, 21))).toBe('fff15080037ffc');
    expect(together!.length).toBe(14 + 7 * 27);
    expect(timeAt(next!, 9) - timeAt(together!, 9)).toBe(Math.round((7 * 1024 * 90_000) / 44_100));
  });

  it('counts the packets of each PID across pieces, and has the clock behind decoding', () => {
    const muxer = new MpegTsMuxer();
    muxer.accept(new MediaMessage('video', 0, avcHeader));
    const packets = [0, 40, 80].flatMap((time) => {
      muxer.accept(video(time, '65'.padEnd(2000, 'ab')));
      return tsPackets(muxer.take()!);
    });
    const own = packets.filter(({ pid }) => pid === VIDEO_PID);
    expect(own.map(({ counter }) => counter)).toEqual(own.map((_, i) => i % 16));
    expect(own.filter(({ isStart }) => isStart).map(({ randomAccess }) => randomAccess)).toEqual([true, true, true]);
    expect(own.filter(({ isStart }) => isStart).map(({ pcr }) => pcr)).toEqual([63_000, 66_600, 70_200]);
  });

  it('says by another version that there is sound now', () => {
    const muxer = new MpegTsMuxer();
    muxer.accept(new MediaMessage('video', 0, avcHeader));
    muxer.accept(video(0, '65aa'));
    muxer.accept(new MediaMessage('audio', 10, aacHeader));
    muxer.accept(sound(20));
    const maps = tsPackets(muxer.take()!).filter(({ pid }) => pid === PMT_PID);
    expect(maps.map(({ payload }) => (payload[6]! >> 1) & 31)).toEqual([0, 1]);
  });

  it('has no frame before the first key frame, and nothing of codecs that are not for it', () => {
    const opus = new MediaMessage('audio', 0, writeAudioFrame('opus', Uint8Array.of(0xfc)));
    expect(muxed(video(0, '41bb', 'inter'), opus)).toHaveLength(0);
  });

  it('fills every packet, whatever the size of a frame', () => {
    for (let size = 1; size < 400; size++) {
      const nal = '65'.padEnd(size * 2, 'ab');
      const [pes] = pesOf(muxed(video(0, nal)), VIDEO_PID);
      expect(toHex(pes!).endsWith(`00000001${nal}`)).toBe(true);
    }
  });
});
