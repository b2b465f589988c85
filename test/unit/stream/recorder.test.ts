import { expect, test } from 'vitest';
import { encodeAmf0 } from '../../../src/amf/amf0-encoder.js';
import { AmfObject } from '../../../src/amf/value.js';
import { MediaBatch } from '../../../src/media/media-batch.js';
import type { MediaKind } from '../../../src/media/media-message.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import type { RecorderLimits } from '../../../src/stream/recorder.js';
import { Recorder } from '../../../src/stream/recorder.js';
import { ManualClock } from '../../support/manual-clock.js';
import { aac, avc, hevc, padded } from '../../support/media-payloads.js';
import { FakeRecording } from '../../support/recorded-files.js';

const unlimited: RecorderLimits = {
  splitTime: Infinity,
  splitSize: Infinity,
  maxDuration: Infinity,
  maxSize: Infinity,
  maxQueued: 1000,
};

function recording(limits: Partial<RecorderLimits> = {}, begins = true) {
  const clock = new ManualClock();
  const files = new FakeRecording();
  const recorder = new Recorder({ ...unlimited, ...limits }, clock, files);
  const take = (kind: MediaKind, timestamp: number, payload: Uint8Array) =>
    recorder.write(new MediaBatch([new MediaMessage(kind, timestamp, payload)]));
  const video = (timestamp: number, payload: Uint8Array) => take('video', timestamp, payload);
  const audio = (timestamp: number, payload: Uint8Array) => take('audio', timestamp, payload);
  const data = (timestamp: number, ...values: Parameters<typeof encodeAmf0>[0]) =>
    take('data', timestamp, encodeAmf0(values));
  if (begins) recorder.begin();
  return { clock, files, recorder, video, audio, data };
}

test('the head has the metadata and the sequence headers, and time begins with 0', () => {
  const { files, recorder, video, audio, data } = recording();
  data(5000, 'onMetaData', AmfObject.of({ width: 640 }));
  video(5000, avc.header('sps'));
  audio(5000, aac.header('asc'));
  video(5000, avc.key('k1'));
  audio(5010, aac.frame('a1'));
  video(5040, avc.inter('p1'));
  recorder.end();
  expect(files.files).toHaveLength(1);
  const [file] = files.files;
  expect(file!.head.metadata?.timestamp).toBe(5000);
  expect(file!.setup).toEqual(['video 0 header sps', 'audio 0 header asc']);
  expect(file!.lines).toEqual(['video 0 key k1', 'audio 10 frame a1', 'video 40 inter p1']);
  expect(file!.isOver).toBe(true);
});

test('what comes before somebody allowed it is recorded too', () => {
  const { files, recorder, video } = recording({}, false);
  video(0, avc.header('sps'));
  video(0, avc.key('k1'));
  video(40, avc.inter('p1'));
  expect(files.files).toEqual([]);
  recorder.begin();
  video(80, avc.inter('p2'));
  expect(files.files[0]!.lines).toEqual(['video 0 key k1', 'video 40 inter p1', 'video 80 inter p2']);
});

test('who waits too long for an answer is not recorded', () => {
  const { files, recorder, video } = recording({ maxQueued: 20 }, false);
  video(0, avc.key(padded('k1', 30)));
  expect(files.news).toEqual(['too-slow']);
  recorder.begin();
  video(40, avc.key('k2'));
  expect(files.files).toEqual([]);
});

test('sound without a picture begins at once, and so does data', () => {
  const { files, audio, data } = recording();
  data(100, 'onTextData', 'a line');
  audio(140, aac.header('asc'));
  audio(140, aac.frame('a1'));
  expect(files.files[0]!.messages.map(({ kind, timestamp }) => `${kind} ${timestamp}`)).toEqual([
    'data 0',
    'audio 40',
    'audio 40',
  ]);
});

test('where a picture was announced, its key frame is waited for, with the sound of the last second', () => {
  const { files, audio, video } = recording();
  video(0, avc.header('sps'));
  audio(100, aac.frame('a1'));
  audio(600, aac.frame('a2'));
  video(1300, avc.inter('p1'));
  video(1500, avc.key('k1'));
  audio(1510, aac.frame('a3'));
  expect(files.files.map(({ lines }) => lines)).toEqual([
    ['audio 0 frame a2', 'video 900 key k1', 'audio 910 frame a3'],
  ]);
});

