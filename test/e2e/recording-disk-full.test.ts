import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { avc, padded } from '../support/media-payloads.js';

/** A disk of so many bytes, mounted; undefined where nobody may mount one. */
function smallDisk(bytes: number): string | undefined {
  const folder = newFolder('disk');
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'afterglow-test', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

it('a disk that becomes full ends the recording; the stream goes on, and what was recorded is whole', async (context) => {
  const data = smallDisk(2 * 1024 * 1024);
  if (data === undefined) return context.skip('no disk can be mounted here');
  const set = ['minFreeSpace=0', 'flushInterval=100ms'];
  const options = set.flatMap((each) => ['--set', `application.streamManager.recording.${each}`]);
  const server = await ServerProcess.start(options, 60_000, data);
  const client = await RtmpTestClient.enter(server.port);
  client.command('createStream', 2);
  await client.answered('_result', 2);
  client.command('publish', 0, ['stream', 'record'], 1);
  await client.notified('NetStream.Record.Start');
  for (let i = 0; i < 100; i++) client.send(9, avc.key(padded(`k${i}`, 50_000)), 1, i * 40);
  await client.notified('NetStream.Record.DiskQuotaExceeded');
  // The stream is there for those who come now.
  const player = await RtmpTestClient.enter(server.port);
  player.command('createStream', 2);
  await player.answered('_result', 2);
  player.command('play', 0, ['stream', -1], 1);
  await player.notified('NetStream.Play.Start');
  client.send(9, avc.key('last'), 1, 5000);
  player.destroy();
  client.destroy();
  const began = performance.now();
  await server.stop();
  expect(performance.now() - began).toBeLessThan(10_000);
  const folder = join(data, 'streams', 'live', '_definst_');
  expect(await readdir(folder)).toEqual(['stream.flv']);
  expect(statSync(join(folder, 'stream.flv')).size).toBeGreaterThan(500_000);
});
