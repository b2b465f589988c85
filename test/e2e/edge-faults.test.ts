import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { MessageType } from '../../src/rtmp/message.js';
import { FaultProxy } from '../support/fault-proxy.js';
import { avc, describeMedia } from '../support/media-payloads.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';

async function server(apps: string, ...settings: readonly string[]): Promise<ServerProcess> {
  const secret = join(newFolder('secret'), 'link.secret');
  writeFileSync(secret, 'the secret of these servers\n');
  const link = [`link.secretFile=${secret}`, 'link.pingPeriod=200ms', 'link.silence=1s'];
  const started = await ServerProcess.start([
    '--apps',
    apps,
    ...[...link, ...settings].flatMap((set) => ['--set', set]),
  ]);
  onTestFinished(() => started.program.kill('SIGKILL'));
  return started;
}

async function enter(port: number): Promise<RtmpTestClient> {
  const client = await RtmpTestClient.enter(port);
  client.command('createStream', 2);
  await client.answered('_result', 2);
  return client;
}

async function publishing(server: ServerProcess): Promise<RtmpTestClient> {
  const publisher = await enter(server.port);
  publisher.command('publish', 3, ['show', 'live'], 1);
  await publisher.notified('NetStream.Publish.Start');
  return publisher;
}

/** A player of the stream, and what it sees. */
async function playing(server: ServerProcess) {
  const player = await enter(server.port);
  const pictures: string[] = [];
  player.hear(MessageType.video, ({ payload }) => pictures.push(describeMedia('video', payload)));
  const sees = (picture: string) => player.until(() => pictures.find((seen) => seen === picture));
  player.command('play', 3, ['show'], 1);
  return { player, pictures, sees };
}

it('players at an edge outlast what networks do', { timeout: 120_000 }, async () => {
  const apps = newFolder('apps');
  mkdirSync(join(apps, 'live'));
  const origin = await server(apps);
  const proxy = await FaultProxy.to(origin.port);
  const route = `application.proxy.routeTable=${JSON.stringify([`*:*;127.0.0.1:${proxy.port}`])}`;
  const edge = await server(newFolder('none'), 'application.proxy.mode=remote', route);

  let publisher = await publishing(origin);
  let time = 0;
  const send = (kind: 'key' | 'inter', name: string): void => {
    if (kind === 'key') publisher.send(MessageType.video, avc.header('sps'), 1, time);
    publisher.send(MessageType.video, avc[kind](name), 1, time);
    time += 40;
  };
  send('key', 'first');

  const { player, pictures, sees } = await playing(edge);
  await sees('key first');

  proxy.delay = 150;
  send('inter', 'late');
  await sees('inter late');
  proxy.delay = 20;
  proxy.lossEvery = 2;
  const lossy = Array.from({ length: 10 }, (_, index) => `lossy ${index}`);
  for (const picture of lossy) send('inter', picture);
  await sees('inter lossy 9');
  expect(pictures.filter((seen) => seen.includes('lossy'))).toEqual(lossy.map((picture) => `inter ${picture}`));
  proxy.delay = proxy.lossEvery = 0;
  expect(proxy.connections).toBe(1);

  const faults = {
    cut: () => proxy.cut(),
    freeze: () => proxy.freeze(),
    restart: async () => {
      const next = await server(apps);
      proxy.target = next.port;
      origin.program.kill('SIGKILL');
      publisher = await publishing(next);
    },
  };
  for (const [fault, happens] of Object.entries(faults)) {
    const { connections } = proxy;
    const notices = (): number => player.codes.filter((code) => code === 'NetStream.Play.UnpublishNotify').length;
    const before = notices();
    await happens();
    await player.until(() => notices() > before || undefined);
    send('key', `after ${fault}`);
    await sees(`key after ${fault}`);
    send('inter', `on after ${fault}`);
    await sees(`inter on after ${fault}`);
    expect(proxy.connections).toBeGreaterThan(connections);
  }
  expect(player.isClosed).toBe(false);
});

it('players are led to the next origin when theirs hangs without a word', { timeout: 120_000 }, async () => {
  const apps = newFolder('apps');
  mkdirSync(join(apps, 'live'));
  const [hung, standIn] = await Promise.all([server(apps), server(apps)]);
  const routes = [`*:*;127.0.0.1:${hung.port};127.0.0.1:${standIn.port}`];
  const edge = await server(
    newFolder('none'),
    ...['application.proxy.mode=remote', `application.proxy.routeTable=${JSON.stringify(routes)}`],
    ...['link.pingPeriod=500ms', 'link.silence=8s'],
  );
  for (const [at, name] of [
    [hung, 'of the first'],
    [standIn, 'of the second'],
  ] as const) {
    const publisher = await publishing(at);
    publisher.send(MessageType.video, avc.header('sps'), 1, 0);
    publisher.send(MessageType.video, avc.key(name), 1, 0);
  }
  const { player, sees } = await playing(edge);
  await sees('key of the first');
  hung.program.kill('SIGSTOP');
  await sees('key of the second');
  expect(player.codes).toContain('NetStream.Play.UnpublishNotify');
  expect(player.isClosed).toBe(false);
  await edge.program.printed(/nothing was heard.*link lost/);
});
