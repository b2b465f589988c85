import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasAsked, hasBegun, playWithFfmpeg, publishWithFfmpeg, unpublishedFor } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { hostileInputs } from '../support/hostile-inputs.js';
import type { HostileInput } from '../support/hostile-inputs.js';
import { readTracks } from '../support/media-frames.js';
import { expectFaithfulRepeats } from '../support/media-judge.js';
import type { Program } from '../support/program.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder, runFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

/** How often the healthy stream repeats its four seconds: it must last longer than everything that is done beside it. */
const TIMES = 7;
/** S0, S1 and S2. */
const HANDSHAKE_ANSWER = 1 + 1536 + 1536;
const MEBIBYTE = 1024 * 1024;

describeWith(['ffmpeg'], 'beside a healthy stream', () => {
  let server: ServerProcess;
  let file: string;
  let publisher: Program;
  let players: Program[];
  let restingBytes: number;
  let recordings: string[];

  beforeAll(async () => {
    file = await testMedia('h264 and aac');
    server = await ServerProcess.start();
    const played = newFolder('played');
    recordings = [1, 2, 3].map((number) => join(played, `${number}.flv`));
    players = recordings.map((recording) => playWithFfmpeg(server.url('healthy'), recording));
    await Promise.all(players.map(hasAsked));
    publisher = publishWithFfmpeg(file, server.url('healthy'), { times: TIMES });
    await hasBegun(publisher);
    restingBytes = await server.residentBytes();
  });
  afterAll(async () => {
    await server.stop();
  });

  it.each(hostileInputs)('$name: $outcome', async (input) => {
    const client = await enter(input, server.port);
    input.act(client);
    await expectOutcome(client, input);
    client.destroy();
  });

  it('who says nothing, or next to nothing, is sent away when the time for a handshake is over', async () => {
    const silent = await Promise.all(Array.from({ length: 100 }, () => RtmpTestClient.connect(server.port)));
    const slow = await RtmpTestClient.connect(server.port);
    const drip = setInterval(() => slow.write(Uint8Array.of(3)), 500);
    await Promise.all([...silent, slow].map((client) => client.closed));
    clearInterval(drip);
    expect(slow.receivedBytes).toBe(0);
  });

  it('names that lead out of their folder, or would break a log, are bad names', async () => {
    const names = [
      '../../escape',
      '..\\..\\escape',
      '%2e%2e/%2e%2e/escape',
      '/escape',
      'C:\\escape',
      '\\\\host\\escape',
    ];
    const unprintable = ['a\0b', 'a\r\nb', 'a\u001b[31mb', 'a\u202eb', 'CON', 'a.', 'a ', 'x'.repeat(10_000)];
    const client = await RtmpTestClient.enter(server.port);
    for (const [index, name] of [...names, ...unprintable].entries()) {
      client.command('createStream', 2 + index);
      await client.answered('_result', 2 + index);
      client.command('publish', 0, [name, 'live'], 1 + index);
    }
    client.command('createStream', 1000);
    await client.answered('_result', 1000);
    const codes = client.codes.filter((code) => code.startsWith('NetStream.'));
    expect(codes).toEqual([...names, ...unprintable].map(() => 'NetStream.Publish.BadName'));
    client.destroy();
    const files = readdirSync(runFolder(), { recursive: true, encoding: 'utf8' });
    expect(files.filter((path) => path.includes('escape'))).toEqual([]);
  });

  it('methods that every JavaScript object has are not found', async () => {
    const client = await RtmpTestClient.enter(server.port);
    const methods = ['constructor', '__defineGetter__', 'onAppStart', 'toString', '__proto__', 'hasOwnProperty'];
    for (const [index, method] of methods.entries()) {
      client.command(method, 50 + index);
      await client.answered('_error', 50 + index);
    }
    expect(client.codes.filter((code) => code === 'NetConnection.Call.Failed')).toHaveLength(methods.length);
    client.destroy();
  });

  it('the healthy stream lost nothing, and the server holds no more memory', async () => {
    expect(publisher.stderr, 'the healthy stream must outlast the attacks').not.toMatch(/muxing overhead/);
    await publisher.ended;
    await unpublishedFor(...players);
    const published = await readTracks(file);
    for (const recording of recordings) expectFaithfulRepeats(published, TIMES, await readTracks(recording));
    expect((await server.residentBytes()) - restingBytes).toBeLessThan(96 * MEBIBYTE);
  });
});

function enter({ after }: HostileInput, port: number): Promise<RtmpTestClient> {
  if (after === 'tcp') return RtmpTestClient.connect(port);
  return after === 'handshake' ? RtmpTestClient.shakeHands(port) : RtmpTestClient.enter(port);
}

/** A connection that is served goes on with its handshake, or answers a call. `either` must come to one of both ends. */
async function expectOutcome(client: RtmpTestClient, { after, outcome }: HostileInput): Promise<void> {
  if (outcome === 'closed') return client.closed;
  if (after === 'tcp') return client.bytesArrived(HANDSHAKE_ANSWER);
  client.command('createStream', 99_999);
  const answer = client.answered('_result', 99_999);
  await (outcome === 'served' ? answer : Promise.any([answer, client.answered('_error', 99_999), client.closed]));
}
