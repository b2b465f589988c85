import { readFileSync } from 'node:fs';
import type { AudioCodec } from '../../src/media/audio-codec.js';
import { MediaMessage } from '../../src/media/media-message.js';
import type { VideoCodec } from '../../src/media/video-codec.js';
import { writeAudioFrame, writeAudioSequenceHeader } from '../../src/media/write-audio.js';
import { writeVideoFrame, writeVideoSequenceHeader } from '../../src/media/write-video.js';
import { outputOf } from './program.js';

interface Probe {
  readonly streams: readonly { index: number; codec_name: string; extradata?: string }[];
  readonly packets: readonly {
    stream_index: number;
    dts_time: string;
    pts_time: string;
    pos: string;
    size: string;
    flags: string;
  }[];
}

const VIDEO: ReadonlyMap<string, VideoCodec> = new Map([
  ['h264', 'avc'],
  ['hevc', 'hevc'],
  ['av1', 'av1'],
  ['vp9', 'vp9'],
]);

const AUDIO: ReadonlyMap<string, AudioCodec> = new Map([
  ['aac', 'aac'],
  ['mp3', 'mp3'],
  ['opus', 'opus'],
  ['flac', 'flac'],
  ['ac3', 'ac3'],
  ['eac3', 'eac3'],
]);

/** Profile 0, level 1.0, 8 bits of 4:2:0: ffprobe does not show the configuration of VP9. */
const VP9_CONFIGURATION = Uint8Array.of(0, 10, 0x82, 2, 2, 2, 0, 0);

/**
 * An MP4 file as an encoder would publish it: sequence headers, then frames by their decoding time, which is moved so
 * that none is below zero. Read with ffprobe, so that what reads MP4 here has no part in it.
 */
export async function mp4Messages(path: string): Promise<MediaMessage[]> {
  const args = ['-v', 'error', '-show_streams', '-show_packets', '-show_data', '-of', 'json', path];
  const probe = JSON.parse(await outputOf('ffprobe', args, { timeout: 30_000 })) as Probe;
  const file = new Uint8Array(readFileSync(path));
  const codecs = new Map(probe.streams.map(({ index, codec_name }) => [index, codec_name]));
  const messages: MediaMessage[] = [];
  for (const { codec_name, extradata } of probe.streams) {
    const header = sequenceHeader(codec_name, dumped(extradata ?? ''));
    if (header !== undefined) messages.push(header);
  }
  const milliseconds = (seconds: string): number => Math.round(Number(seconds) * 1000);
  const earliest = Math.min(...probe.packets.map(({ dts_time }) => milliseconds(dts_time)));
  const frames = probe.packets.map((packet) => {
    const body = file.subarray(Number(packet.pos), Number(packet.pos) + Number(packet.size));
    const dts = milliseconds(packet.dts_time);
    const codec = codecs.get(packet.stream_index)!;
    const isKey = packet.flags.startsWith('K');
    return frame(codec, dts - earliest, milliseconds(packet.pts_time) - dts, isKey, body);
  });
  return [...messages, ...frames.sort((a, b) => a.timestamp - b.timestamp)];
}

function sequenceHeader(name: string, extradata: Uint8Array): MediaMessage | undefined {
  const video = VIDEO.get(name);
  if (video !== undefined) {
    const configuration = video === 'vp9' ? VP9_CONFIGURATION : extradata;
    return new MediaMessage('video', 0, writeVideoSequenceHeader(video, configuration));
  }
  const audio = AUDIO.get(name);
  if (audio === undefined || extradata.length === 0) return undefined;
  return new MediaMessage('audio', 0, writeAudioSequenceHeader(audio, extradata));
}

function frame(name: string, time: number, composition: number, isKey: boolean, body: Uint8Array): MediaMessage {
  const video = VIDEO.get(name);
  if (video !== undefined) {
    return new MediaMessage('video', time, writeVideoFrame(video, isKey ? 'key' : 'inter', body, composition));
  }
  return new MediaMessage('audio', time, writeAudioFrame(AUDIO.get(name)!, body));
}

/** The bytes of ffprobe's hexadecimal dump: an address, eight groups of two bytes, the same as text. */
function dumped(dump: string): Uint8Array {
  const digits = dump
    .split('\n')
    .map((line) => line.slice(10, 50).replaceAll(' ', ''))
    .join('');
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}
