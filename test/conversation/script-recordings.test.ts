import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectMp4 } from '../../src/mp4/inspect-mp4.js';
import { clearStreams } from '../../src/script/host/clear-streams.js';
import { writeFiles } from '../support/configuration-folder.js';
import { avc } from '../support/media-payloads.js';
import { MemoryMediaFile } from '../support/memory-media-file.js';
import { stream } from '../support/mp4-stream.js';
import { media, RecordingTest } from '../support/recording-test.js';
import { ScriptStreams } from '../support/script-streams.js';

async function begun(set: readonly string[] = []) {
  const run = await RecordingTest.begin({ set });
  await run.conversation.connected();
  const script = ScriptStreams.in(run.conversation);
  const { handlers } = script;
  handlers['stream.watch']('camera');
  return { run, script, handlers };
}

test('record and stopRecording: the file, and what the script is told', async () => {
  const { run, script, handlers } = await begun();
  const source = await run.conversation.publisher('camera');
  expect(handlers['stream.record']('camera', 'record', -2, -2)).toBe(true);
  expect(handlers['stream.record']('camera', 'append', 0, 0)).toBe(false);
  media(source, '1');
  await run.conversation.pass(0);
  await run.until(() => run.news.length > 0);
  expect(await handlers['stream.stopRecording']('camera')).toBe(true);
  expect(await handlers['stream.stopRecording']('camera')).toBe(false);
  await run.stopped();
  expect(run.news).toEqual(['start record request camera.flv', 'stop camera.flv stopped']);
  expect(script.told()).toEqual([
    'camera: Play.PublishNotify camera',
    'camera: Record.Start camera',
    'camera: Record.Stop camera',
  ]);
});

test.each([
  { name: 'seconds', limits: [1, -1] as const },
  { name: 'kilobytes', limits: [-1, 0.1] as const },
])('a recording of so many $name at most', async ({ limits: [maxDuration, maxSize] }) => {
  const { run, script, handlers } = await begun();
  const source = await run.conversation.publisher('camera');
  handlers['stream.record']('camera', 'record', maxDuration, maxSize);
  await run.until(() => script.told().includes('camera: Record.Start camera'));
  for (let time = 0; time < 2000; time += 100) source.video(time, avc.key(`key frame at ${time}`));
  await run.conversation.pass(0);
  await run.stopped();
  expect(script.told()).toEqual(['camera: Record.DiskQuotaExceeded camera']);
});

const RECORDING = 'application.streamManager.recording';

// Section 1.5 of the reference: -2 and 0 are MaxDuration and MaxSize, -1 is MaxDurationCap and MaxSizeCap, which bound all.
test.each([
  { name: 'as configured', set: ['maxDuration=1s'], wanted: -2, ends: true },
  { name: '0: as configured', set: ['maxDuration=1s'], wanted: 0, ends: true },
  { name: '-1: without a cap', set: ['maxDuration=1s'], wanted: -1, ends: false },
  { name: '-1: up to the cap', set: ['maxDuration=1h', 'maxDurationCap=1s'], wanted: -1, ends: true },
  { name: 'more than is configured', set: ['maxDuration=1s'], wanted: 3, ends: false },
  { name: 'more than the cap', set: ['maxDurationCap=1s'], wanted: 3, ends: true },
  { name: 'as configured, beyond the cap', set: ['maxDuration=1h', 'maxDurationCap=1s'], wanted: -2, ends: true },
])('how long a recording of a script is: $name', async ({ set, wanted, ends }) => {
  const { run, script, handlers } = await begun(set.map((key) => `${RECORDING}.${key}`));
  const source = await run.conversation.publisher('camera');
  handlers['stream.record']('camera', 'record', wanted, -2);
  await run.until(() => script.told().includes('camera: Record.Start camera'));
  for (let time = 0; time < 2000; time += 100) source.video(time, avc.key(`key frame at ${time}`));
  await run.conversation.pass(0);
  if (!ends) await handlers['stream.stopRecording']('camera');
  await run.stopped();
  expect(script.told()).toEqual([`camera: Record.${ends ? 'DiskQuotaExceeded' : 'Stop'} camera`]);
});

test('what flush was asked for is on the disk, while the recording goes on', async () => {
  const { run, handlers } = await begun();
  expect(await handlers['stream.flush']('camera')).toBe(false);
  const source = await run.conversation.publisher('camera');
  handlers['stream.record']('camera', 'record', 0, 0);
  await run.conversation.pass(0);
  media(source, 'first');
  await run.conversation.pass(0);
  await run.until(() => run.news.length > 0);
  source.video(80, avc.inter('second'));
  expect(await handlers['stream.flush']('camera')).toBe(true);
  const written = await readFile(run.path('camera.flv'), 'latin1');
  expect(written).toContain('second');
  await handlers['stream.stopRecording']('camera');
  await run.stopped();
});

