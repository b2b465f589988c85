import { once } from 'node:events';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MessageType } from '../../src/rtmp/message.js';
import { ApplicationClient } from '../support/application-client.js';
import { flvMessages } from '../support/flv-reading.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

const SAMPLES = ['chat', 'playlist', 'recorder', 'auth'];

let server: ServerProcess;
let apps: string;
const logins: string[] = [];
const login = createServer((request, response) => {
  let body = '';
  request.on('data', (text: Buffer) => (body += text.toString()));
  request.on('end', () => {
    logins.push(body);
    response.end(body.includes('token=ada') ? 'allow=1&user=ada&role=publisher' : 'allow=0&reason=unknown+token');
  });
});

beforeAll(async () => {
  apps = newFolder('apps');
  for (const sample of SAMPLES) cpSync(join('apps', sample), join(apps, sample), { recursive: true });
  await once(login.listen(0, '127.0.0.1'), 'listening');
  setting(
    'auth',
    'url: http://127.0.0.1:8000/login',
    `url: http://127.0.0.1:${(login.address() as AddressInfo).port}/login`,
  );
  setting('playlist', 'items: []', 'items: [first, missing, "mp4:second.mp4"]');
  mkdirSync(join(apps, 'playlist', 'media'));
  copyFileSync(await testMedia('another h264 and aac'), join(apps, 'playlist', 'media', 'first.flv'));
  server = await ServerProcess.start(['--apps', apps]);
}, 60_000);

afterAll(async () => {
  await server.stop();
  login.close();
});

describe('the sample chat', () => {
  it('lets names in once, carries what is said, and remembers it', async () => {
    const ada = await ApplicationClient.enter(server, 'chat/lobby', 'Ada');
    const bob = await ApplicationClient.enter(server, 'chat/lobby', ' Bob ');
    const second = await ApplicationClient.refused(server, 'chat/lobby', 'Ada');
    expect(second).toMatchObject({ code: 'NetConnection.Connect.Rejected', application: { code: 'chat.nameTaken' } });
    expect(await ApplicationClient.refused(server, 'chat/lobby')).toMatchObject({
      application: { code: 'chat.badName' },
    });

    expect(await ada.call('say', 'good evening')).toBe(true);
    expect(await bob.heard('heard')).toEqual(['Ada', 'good evening', expect.any(Number)]);
    expect(await bob.call('whisper', 'Ada', 'psst')).toBe(true);
    expect(await ada.heard('whispered')).toEqual(['Bob', 'psst', expect.any(Number)]);
    expect(await bob.call('whisper', 'Carol', 'psst')).toBe(false);
    expect(await bob.call('history')).toMatchObject([{ from: 'Ada', text: 'good evening' }]);

    const elsewhere = await ApplicationClient.enter(server, 'chat/kitchen', 'Ada');
    expect(await elsewhere.call('history')).toEqual([]);
    // What the script has no method for, and what is every object's, nobody calls.
    for (const name of ['shout', 'toString', 'constructor', '__defineGetter__', 'getStats', 'name']) {
      await expect(bob.call(name)).rejects.toMatchObject({ code: 'NetConnection.Call.Failed' });
    }

    ada.rtmp.destroy();
    await expect.poll(() => bob.call('whisper', 'Ada', 'are you there?')).toBe(false);
    await ApplicationClient.enter(server, 'chat/lobby', 'Ada');
  });
});

describe('the sample recorder', () => {
  it('records what is published under the name that it gave, and nothing else', async () => {
    const ada = await ApplicationClient.enter(server, 'recorder', 'Ada');
    const bob = await ApplicationClient.enter(server, 'recorder', 'Bob');
    const stream = Number(await ada.call('createStream'));
    ada.rtmp.command('publish', 0, ['mine', 'live'], stream);
    expect((await ada.heard('onStatus'))[0]).toMatchObject({ level: 'error' });

    const name = await ada.call('begin');
    expect(name).toBe('message1');
    ada.rtmp.command('publish', 0, ['message1', 'live'], stream);
    expect((await ada.heard('onStatus'))[0]).toMatchObject({ code: 'NetStream.Publish.Start' });
    const media = flvMessages(readFileSync(await testMedia('h264 and aac')));
    for (const { kind, payload, timestamp } of media)
      ada.rtmp.send(MessageType[kind === 'data' ? 'dataAmf0' : kind], payload, stream, timestamp);
    ada.rtmp.command('closeStream', 0, [], stream);

    const [added] = await bob.heard('messageAdded');
    expect(added).toMatchObject({ name: 'message1', from: 'Ada' });
    expect((added as { seconds: number }).seconds).toBeGreaterThan(3.8);
    expect(await bob.call('messages')).toEqual([added]);
    expect(await bob.call('getStreamLength', 'message1')).toBeCloseTo(4, 0);
    expect(await bob.call('remove', 'message1')).toBe(false);
    expect(await ada.call('remove', 'message1')).toBe(true);
    expect(await bob.heard('messageRemoved')).toEqual(['message1']);
    expect(await bob.call('messages')).toEqual([]);
    expect(await bob.call('getStreamLength', 'message1')).toBe(0);
  });
});

describe('the sample auth', () => {
  it('lets in whom the web service allows, and nobody else', async () => {
    expect(await ApplicationClient.refused(server, 'auth')).toMatchObject({ application: { reason: 'no token' } });
    expect(await ApplicationClient.refused(server, 'auth', 'eve')).toMatchObject({
      description: '[ auth ] : unknown token',
      application: { reason: 'unknown token' },
    });
    const ada = await ApplicationClient.enter(server, 'auth/studio', 'ada');
    expect(await ada.call('whoAmI')).toEqual({ user: 'ada', role: 'publisher' });
    expect(logins.at(-1)).toContain('instance=studio');
    const stream = Number(await ada.call('createStream'));
    ada.rtmp.command('publish', 0, ['bob', 'live'], stream);
    expect((await ada.heard('onStatus'))[0]).toMatchObject({ level: 'error' });
    ada.rtmp.command('publish', 0, ['ada/camera2', 'live'], stream);
    expect((await ada.heard('onStatus'))[0]).toMatchObject({ code: 'NetStream.Publish.Start' });
    await ApplicationClient.enter(server, 'auth/studio', 'ada');
    expect(logins).toHaveLength(2);
  });
});

describe('the sample playlist', () => {
  it('plays what there is, one after the other, again and again', async () => {
    const client = await ApplicationClient.enter(server, 'playlist');
    expect(await client.call('now')).toBe('first');
    const stream = Number(await client.call('createStream'));
    client.rtmp.command('play', 0, ['channel', -1000], stream);
    // The file has 60 pictures: behind them it begins anew.
    await client.rtmp.mediaArrived(350);
    expect(await client.call('now')).toBe('first');
    expect(await client.call('next')).toBe(true);
  }, 60_000);
});

function setting(sample: string, before: string, after: string): void {
  const file = join(apps, sample, 'application.yaml');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(before);
  writeFileSync(file, text.replace(before, after));
}
