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

  const player = await enter(edge.port);
  const pictures: string[] = [];
  player.hear(MessageType.video, ({ payload }) => pictures.push(describeMedia('video', payload)));
  const sees = (picture: string) => player.until(() => pictures.find((seen) => seen === picture));
  player.command('play', 3, ['show'], 1);
  await sees('key first');

  proxy.delay = 150;
  send('inter', 'late');
  await sees('inter late');
  proxy.delay = 0;

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
