import { expect, test } from 'vitest';
import { MediaFormatTracker } from '../../../src/media/media-format-tracker.js';
import type { AudioFormat, VideoFormat } from '../../../src/media/media-format.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { fromHex } from '../../support/hex.js';

const AVC = '01640028ffe1001b67640028acd940780227e5c044000003000400000300f03c60c65801000668ebe3cb22c0fdf8f800';
const HEVC =
  '0101600000009000000000005df000fcfdf8f800000f03a00001001840010c01ffff01600000030090000003000003005d959809a10001002b42010101600000030090000003000003005da00280802d165959a4932bc05a020000030002000003003c10a2000100074401c172b46240';
const AV1 = '81050c000a0b0000002d4cffb3ccaf9004';
const OPUS = '4f707573486561640102380180bb0000000000';

const FULL_HD: VideoFormat = { codec: 'avc', codecString: 'avc1.640028', width: 1920, height: 1080, frameRate: 30 };
const HD: VideoFormat = { codec: 'hevc', codecString: 'hvc1.1.6.L93.90', width: 1280, height: 720, frameRate: 30 };
const CD: AudioFormat = { codec: 'aac', codecString: 'mp4a.40.2', sampleRate: 44_100, channels: 2 };

function video(bytes: string): MediaMessage {
  return new MediaMessage('video', 0, fromHex(bytes));
}

function audio(bytes: string): MediaMessage {
  return new MediaMessage('audio', 0, fromHex(bytes));
}

/** Feeds messages in order; each answers whether it changed the format. */
function follow(tracker: MediaFormatTracker, ...messages: MediaMessage[]): boolean[] {
  return messages.map((message) => tracker.accept(message));
}

test('sequence headers tell, frames and repetitions change nothing', () => {
  const tracker = new MediaFormatTracker();
  expect(tracker.format).toEqual({ video: undefined, audio: undefined });
  const changes = follow(
    tracker,
    video(`17 00 000000 ${AVC}`),
    audio('af 00 121056e500'),
    video('17 01 000000 00'),
    audio('af 01 21'),
    video('27 01 000000 00'),
    video(`17 00 000000 ${AVC}`),
    audio('af 00 121056e500'),
    audio(''),
    new MediaMessage('data', 0, fromHex('02000a')),
  );
  expect(changes).toEqual([true, true, false, false, false, false, false, false, false]);
  expect(tracker.format).toEqual({ video: FULL_HD, audio: CD });
});

test('a codec changes in mid-stream, legacy header to enhanced and back', () => {
  const tracker = new MediaFormatTracker();
  follow(tracker, video(`17 00 000000 ${AVC}`));
  expect(tracker.accept(video(`90 68766331 ${HEVC}`))).toBe(true);
  expect(tracker.format.video).toEqual(HD);
  expect(tracker.accept(video(`1c 00 000000 ${HEVC}`))).toBe(false);
  expect(tracker.accept(video('12 0000840292a62020'))).toBe(true);
  expect(tracker.format.video).toEqual({
    codec: 'sorenson-h263',
    codecString: 'sorenson-h263',
    width: 320,
    height: 240,
    frameRate: undefined,
  });
  tracker.clear();
  expect(tracker.format.video).toBeUndefined();
});

test('Flash cameras change their size at a key frame', () => {
  const tracker = new MediaFormatTracker();
  const changes = follow(tracker, video('12 0000840292a62020'), video('22 00008406'), video('12 0000840312262020'));
  expect(changes).toEqual([true, false, true]);
  expect(tracker.format.video).toMatchObject({ width: 160, height: 120 });
});

test('joining at an inter frame tells the codec, the next key frame the size', () => {
  const tracker = new MediaFormatTracker();
  expect(follow(tracker, video('22 00008406'), video('12 0000840292a62020'))).toEqual([true, true]);
  expect(tracker.format.video).toMatchObject({ codec: 'sorenson-h263', width: 320 });
});

test('the empty sequence headers of AV1 take nothing away', () => {
  const tracker = new MediaFormatTracker();
  const changes = follow(tracker, video('90 61763031'), video(`90 61763031 ${AV1}`), video('90 61763031'));
  expect(changes).toEqual([true, true, false]);
  expect(tracker.format.video).toMatchObject({ codecString: 'av01.0.05M.08', width: 1280, height: 720 });
});

