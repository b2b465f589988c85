import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MessageType } from '../../src/rtmp/message.js';
import { playWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { flvMessages } from '../support/flv-reading.js';
import { describeWith } from '../support/foreign-clients.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithful } from '../support/media-judge.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';
import type { MediaName } from '../support/test-media.js';
import { asTwoTracks } from '../support/two-tracks.js';

describeWith(['ffmpeg'], 'players without Enhanced RTMP', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start();
  });
  afterAll(async () => {
    await server.stop();
  });

  const kinds: MediaName[] = ['h264 and aac', 'b-frames'];
  it.each(kinds)('%s among other tracks: ffmpeg gets track 0 as if there were no others', async (kind) => {
    const file = await testMedia(kind);
    const name = `tracks-${kind.replaceAll(' ', '-')}`;
    const recording = join(newFolder('played'), 'played.flv');
    const player = playWithFfmpeg(server.url(name), recording);
    await server.program.printed(new RegExp(`"stream":"${name}".*"msg":"playing"`));
    const publisher = await RtmpTestClient.enter(server.port);
    publisher.command('createStream', 2);
    await publisher.answered('_result', 2);
    publisher.command('publish', 3, [name, 'live'], 1);
    await publisher.notified('NetStream.Publish.Start');
    for (const { kind, timestamp, payload } of flvMessages(readFileSync(file)).map(asTwoTracks)) {
      if (kind === 'data') continue;
      publisher.send(kind === 'audio' ? MessageType.audio : MessageType.video, payload, 1, timestamp);
    }
    publisher.command('deleteStream', 4, [1]);
    await unpublishedFor(player);
    publisher.destroy();
    expectFaithful(await readTracks(file), await readTracks(recording), 'from the start');
  });
});

it('SIGTERM: who can reconnect is asked to and waited for, then the server ends', async () => {
  const server = await ServerProcess.start(['--set', 'shutdown.reconnectTo=rtmp://b.example']);
  const client = await RtmpTestClient.shakeHands(server.port);
  client.sendConnect('live', { capsEx: 1 });
  await client.answered('_result', 1);
  const old = await RtmpTestClient.enter(server.port);
  const stopped = server.stop();
  await client.notified('NetConnection.Connect.ReconnectRequest');
  await old.closed;
  expect(old.codes.at(-1)).toBe('NetConnection.Connect.AppShutdown');
  client.command('createStream', 2);
  await client.answered('_result', 2);
  client.destroy();
  await stopped;
  expect(server.log().map(({ msg }) => msg)).toContain('clients are asked to connect anew');
});
