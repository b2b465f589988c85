import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, Metrics } from '../support/admin-client.js';
import { hasAsked, playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { flvMessages } from '../support/flv-messages.js';
import { describeWith } from '../support/foreign-clients.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

const PLAYERS = 3;

describeWith(['ffmpeg'], 'the metrics of a stream and its players', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    const hook = '{ url: "http://localhost:9/hook", events: [recordDone] }';
    server = await ServerProcess.start(['--set', `application.hooks=[${hook}]`]);
  });
  afterAll(async () => {
    await server.stop();
  });

  it('agree with the file that was published and with what players got', async () => {
    const file = await testMedia('h264 and aac');
    const url = server.url('known');
    const folder = newFolder('played');
    const players = Array.from({ length: PLAYERS }, (_, index) => playWithFfmpeg(url, join(folder, `${index}.flv`)));
    for (const player of players) await hasAsked(player);
    // Our own player counts bytes on its socket.
    const counting = await RtmpTestClient.enter(server.port);
    counting.command('createStream', 2);
    await counting.answered('_result', 2);
    counting.command('play', 0, ['known'], 1);
    await counting.notified('NetStream.Play.Start');

    const waiting = await Metrics.of(server);
    expect(waiting.live('afterglow_players')).toBe(PLAYERS + 1);
    expect(waiting.live('afterglow_clients')).toBe(PLAYERS + 1);
    expect(waiting.live('afterglow_streams')).toBe(0);

    const { audio, video } = flvMessages(readFileSync(file));
    const publisher = publishWithFfmpeg(file, url, { rate: 2 });
    await counting.mediaArrived(audio.messages);
    const during = await Metrics.of(server);
    expect(during.live('afterglow_streams')).toBe(1);
    expect(during.live('afterglow_clients')).toBe(PLAYERS + 2);
    expect(during.process('afterglow_connections')).toBe(PLAYERS + 2);
    expect(during.live('afterglow_streams_silent')).toBe(0);
    expect(during.live('afterglow_stream_key_frame_interval_max_seconds')).toBe(1);

    await publisher.ended;
    await unpublishedFor(...players);
    await counting.notified('NetStream.Play.UnpublishNotify');

    const after = await Metrics.of(server);
    const received = (kind: string) => after.live('afterglow_media_received_messages_total', { kind });
    // ffmpeg ends H.264 with a message of its own, as it does in its file.
    expect(received('audio')).toBe(audio.messages);
    expect(received('video')).toBe(video.messages);
    const data = received('data')!;
    expect(data).toBeGreaterThan(0);
    const sent = after.live('afterglow_media_sent_messages_total');
    expect(sent).toBe((PLAYERS + 1) * (audio.messages + video.messages + data));
    const bytes = after.live('afterglow_media_received_bytes_total')!;
    expect(bytes).toBeGreaterThan(audio.bytes + video.bytes);
    expect(bytes).toBeLessThan(audio.bytes + video.bytes + 2000);
    expect(after.live('afterglow_media_sent_bytes_total')).toBe((PLAYERS + 1) * bytes);

    for (const index of players.keys()) {
      const got = flvMessages(readFileSync(join(folder, `${index}.flv`)));
      expect(got.audio).toEqual(audio);
      expect(got.video.messages).toBe(video.messages);
    }
    expect(after.live('afterglow_requests_total', { action: 'play', result: 'granted' })).toBe(PLAYERS + 1);
    expect(after.live('afterglow_requests_total', { action: 'publish', result: 'granted' })).toBe(1);
    for (const kind of ['disposable', 'inter', 'key', 'audio']) {
      expect(after.live('afterglow_dropped_messages_total', { kind })).toBe(0);
    }
    expect(after.live('afterglow_streams')).toBe(0);
  });

  it('count each byte that one client gets', async () => {
    const before = (await Metrics.of(server)).live('afterglow_sent_bytes_total')!;
    const client = await RtmpTestClient.enter(server.port);
    client.command('createStream', 2);
    await client.answered('_result', 2);
    const after = (await Metrics.of(server)).live('afterglow_sent_bytes_total')!;
    expect(after - before).toBe(client.receivedBytes);
    client.destroy();
    await client.closed;
  });

  it('never go back, and are no names of streams, addresses or keys', async () => {
    const before = await Metrics.of(server);
    const publisher = await RtmpTestClient.enter(server.port, 'live?key=hunter2');
    publisher.command('createStream', 2);
    await publisher.answered('_result', 2);
    publisher.command('publish', 0, ['hush?key=hunter2', 'live'], 1);
    await publisher.notified('NetStream.Publish.Start');
    publisher.destroy();
    await publisher.closed;
    const after = await Metrics.of(server);
    for (const [name, value] of before.all) {
      if (/_(?:total|count|sum|bucket)\b/.test(name)) expect(after.all.get(name), name).toBeGreaterThanOrEqual(value);
    }
    expect([...after.all.keys()].join('\n')).not.toMatch(/hunter2|hush|known|127\.0\.0\.1/);
  });

  it('are those of the documentation', async () => {
    const page = readFileSync(new URL('../../docs/monitoring.md', import.meta.url), 'utf8');
    const common = ['adaptor', 'vhost', 'application'];
    const [, ofApplications = ''] = page.split('### The metrics of an application');
    const documented = [...page.matchAll(/^\| `(\w+)` \| (counter|gauge|histogram) \| ([^|]*)\|/gm)].map(
      ([row, name = '', type = '', labels = '']) => {
        const own = [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label);
        return [name, { type, labels: new Set(ofApplications.includes(row) ? [...common, ...own] : own) }] as const;
      },
    );
    const metrics = await Metrics.of(server);
    // Without a link there is no round trip, and so no label of it.
    const shown = documented.map(([name, { type, labels }]) => {
      const isThere = [...metrics.all.keys()].some((key) => key.startsWith(name));
      return [name, { type, labels: isThere ? labels : new Set() }] as const;
    });
    expect(Object.fromEntries(metrics.families)).toEqual(Object.fromEntries(shown));
  });

  it('are in its queries by their names', async () => {
    const page = readFileSync(new URL('../../docs/monitoring.md', import.meta.url), 'utf8');
    const { families } = await Metrics.of(server);
    const names = [...page.matchAll(/\b(?:afterglow|process)_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''));
    expect(names.filter((name) => !families.has(name))).toEqual([]);
  });
});