test('an MP4: what flush was asked for can be played', async () => {
  const { run, script, handlers } = await begun();
  const name = 'mp4:camera.f4v';
  handlers['stream.watch'](name);
  handlers['stream.option'](name, 'syncWrite', true);
  const source = await run.conversation.publisher(name);
  handlers['stream.record'](name, 'record', 0, 0);
  for (const { kind, timestamp, payload } of [stream.avcHeader(), stream.aacHeader(), ...stream.seconds(1)]) {
    if (kind === 'video') source.video(timestamp, payload);
    else source.audio(timestamp, payload);
  }
  await run.until(() => script.told().includes(`${name}: Record.Start ${name}`));
  expect(await handlers['stream.flush'](name)).toBe(true);
  const { duration, keyFrames } = await inspectMp4(new MemoryMediaFile(await readFile(run.path('camera.f4v'))));
  expect(duration).toBeGreaterThan(900);
  expect(keyFrames?.count).toBe(1);
  await handlers['stream.stopRecording'](name);
  await run.stopped();
});

test('clear deletes a recording, unless it is being recorded', async () => {
  const { run, script, handlers } = await begun();
  const source = await run.conversation.publisher('camera');
  handlers['stream.record']('camera', 'record', 0, 0);
  media(source, '1');
  await run.conversation.pass(0);
  await run.until(() => run.news.length > 0);
  expect(await handlers['stream.clear']('camera')).toBe(false);
  await handlers['stream.stopRecording']('camera');
  await run.stopped();
  script.told();
  expect(await handlers['stream.clear']('camera')).toBe(true);
  expect(await handlers['stream.clear']('camera')).toBe(false);
  expect(script.told()).toEqual(['camera: Clear.Success camera', 'camera: Clear.Failed camera']);
});

test.each([
  { path: '/', container: 'flv', left: [] },
  { path: '/a', container: 'flv', left: ['b/one.mp4', 'b/two.flv', 'abc.flv', 'x.mp4'] },
  { path: '/b', container: 'flv', left: ['a.flv', 'abc.flv', 'b/one.mp4', 'x.mp4'] },
  { path: 'b', container: 'mp4', left: ['a.flv', 'abc.flv', 'x.mp4'] },
  { path: '/a*', container: 'flv', left: ['b/one.mp4', 'b/two.flv', 'x.mp4'] },
  { path: '/?', container: 'flv', left: ['abc.flv', 'b/one.mp4', 'b/two.flv', 'x.mp4'] },
  { path: '/b/*', container: 'flv', left: ['a.flv', 'abc.flv', 'b/one.mp4', 'x.mp4'] },
  { path: 'mp4:/x.mp4', container: 'flv', left: ['a.flv', 'abc.flv', 'b/one.mp4', 'b/two.flv'] },
  { path: 'mp4:x', container: 'flv', left: ['a.flv', 'abc.flv', 'b/one.mp4', 'b/two.flv'] },
  { path: 'mp4:/', container: 'flv', left: ['a.flv', 'abc.flv', 'b/two.flv'] },
  { path: 'flv:a', container: 'mp4', left: ['abc.flv', 'b/one.mp4', 'b/two.flv', 'x.mp4'] },
  { path: '/../other/a', container: 'flv', left: undefined },
  { path: 'mp3:/', container: 'flv', left: undefined },
])('clearStreams $path, where $container is recorded, leaves $left', async ({ path, container, left }) => {
  const { run, script } = await begun([`application.streamManager.recording.format=${container}`]);
  const names = ['a.flv', 'abc.flv', 'b/one.mp4', 'b/two.flv', 'x.mp4'];
  const root = dirname(run.path('x'));
  await writeFiles(root, Object.fromEntries(names.map((name) => [name, name])));
  await writeFiles(join(dirname(root), 'other'), { 'a.flv': 'of another instance' });
  expect(await clearStreams(script.instance, path, script.tell)).toBe(left !== undefined);
  const found = (await readdir(root, { recursive: true })).filter((name) => name.includes('.'));
  expect(found.sort()).toEqual([...(left ?? names)].sort());
  expect(await readdir(join(dirname(root), 'other'))).toEqual(['a.flv']);
  expect(script.told().every((line) => line.includes('Clear.Success'))).toBe(true);
});

test('clearStreams keeps what is being recorded, and says so', async () => {
  const { run, script, handlers } = await begun();
  const source = await run.conversation.publisher('camera');
  handlers['stream.record']('camera', 'record', 0, 0);
  media(source, '1');
  await run.conversation.pass(0);
  await run.until(() => run.news.length > 0);
  await run.conversation.pass(1000);
  await handlers['stream.flush']('camera');
  script.told();
  expect(await clearStreams(script.instance, '/', script.tell)).toBe(false);
  expect(script.told()).toEqual(['status: Clear.Failed camera', 'camera: Clear.Failed camera']);
  script.operations.close();
  await run.stopped();
});