test('a picture that was announced and does not come for 30 s', () => {
  const { clock, files, audio, video } = recording();
  video(0, avc.header('sps'));
  for (let time = 0; time < 30_000; time += 1000) {
    audio(time, aac.frame(`a${time}`));
    clock.advance(1000);
  }
  expect(files.files).toEqual([]);
  audio(30_000, aac.frame('last'));
  expect(files.files[0]!.lines).toHaveLength(31);
  expect(files.files[0]!.lines[0]).toBe('audio 0 frame a0');
});

test('the end of a recording writes what was held', () => {
  const { files, recorder, audio, video } = recording();
  video(0, avc.header('sps'));
  audio(0, aac.frame('a1'));
  recorder.end();
  expect(files.files.map(({ lines }) => lines)).toEqual([['audio 0 frame a1']]);
});

test('a recording of nothing has no file', () => {
  const { files, recorder, video } = recording();
  video(0, avc.header('sps'));
  video(0, new Uint8Array(0));
  recorder.end();
  expect(files.files).toEqual([]);
});

test('files are split by time, at key frames, each with the headers of that time', () => {
  const { files, audio, video } = recording({ splitTime: 1000 });
  video(0, avc.header('sps'));
  video(0, avc.key('k1'));
  audio(990, aac.frame('a1'));
  video(1000, avc.inter('p1'));
  video(1100, hevc.header('vps'));
  video(1200, hevc.key('k2'));
  audio(1190, aac.frame('a2'));
  video(2100, hevc.key('k3'));
  video(2200, hevc.key('k4'));
  expect(files.files.map(({ lines }) => lines)).toEqual([
    ['video 0 key k1', 'audio 990 frame a1', 'video 1000 inter p1', 'video 1100 header vps'],
    ['video 0 key k2', 'audio 0 frame a2', 'video 900 key k3'],
    ['video 0 key k4'],
  ]);
  expect(files.files.map(({ setup }) => setup)).toEqual([
    ['video 0 header sps'],
    ['video 0 header vps'],
    ['video 0 header vps'],
  ]);
  expect(files.files.map(({ isOver }) => isOver)).toEqual([true, true, false]);
});

test('files of sound alone are split anywhere, also by size', () => {
  const { files, audio } = recording({ splitSize: 100 });
  audio(0, aac.header('asc'));
  for (let i = 0; i < 4; i++) audio(i * 20, aac.frame(padded(`a${i}`, 40)));
  expect(files.files.map(({ lines }) => lines)).toEqual([
    ['audio 0 frame a0', 'audio 20 frame a1'],
    ['audio 0 frame a2', 'audio 20 frame a3'],
  ]);
});

test.each([
  { bound: 'maxDuration', limits: { maxDuration: 1000 } },
  { bound: 'maxSize', limits: { maxSize: 60 } },
])('$bound ends the recording, and nothing more is taken', ({ limits }) => {
  const { files, video } = recording(limits);
  video(0, avc.key('k1'));
  video(1000, avc.inter('p1'));
  video(1001, avc.inter('p2'));
  video(1002, avc.key('k2'));
  expect(files.news).toEqual(['limit']);
  expect(files.files.map(({ lines, isOver }) => [lines, isOver])).toEqual([
    [['video 0 key k1', 'video 1000 inter p1'], true],
  ]);
});

test('a disk that cannot follow ends the recording', () => {
  const { files, video } = recording();
  video(0, avc.key('k1'));
  files.files[0]!.queuedBytes = 1001;
  video(40, avc.inter('p1'));
  video(80, avc.inter('p2'));
  expect(files.news).toEqual(['too-slow']);
  expect(files.files[0]!.lines).toEqual(['video 0 key k1', 'video 40 inter p1']);
});

test('metadata that changes says nothing of the length of a file, and heads the next one', () => {
  const { files, video, data } = recording({ splitTime: 1000 });
  video(0, avc.key('k1'));
  data(500, 'onMetaData', AmfObject.of({ width: 320, duration: 0 }));
  video(1000, avc.key('k2'));
  const [first, second] = files.files;
  expect(first!.messages.map(({ kind }) => kind)).toEqual(['video', 'data']);
  expect(Buffer.from(first!.messages[1]!.payload).includes('duration')).toBe(false);
  expect(second!.head.metadata?.timestamp).toBe(500);
});

