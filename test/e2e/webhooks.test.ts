import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasAsked, hasMedia, playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { HttpEndpoint, silence, status } from '../support/http-endpoint.js';
import type { Answering } from '../support/http-endpoint.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithful } from '../support/media-judge.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

const record = ['--set', 'application.streamManager.recording.streams=["*"]'];

function serverAsking(hook: string, ...options: string[]): Promise<ServerProcess> {
  return ServerProcess.start(['--set', `application.hooks=[{ ${hook} }]`, ...options]);
}

/** Yes to the good token and to nothing else, as a backend for nginx-rtmp would. */
const byToken: Answering = (response, { body }) => {
  const fields = new URLSearchParams(body);
  const isGood = fields.get('call') !== 'publish' || fields.get('token') === 'good';
  response.writeHead(isGood ? 200 : 404).end('<?php echo "ok";');
};

describeWith(['ffmpeg'], 'a backend for nginx-rtmp', () => {
  it('lets in who it knows, and hears of the file', async () => {
    const backend = await HttpEndpoint.answering(byToken);
    const events = '[publish, unpublish, record, recordSegment, recordDone]';
    const hook = `url: "${backend.url().href}", format: form, includeQuery: true, events: ${events}`;
    const server = await serverAsking(hook, ...record);
    const media = await testMedia('audio only');

    const bad = await publishWithFfmpeg(media, server.url('a?token=bad&name=b'), { rate: 20 }).ended;
    expect(bad.code).not.toBe(0);
    const [asked] = backend.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
    expect(asked).toMatchObject({
      call: 'publish',
      app: 'live',
      name: 'a',
      type: 'live',
      token: 'bad',
      addr: '127.0.0.1',
    });
    expect(existsSync(join(server.data, 'streams'))).toBe(false);

    const good = await publishWithFfmpeg(media, server.url('a?token=good'), { rate: 20 }).ended;
    expect(good.code, good.stderr).toBe(0);
    const [done] = await backend.heard(1, ({ body }) => body.includes('call=record_done'));
    const file = new URLSearchParams(done?.body);
    expectFaithful(await readTracks(media), await readTracks(file.get('path') ?? ''), 'from the start');
    const calls = backend.requests.map(({ body }) => new URLSearchParams(body).get('call'));
    expect(calls.sort()).toEqual(['publish', 'publish', 'publish_done', 'record', 'record_done']);
    await server.stop();
  });
});

describeWith(['ffmpeg'], 'a webhook that says no', () => {
  it('keeps a stream from everybody', async () => {
    const backend = await HttpEndpoint.answering(status(403, '{"reason":"Not you."}'));
    const server = await serverAsking(`url: "${backend.url().href}", events: [publish]`, ...record);
    const waiting = await RtmpTestClient.enter(server.port);
    waiting.command('createStream', 2);
    await waiting.answered('_result', 2);
    waiting.command('play', 0, ['a'], 1);
    await waiting.notified('NetStream.Play.Start');
    const publisher = await publishWithFfmpeg(await testMedia('audio only'), server.url('a'), { rate: 20 }).ended;
    expect(publisher.code).not.toBe(0);
    waiting.command('createStream', 3);
    await waiting.answered('_result', 3);
    expect(waiting.codes).not.toContain('NetStream.Play.PublishNotify');
    expect(existsSync(join(server.data, 'streams'))).toBe(false);
    waiting.destroy();
    await server.stop();
  });
});

describeWith(['ffmpeg'], 'a webhook that dies', () => {
  it('costs those who watch no frame, and newcomers a bounded time', async () => {
    let answer = status(204);
    const backend = await HttpEndpoint.answering((response, request) => answer(response, request));
    const secretFile = join(newFolder('secret'), 'secret');
    await writeFile(secretFile, 'a secret that nobody else may see');
    const events = '[connect, publish, play, disconnect, unpublish, stop]';
    const timing = 'timeout: 500ms, retries: 1';
    const hook = `url: "${backend.url('/?token=hidden').href}", secretFile: "${secretFile}", events: ${events}, ${timing}`;
    const server = await serverAsking(hook);
    const media = await testMedia('h264 and aac');
    const [url, played] = [server.url('a'), join(newFolder('played'), 'played.flv')];
    const player = playWithFfmpeg(url, played);
    await hasAsked(player);
    await backend.heard(1, ({ headers }) => headers['afterglow-event'] === 'play');
    const publisher = publishWithFfmpeg(media, url);
    await hasMedia(player);
    answer = silence;
    const strangers = Array.from({ length: 30 }, async () => {
      const client = await RtmpTestClient.shakeHands(server.port);
      client.sendConnect('live');
      await client.closed;
      return client.codes;
    });
    expect(new Set((await Promise.all(strangers)).flat())).toEqual(new Set(['NetConnection.Connect.Rejected']));
    await publisher.ended;
    await unpublishedFor(player);
    expectFaithful(await readTracks(media), await readTracks(played), 'from the start');
    const { stdout, stderr } = await server.stop();
    expect(stdout + stderr).not.toMatch(/hidden|nobody else may see/);
    expect(server.log()).toContainEqual(
      expect.objectContaining({ msg: 'a webhook does not answer and is not asked for a while' }),
    );
  });
});
