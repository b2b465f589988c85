import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { liveStreamSnapshot } from '../../src/stream/live-stream-snapshot.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import { stream } from '../support/mp4-stream.js';
import { media, RecordingTest, STARTED, STOPPED } from '../support/recording-test.js';
import type { ScriptedClient } from '../support/scripted-client.js';

const FORMAT = 'application.streamManager.recording.format';

function send(client: ScriptedClient, messages: readonly MediaMessage[]): void {
  for (const { kind, timestamp, payload } of messages) {
    if (kind === 'video') client.video(timestamp, payload);
    else client.audio(timestamp, payload);
  }
}

test.each([
  { name: 'mp4:camera', format: 'flv', file: 'camera.mp4' },
  { name: 'mp4:camera.mp4', format: 'flv', file: 'camera.mp4' },
  { name: 'mp4:camera.f4v', format: 'flv', file: 'camera.f4v' },
  { name: 'camera', format: 'mp4', file: 'camera.mp4' },
  { name: 'camera', format: 'flv', file: 'camera.flv' },
  { name: 'camera.flv', format: 'mp4', file: 'camera.flv' },
])('$name, where the format is $format, is recorded as $file', async ({ name, format, file }) => {
  const test = await RecordingTest.begin({ set: [`${FORMAT}=${format}`] });
  const client = await test.publisher(name, 'record');
  send(client, [stream.avcHeader(), stream.aacHeader(), ...stream.seconds(1)]);
  expect(await test.hears(client, 2)).toEqual(STARTED);
  client.command('closeStream', 0, [], 1);
  expect(await test.hears(client, 2)).toEqual(STOPPED);
  await test.stopped();
  expect(test.news).toEqual([`start record publisher ${file}`, `stop ${file} unpublished`]);
  expect(await readdir(test.path('.'))).toEqual([file]);
});

test('a stream of which MP4 can have nothing: Record.Failed, and no file', async () => {
  const test = await RecordingTest.begin({ set: [`${FORMAT}=mp4`] });
  test.conversation.expectErrors();
  const client = await test.publisher('camera', 'record');
  // Nellymoser.
  for (let time = 0; time < 3000; time += 500) client.audio(time, Uint8Array.of(0x62, 1, 2, 3));
  expect(await test.hears(client, 2)).toEqual(STARTED);
  await test.conversation.pass(100);
  client.command('closeStream', 0, [], 1);
  expect(await test.hears(client, 2)).toEqual([
    'onStatus@1 NetStream.Record.Failed',
    'onStatus@1 NetStream.Unpublish.Success',
  ]);
  await test.stopped();
  expect(test.news).toEqual(['stop - failed']);
  expect(await readdir(test.path('.'))).toEqual([]);
});

test('a recording is counted, and not as a player', async () => {
  const test = await RecordingTest.begin();
  const client = await test.publisher('stream', 'record');
  media(client, '1');
  expect(await test.hears(client, 2)).toEqual(STARTED);
  const instance = test.conversation.instance('live')!;
  const snapshot = () => liveStreamSnapshot(instance.streams.find('stream')!, test.conversation.clock.now());
  expect(snapshot()).toMatchObject({
    players: { count: 0 },
    recorders: 1,
    totals: { sent: { messages: 0, bytes: 0 } },
  });
  const player = await test.conversation.player('stream');
  await player.hears();
  expect(snapshot().players.count).toBe(1);
  const [recording] = instance.recordings.active;
  expect(recording!.bytes).toBeGreaterThan(0);
  client.hangUp();
  await test.stopped();
  expect(instance.recordings.active).toEqual([]);
});