test('time goes on across a wrap, a step back of the encoder, and the next publication', () => {
  const { clock, files, recorder, video } = recording();
  video(0xffffffff, avc.key('k1'));
  video(39, avc.inter('p1'));
  clock.advance(40);
  video(0, avc.key('k2'));
  clock.advance(5000);
  recorder.unpublished();
  recorder.published();
  video(3_000_000, avc.key('k3'));
  expect(files.files[0]!.lines).toEqual(['video 0 key k1', 'video 40 inter p1', 'video 1 key k2', 'video 5001 key k3']);
  expect(files.news).toEqual(['unpublished']);
});

test('the very message, encoded for others too, is written where its time is right already', () => {
  const { files, recorder } = recording();
  const message = new MediaMessage('video', 0, avc.key('k1'));
  recorder.write(new MediaBatch([message]));
  expect(files.files[0]!.messages[0]).toBe(message);
});

test('where the picture changes its coding, a file begins with the new one; the sound goes on in it', () => {
  const { files, recorder, video, audio } = recording();
  files.refuses = (line) => line.includes('sps2');
  video(0, avc.header('sps1'));
  audio(0, aac.header('asc'));
  video(0, avc.key('k1'));
  audio(20, aac.frame('a1'));
  video(40, avc.header('sps2'));
  audio(50, aac.frame('a2'));
  video(60, avc.inter('lost'));
  video(80, avc.key('k2'));
  audio(90, aac.frame('a3'));
  video(120, avc.inter('p2'));
  recorder.end();
  expect(files.files.map(({ lines }) => lines)).toEqual([
    ['video 0 key k1', 'audio 20 frame a1', 'audio 50 frame a2'],
    ['video 0 header sps2', 'video 0 key k2', 'audio 10 frame a3', 'video 40 inter p2'],
  ]);
  expect(files.files[1]!.setup).toEqual(['video 0 header sps2', 'audio 0 header asc']);
});

test('sound that a file cannot hold is in the next one, which begins with a key frame; no frame is lost', () => {
  const { files, recorder, video, audio } = recording();
  files.refuses = (line) => line.startsWith('audio');
  video(0, avc.header('sps'));
  video(0, avc.key('k1'));
  audio(30, aac.header('asc'));
  audio(30, aac.frame('a1'));
  video(40, avc.inter('p1'));
  audio(50, aac.frame('a2'));
  video(80, avc.key('k2'));
  audio(90, aac.frame('a3'));
  recorder.end();
  expect(files.files.map(({ lines }) => lines)).toEqual([
    ['video 0 key k1', 'video 40 inter p1'],
    ['audio 0 header asc', 'audio 0 frame a1', 'audio 20 frame a2', 'video 50 key k2', 'audio 60 frame a3'],
  ]);
});

test('sound that waits for the next file is in one at the end, and when there was no key frame for 30 s', () => {
  for (const end of [1000, 40_000]) {
    const { files, recorder, video, audio } = recording({ maxQueued: 1e6 });
    files.refuses = (line) => line.startsWith('audio');
    video(0, avc.header('sps'));
    video(0, avc.key('k1'));
    for (let time = 500; time < end; time += 500) {
      audio(time, aac.frame(`a${time}`));
      video(time, avc.inter(`p${time}`));
    }
    expect(files.files).toHaveLength(end > 30_000 ? 2 : 1);
    recorder.end();
    const sound = files.files.flatMap(({ messages }) => messages.filter(({ kind }) => kind === 'audio'));
    expect(sound).toHaveLength(end / 500 - 1);
    expect(files.files[1]!.lines[0]).toBe('audio 0 frame a500');
    expect(files.files.every(({ isOver }) => isOver)).toBe(true);
  }
});

test('a key frame that a file cannot hold begins another one at once, and so does sound without a picture', () => {
  const { files, recorder, video } = recording();
  files.refuses = (line) => line.includes('k2');
  video(0, avc.key('k1'));
  video(40, avc.key('k2'));
  recorder.end();
  expect(files.files.map(({ lines }) => lines)).toEqual([['video 0 key k1'], ['video 0 key k2']]);

  const sound = recording();
  sound.files.refuses = (line) => line.includes('asc2');
  sound.audio(0, aac.header('asc1'));
  sound.audio(0, aac.frame('a1'));
  sound.audio(20, aac.header('asc2'));
  sound.audio(30, aac.frame('a2'));
  sound.recorder.end();
  expect(sound.files.files.map(({ lines }) => lines)).toEqual([
    ['audio 0 frame a1'],
    ['audio 0 header asc2', 'audio 0 frame a2'],
  ]);
});