describe.concurrent('the administration address', () => {
  it('says that the server lives, and is ready until it is told to stop', async () => {
    const server = await ServerProcess.start();
    const admin = addressOf(server, 'admin');
    const healthz = await fetch(`${admin}/healthz`);
    expect(healthz.status).toBe(200);
    expect(await healthz.json()).toMatchObject({ status: 'alive', uptime: expect.any(Number) as number });
    const ready = await fetch(`${admin}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, reasons: [] }]);

    // Who knows ReconnectRequest is given time to leave, so that there is a while in which the server is stopping.
    const client = await RtmpTestClient.shakeHands(server.port);
    client.sendConnect('live', { capsEx: 1 });
    await client.answered('_result');
    server.program.kill('SIGTERM');
    await client.notified('NetConnection.Connect.ReconnectRequest');
    const stopping = await fetch(`${admin}/readyz`);
    expect(stopping.status).toBe(503);
    expect(await stopping.json()).toEqual({ ready: false, reasons: ['the server is not accepting clients'] });
    expect((await fetch(`${admin}/healthz`)).status).toBe(200);
    expect((await Metrics.of(server)).process('afterglow_ready')).toBe(0);
    client.destroy();
    expect((await server.program.ended).code).toBe(0);
    await expect(fetch(`${admin}/readyz`)).rejects.toThrow();
  });

  it('lets nobody keep a connection without asking', async () => {
    const server = await ServerProcess.start();
    const port = Number(new URL(addressOf(server, 'admin')).port);
    const started = performance.now();
    const ends = ['', 'GET /healthz HTTP/1.1\r\nHost: lo'].map(async (beginning) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.on('error', () => undefined).resume();
      socket.write(beginning);
      const drip = setInterval(() => socket.write('X'), beginning === '' ? 1e6 : 500);
      await once(socket, 'close');
      clearInterval(drip);
      return performance.now() - started;
    });
    for (const milliseconds of await Promise.all(ends)) expect(milliseconds).toBeLessThan(14_000);
    await server.stop();
  });
});

describe('the page on the HTTP address', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start();
  });
  afterAll(async () => {
    await server.stop();
  });

  it('says where the server really listens', async () => {
    const response = await fetch(`${addressOf(server, 'http')}/`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const facts = await fetch(`${addressOf(server, 'http')}/landing.json`);
    expect(await facts.json()).toMatchObject({ rtmpPort: server.port, publish: { application: 'live' } });
  });

  it('has nothing of the administration', async () => {
    for (const path of ['/metrics', '/healthz', '/readyz']) {
      expect((await fetch(addressOf(server, 'http') + path)).status).toBe(404);
    }
  });
});