test('AV1 without sequence header unit in its configuration has it in the key frame', () => {
  const tracker = new MediaFormatTracker();
  follow(tracker, video('90 61763031 81050c00'), video('91 61763031 12000a0b0000002d4cffb3ccaf9004'));
  expect(tracker.format.video).toMatchObject({ codecString: 'av01.0.05M.08', width: 1280, height: 720 });
});

test('VP9 has its size in key frames and keeps the codec string of its configuration', () => {
  const tracker = new MediaFormatTracker();
  const changes = follow(
    tracker,
    video('90 76703039 0015820202020000'),
    video('91 76703039 824983420027f016960a3824'),
    video('a1 76703039 8649'),
  );
  expect(changes).toEqual([true, true, false]);
  expect(tracker.format.video).toMatchObject({ codecString: 'vp09.00.21.08', width: 640, height: 362 });
});

test('a configuration that cannot be read leaves the codec known', () => {
  const tracker = new MediaFormatTracker();
  follow(tracker, video('17 00 000000 ff'), audio('af 00 ff'));
  expect(tracker.format.video).toMatchObject({ codec: 'avc', codecString: 'avc1', width: undefined });
  expect(tracker.format.audio).toMatchObject({ codec: 'aac', codecString: 'mp4a.40', sampleRate: undefined });
});

test('other tracks do not count, also when they come first in the message', () => {
  const tracker = new MediaFormatTracker();
  expect(tracker.accept(video(`96 00 61766331 01 ${AVC}`))).toBe(false);
  expect(tracker.accept(audio(`95 00 4f707573 01 ${OPUS}`))).toBe(false);
  const hevcSize = (HEVC.length / 2).toString(16).padStart(6, '0');
  const avcSize = (AVC.length / 2).toString(16).padStart(6, '0');
  expect(tracker.accept(video(`96 20 68766331 01 ${hevcSize} ${HEVC} 61766331 00 ${avcSize} ${AVC}`))).toBe(true);
  expect(tracker.format).toEqual({ video: FULL_HD, audio: undefined });
});

test.each<{ name: string; bytes: string; value: AudioFormat }>([
  {
    name: 'LAME: MP3 at 22.05 kHz',
    bytes: '2a fff340c4',
    value: { codec: 'mp3', codecString: 'mp4a.40.34', sampleRate: 22_050, channels: 1 },
  },
  {
    name: 'the MP3 frame is right where the header is wrong',
    bytes: '2f fffb94c4',
    value: { codec: 'mp3', codecString: 'mp4a.40.34', sampleRate: 48_000, channels: 1 },
  },
  {
    name: 'MP3 that begins inside a frame',
    bytes: '2b 0000',
    value: { codec: 'mp3', codecString: 'mp4a.40.34', sampleRate: 22_050, channels: 2 },
  },
  {
    name: 'Speex is 16 kHz mono whatever it says',
    bytes: 'b3 3e9d',
    value: { codec: 'speex', codecString: 'speex', sampleRate: 16_000, channels: 1 },
  },
  {
    name: 'Nellymoser',
    bytes: '6e 00',
    value: { codec: 'nellymoser', codecString: 'nellymoser', sampleRate: 44_100, channels: 1 },
  },
  {
    name: 'Nellymoser 8 kHz',
    bytes: '52 00',
    value: { codec: 'nellymoser-8k', codecString: 'nellymoser-8k', sampleRate: 8000, channels: 1 },
  },
  { name: 'PCM', bytes: '37 0000', value: { codec: 'pcm-le', codecString: 'pcm-le', sampleRate: 11_025, channels: 2 } },
  {
    name: 'MP3 at 8 kHz without its frame header',
    bytes: 'ee 0000',
    value: { codec: 'mp3-8k', codecString: 'mp4a.40.34', sampleRate: 8000, channels: 1 },
  },
  {
    name: 'Opus',
    bytes: `90 4f707573 ${OPUS}`,
    value: { codec: 'opus', codecString: 'opus', sampleRate: 48_000, channels: 2 },
  },
  {
    name: 'AC-3',
    bytes: '91 61632d33 0b77d0f81e40ebf8403eff99',
    value: { codec: 'ac3', codecString: 'ac-3', sampleRate: 48_000, channels: 6 },
  },
  {
    name: 'FLAC frames without header',
    bytes: '91 664c6143 fff8',
    value: { codec: 'flac', codecString: 'flac', sampleRate: undefined, channels: undefined },
  },
])('audio: $name', ({ bytes, value }) => {
  const tracker = new MediaFormatTracker();
  expect(follow(tracker, audio(bytes), audio(bytes))).toEqual([true, false]);
  expect(tracker.format.audio).toEqual(value);
});
