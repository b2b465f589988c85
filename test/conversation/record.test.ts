import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseStreamName } from '../../src/application/stream-name.js';
import { flvLines } from '../support/flv-lines.js';
import { avc } from '../support/media-payloads.js';
import { media, RecordingTest, STARTED, STOPPED } from '../support/recording-test.js';

const RECORDING = 'application.streamManager.recording';

test('publish of type record', async () => {
  const test = await RecordingTest.begin();
  const client = await test.publisher('stream', 'record');
  media(client, '1', 7000);
  expect(await test.hears(client, 2)).toEqual(STARTED);
  client.command('closeStream', 0, [], 1);
  expect(await test.hears(client, 2)).toEqual(STOPPED);
  await test.stopped();
  const path = test.path('stream.flv');
  expect((await flvLines(path)).lines).toEqual([
    'video 0 header sps',
    'audio 0 header asc',
    'video 0 key 1k',
    'audio 20 frame 1a',
    'video 40 inter 1p',
  ]);
  expect(test.news).toEqual(['start record publisher stream.flv', 'stop stream.flv unpublished']);
  expect(test.files).toMatchObject([{ path, duration: 80 }]);
});

test('record replaces what append continues; a publisher that hangs up ends it as well', async () => {
  const test = await RecordingTest.begin();
  for (const [i, type] of ['record', 'append', 'appendWithGap', 'record', 'append'].entries()) {
    const client = await test.publisher('stream', type);
    media(client, `${i}`);
    expect(await test.hears(client, 2)).toEqual(STARTED);
    client.hangUp();
    await test.stopped(i + 1);
  }
  const { lines } = await flvLines(test.path('stream.flv'));
  expect(lines.filter((line) => line.includes('key'))).toEqual(['video 0 key 3k', 'video 80 key 4k']);
});

test('a hook that says no: the stream is live, and nothing is written', async () => {
  const refusal = { rule: 'the rule', reason: 'denied', description: 'Not this one.' } as const;
  const test = await RecordingTest.begin({}, [{ name: 'no', onRecord: () => Promise.resolve(refusal) }]);
  const player = await test.conversation.player('stream');
  const client = await test.publisher('stream', 'record');
  media(client, '1');
  expect(await test.hears(client, 2)).toEqual([STARTED[0], 'onStatus@1 NetStream.Record.NoAccess']);
  expect(await player.hears()).toContain('video@1 0 key 1k');
  expect(existsSync(test.path('stream.flv'))).toBe(false);
  expect(test.conversation.log.at('warn')).toMatchObject([{ fields: { rule: 'the rule' } }]);
});

test('what comes while a hook thinks is recorded, even if the publisher is gone before it answers', async () => {
  let answer: () => void = () => undefined;
  const slow = new Promise<undefined>((resolve) => (answer = () => resolve(undefined)));
  const test = await RecordingTest.begin({}, [{ name: 'slow', onRecord: () => slow }]);
  const client = await test.publisher('stream', 'record');
  media(client, '1');
  expect(await client.hears()).toEqual([STARTED[0]]);
  client.command('closeStream', 0, [], 1);
  await client.hears();
  answer();
  await test.stopped();
  expect((await flvLines(test.path('stream.flv'))).lines).toHaveLength(5);
});

test('publishers may not record where the configuration says so', async () => {
  const test = await RecordingTest.begin({ set: [`${RECORDING}.byPublishers=false`] });
  const client = await test.publisher('stream', 'append');
  media(client, '1');
  expect(await test.hears(client, 2)).toEqual([STARTED[0], 'onStatus@1 NetStream.Record.NoAccess']);
});

test('two publishers cannot record into one file', async () => {
  const test = await RecordingTest.begin();
  const first = await test.publisher('mp4', 'record');
  media(first, '1');
  expect(await test.hears(first, 2)).toEqual(STARTED);
  const second = await test.publisher('raw:mp4', 'record');
  expect(await test.hears(second, 2)).toEqual([STARTED[0], 'onStatus@1 NetStream.Record.NoAccess']);
  first.hangUp();
  await test.stopped();
});

test.each([
  { bound: 'maxDuration=1s', code: 'NetStream.Record.DiskQuotaExceeded', why: 'limit' },
  { bound: 'quota=1MiB', code: 'NetStream.Record.DiskQuotaExceeded', why: 'quota' },
])('$bound: the recording ends, the stream goes on', async ({ bound, code, why }) => {
  const test = await RecordingTest.begin({ set: [`${RECORDING}.${bound}`] });
  const player = await test.conversation.player('stream');
  const client = await test.publisher('stream', 'record');
  media(client, '1');
  expect(await test.hears(client, 2)).toEqual(STARTED);
  await test.until(() => test.news.length > 0);
  await writeFile(test.path('other'), Buffer.alloc(1024 * 1024));
  test.conversation.clock.advance(3000);
  client.video(3000, avc.key('2k'));
  expect(await test.hears(client, 1)).toEqual([`onStatus@1 ${code}`]);
  client.video(3040, avc.inter('2p'));
  expect(await player.hears()).toContain('video@1 3040 inter 2p');
  await test.stopped();
  expect(test.news.at(-1)).toBe(`stop stream.flv ${why}`);
});

test.each([
  { limits: [1], last: 1000 },
  { limits: [-1, 0.1], last: 100 },
  { limits: [3], last: 2000 },
  { limits: [-1, -1], last: 2000 },
  { limits: [], last: 2000 },
])('a server that publishes here says how much is recorded, up to what is configured: $limits', async (given) => {
  const test = await RecordingTest.begin({ set: [`${RECORDING}.maxDuration=2s`] });
  const client = await test.conversation.connected();
  client.command('publish', 0, ['stream', 'record', ...given.limits], 1);
  expect(await test.hears(client, 2)).toEqual(STARTED);
  for (let time = 0; time <= 4000; time += 100) client.video(time, avc.key(`key frame at ${time}`));
  expect(await test.hears(client, 1)).toEqual(['onStatus@1 NetStream.Record.DiskQuotaExceeded']);
  await test.stopped();
  const written = await readFile(test.path('stream.flv'), 'latin1');
  expect(Number(/.*key frame at (\d+)/s.exec(written)?.[1])).toBe(given.last);
});

test('streams that the configuration lists are recorded, split, each to a name of its own', async () => {
  const set = [
    `${RECORDING}.streams=[cam-*]`,
    `${RECORDING}.splitTime=10s`,
    `${RECORDING}.name="{stream}/{date}-{sequence}"`,
  ];
  const test = await RecordingTest.begin({ set });
  const other = await test.publisher('other', 'live');
  media(other, '0');
  for (const round of [1, 2]) {
    const client = await test.publisher('cam-1', 'live');
    media(client, '1');
    await client.hears();
    test.conversation.clock.advance(10_000);
    client.video(10_000, avc.key('2k'));
    await client.hears();
    client.hangUp();
    await test.stopped(round);
  }
  const day = '2026-01-01';
  expect((await readdir(test.path('cam-1'))).sort()).toEqual([1, 2, 3, 4].map((n) => `${day}-00${n}.flv`));
  expect(existsSync(test.path('other.flv'))).toBe(false);
  expect(test.news.slice(0, 4)).toEqual([
    `start record configuration ${day}-001.flv`,
    expect.stringMatching(/start|segment/),
    expect.stringMatching(/start|segment/),
    `stop ${day}-002.flv unpublished`,
  ]);
  expect((await flvLines(test.path(`cam-1/${day}-002.flv`))).lines).toEqual([
    'video 0 header sps',
    'audio 0 header asc',
    'video 0 key 2k',
  ]);
});

test('by request: in mid-stream, from the last key frame on, and over publications', async () => {
  const test = await RecordingTest.begin();
  const first = await test.publisher('stream', 'live');
  media(first, '1');
  await first.hears();
  const { recordings } = test.conversation.instance('live')!;
  const name = parseStreamName('stream')!;
  expect(recordings.start(name, { name: 'clip-{stream}' })?.isActive).toBe(true);
  expect(recordings.start(name)).toBeUndefined();
  await test.until(() => test.news.length > 0);
  first.hangUp();
  await test.conversation.pass(1000);
  const second = await test.publisher('stream', 'live');
  media(second, '2', 50_000);
  await second.hears();
  expect(recordings.active).toHaveLength(1);
  expect(recordings.stop(name)).toBe(true);
  expect(recordings.stop(name)).toBe(false);
  second.video(50_080, avc.inter('late'));
  await second.hears();
  await test.stopped();
  expect((await flvLines(test.path('clip-stream.flv'))).lines.filter((line) => !line.includes('header'))).toEqual([
    'video 0 key 1k',
    'audio 20 frame 1a',
    'video 40 inter 1p',
    'video 1040 key 2k',
    'audio 1060 frame 2a',
    'video 1080 inter 2p',
  ]);
});

test('a slate is not recorded, and is not shown to a recording', async () => {
  const test = await RecordingTest.begin({ set: ['application.streamManager.live.publishGrace=1s'] });
  const client = await test.publisher('stream', 'record');
  media(client, '1');
  expect(await test.hears(client, 2)).toEqual(STARTED);
  client.hangUp();
  await test.conversation.pass(500);
  expect(test.conversation.instance('live')!.recordings.active).toHaveLength(1);
  const back = await test.publisher('stream', 'record');
  media(back, '2', 500);
  expect(await test.hears(back, 2)).toEqual(STARTED);
  back.hangUp();
  await test.conversation.pass(1000);
  await test.stopped();
  const { lines } = await flvLines(test.path('stream.flv'));
  expect(lines.filter((line) => line.includes('key'))).toHaveLength(2);
});

test('eraseOnPublish: only then does a live stream delete the recording of its name', async () => {
  for (const erase of [false, true]) {
    const test = await RecordingTest.begin({ set: [`application.streamManager.live.eraseOnPublish=${erase}`] });
    const path = test.path('stream.flv');
    await mkdir(test.path('.'), { recursive: true });
    await writeFile(path, 'old');
    await test.publisher('stream', 'live').then((client) => client.hears());
    if (erase) await test.until(() => !existsSync(path));
    else await test.conversation.pass(100);
    expect(existsSync(path)).toBe(!erase);
  }
});
