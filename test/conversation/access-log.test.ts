import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccessField } from '../../src/logging/access-fields.js';
import { ACCESS_FIELD_NAMES } from '../../src/logging/access-fields.js';
import type { AccessLogOptions } from '../../src/logging/access-log.js';
import { AccessLog } from '../../src/logging/access-log.js';
import type { ConversationSettings } from '../support/conversation.js';
import { Conversation } from '../support/conversation.js';
import { aac, avc, h263, hevc } from '../support/media-payloads.js';
import { movie, recordedPlayer } from '../support/recorded-conversation.js';

const rotation = { maxSize: 1e9, every: 'never', history: 2 } as const;
const usual: AccessLogOptions = {
  ...{
    enable: true,
    events: [],
    fields: [],
    shownParameters: [],
    checkpoints: 0,
    format: 'w3c',
    time: 'utc',
    rotation,
  },
};

let folder: string;
const logs: AccessLog[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'access-log-'));
});
afterAll(async () => {
  await Promise.all(logs.map((log) => log.flush()));
  await rm(folder, { recursive: true });
});

/** A conversation, and the access log of it: what its lines say in `fields`. */
async function logged(settings: ConversationSettings, options: Partial<AccessLogOptions>) {
  const conversation = await Conversation.begin(settings);
  const path = join(folder, `${logs.length}.log`);
  const log = new AccessLog(path, () => present, {
    clock: conversation.clock,
    software: 'Afterglow/test',
    surroundings: { pid: 7, serverAddress: '192.0.2.1', load: () => ({ cpu: 3, memory: 4 }) },
    failed: (error) => {
      throw error;
    },
  });
  let present: AccessLogOptions = { ...usual, ...options };
  logs.push(log);
  conversation.witnesses.add(log);
  const text = async (): Promise<string> => {
    await log.flush();
    return readFile(path, 'utf8').catch(() => '');
  };
  return {
    conversation,
    change: (more: Partial<AccessLogOptions>) => void (present = { ...present, ...more }),
    text,
    lines: async () => namedInTurn((await text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))),
  };
}

/** Clients by the order in which they come, whoever else is given ids. */
function namedInTurn(lines: readonly string[]): string[] {
  const ids = new Map<string, string>();
  return lines.map((line) =>
    line.replace(/client-\d+/g, (id) => {
      ids.set(id, ids.get(id) ?? `client-${ids.size + 1}`);
      return ids.get(id)!;
    }),
  );
}

test('a stream that is published and played, from the first connect to the last disconnect', async () => {
  const fields: AccessField[] = ['x-event', 'x-category', 'x-status', 'c-client-id', 'x-ctx', 'x-duration', 'x-sname'];
  const { conversation, lines } = await logged({}, { fields });
  const publisher = await conversation.publisher('news?key=secret');
  await conversation.pass(2000);
  const player = await conversation.player('news');
  await conversation.pass(1000);
  player.command('closeStream', 0, [], 1);
  await conversation.pass(1000);
  player.hangUp();
  publisher.hangUp();
  await conversation.pass(0);
  expect(await lines()).toEqual([
    'app-start\tapplication\t200\t-\tlive\t-\t-',
    'connect\tsession\t200\tclient-1\tlive\t-\t-',
    'publish\tstream\t200\tclient-1\tnews\t-\tnews',
    'connect\tsession\t200\tclient-2\tlive\t-\t-',
    'play\tstream\t200\tclient-2\tnews\t-\tnews',
    'stop\tstream\t200\tclient-2\tnews\t1\tnews',
    'disconnect\tsession\t200\tclient-2\tclosed-by-client\t2\t-',
    'unpublish\tstream\t408\tclient-1\tlost\t4\tnews',
    'disconnect\tsession\t200\tclient-1\tclosed-by-client\t4\t-',
  ]);
});

test('who is refused, and by what rule', async () => {
  const fields: AccessField[] = ['x-event', 'x-status', 'c-ip', 'x-app', 'x-ctx'];
  const set = ['application.publish.allow=[192.0.2.7]', 'application.resourceLimits.maxClients=2'];
  const { conversation, lines } = await logged({ set }, { fields, events: ['connect', 'publish', 'play'] });
  const nowhere = conversation.client();
  nowhere.connect('nowhere');
  const unsafe = conversation.client();
  unsafe.connect('../live');
  const client = await conversation.connected('live', '192.0.2.8');
  client.command('publish', 0, ['news'], 1);
  await client.hears();
  client.command('play', 0, ['film', 0], 1);
  await client.hears();
  await conversation.connected();
  const tooMany = conversation.client();
  tooMany.connect('live');
  await conversation.pass(0);
  expect(await lines()).toEqual([
    'connect\t400\t127.0.0.1\t-\tconnect%20names%20an%20application%20as%20text:%20application%5B/instance%5D',
    'connect\t404\t127.0.0.1\tnowhere\tthere%20is%20no%20folder%20of%20that%20name%20among%20the%20applications',
    'connect\t200\t192.0.2.8\tlive\tlive',
    expect.stringMatching(/^publish\t403\t192\.0\.2\.8\tlive\tapplication\.publish:/),
    'play\t404\t192.0.2.8\tlive\ta%20recorded%20stream%20was%20asked%20for%20(start%20%3E=%200)%20and%20there%20is%20none',
    'connect\t200\t127.0.0.1\tlive\tlive',
    'connect\t409\t127.0.0.1\tlive\tresourceLimits.maxClients',
  ]);
});

test('recorded media: its file, its length, where the client pauses, seeks and stops', async () => {
  const fields: AccessField[] = ['x-event', 'x-sname', 'x-file-ext', 'x-file-size', 'x-file-length', 'x-spos'];
  const { conversation, lines } = await logged(
    { recorded: { movie: movie(4000) } },
    { fields: [...fields, 'sc-stream-bytes'], events: ['play', 'pause', 'unpause', 'seek', 'stop'] },
  );
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  await player.hears();
  player.command('pause', 0, [true, 1000], 1);
  player.command('pause', 0, [false, 1000], 1);
  player.command('seek', 0, [3000], 1);
  await player.hears();
  player.command('closeStream', 0, [], 1);
  await player.hears();
  const told = (await lines()).map((line) => line.split('\t'));
  expect(told.map((line) => line.slice(0, 6))).toEqual([
    ['play', 'movie', 'flv', '1', expect.stringMatching(/^4|3\.5$/), '0'],
    ['pause', 'movie', 'flv', '1', told[0]![4], '1000'],
    ['unpause', 'movie', 'flv', '1', told[0]![4], '1000'],
    ['seek', 'movie', 'flv', '1', told[0]![4], '3000'],
    ['stop', 'movie', 'flv', '1', told[0]![4], expect.stringMatching(/^\d+$/)],
  ]);
  const bytes = told.map((line) => Number(line[6]));
  expect(bytes[0]).toBeNaN();
  expect(bytes.slice(1)).toEqual([...bytes.slice(1)].sort((a, b) => a - b));
  expect(bytes.at(-1)).toBeGreaterThan(0);
});

test('whatever a client says, it is one line of as many fields, and holds no secret', async () => {
  const { conversation, text } = await logged({}, { fields: ACCESS_FIELD_NAMES, shownParameters: ['campaign'] });
  const client = conversation.client();
  client.connect('live?token=secret&campaign=a b', {
    flashVer: 'WIN\r\nconnect\tsession\t200\u2028\u202e',
    pageUrl: 'https://user:secret@example.com/page?session=secret#secret',
    swfUrl: 'https://example.com/a.swf?secret',
    tcUrl: 'rtmp://user:secret@localhost/live?token=secret',
  });
  client.command('createStream', 2);
  await client.hears();
  client.command('publish', 0, ['news?key=ag_secret_secret_secret&campaign=c'], 1);
  await client.hears();
  const all = await text();
  expect(all).not.toContain('secret');
  const [version, , software, , fieldLine, ...lines] = all.trimEnd().split('\n');
  expect([version, software]).toEqual(['#Version: 1.0', '#Software: Afterglow/test']);
  expect(fieldLine).toBe(`#Fields: ${ACCESS_FIELD_NAMES.join('\t')}`);
  const told = lines.map((line) => new Map(line.split('\t').map((value, at) => [ACCESS_FIELD_NAMES[at]!, value])));
  expect(told.map((line) => [line.size, line.get('x-event')])).toEqual([
    [ACCESS_FIELD_NAMES.length, 'app-start'],
    [ACCESS_FIELD_NAMES.length, 'connect'],
    [ACCESS_FIELD_NAMES.length, 'publish'],
  ]);
  expect(Object.fromEntries(told[2]!)).toMatchObject({
    'c-user-agent': 'WIN%0D%0Aconnect%09session%09200%E2%80%A8%E2%80%AE',
    'cs-uri-query': 'token=…&campaign=a%20b',
    'x-page-url': 'https://example.com/page',
    'x-sname-query': 'key=…&campaign=c',
    'x-suri': 'rtmp://localhost/live/news?key=…&campaign=c',
  });
});

test('other fields, as they are configured meanwhile, are announced; JSON is on request', async () => {
  const events = ['connect'] as const;
  const { conversation, change, text } = await logged({}, { fields: ['x-event'], events });
  await conversation.connected();
  change({ fields: ['x-event', 'x-status'] });
  await conversation.connected();
  change({ format: 'json' });
  await conversation.connected();
  const lines = (await text()).trimEnd().split('\n');
  expect(lines.filter((line) => !/^#(Version|Start-Date|Software|Date)/.test(line))).toEqual([
    '#Fields: x-event',
    'connect',
    '#Fields: x-event\tx-status',
    'connect\t200',
    '{"x-event":"connect","x-status":200}',
  ]);
  const long = `${'x'.repeat(1990)}ag_${'secret'.repeat(10)}${'y'.repeat(5000)}`;
  change({ fields: ['c-user-agent'] });
  conversation.client().connect('live', { flashVer: long });
  await conversation.pass(0);
  const [last = ''] = (await text()).trimEnd().split('\n').slice(-1);
  expect(JSON.parse(last)).toEqual({ 'c-user-agent': `${'x'.repeat(1990)}ag_…` });
  change({ enable: false });
  await conversation.connected();
  expect((await text()).trimEnd().split('\n')).toHaveLength(lines.length + 1);
});

test('who stays is told of again and again, and what was carried until then', async () => {
  const fields: AccessField[] = ['x-event', 'c-client-id', 'x-duration', 'x-sname'];
  const events = ['connect-continue', 'publish-continue', 'play-continue'] as const;
  const { conversation, lines } = await logged({}, { fields, events, checkpoints: 6000 });
  const publisher = await conversation.publisher('news');
  await conversation.pass(3000);
  const player = await conversation.player('news');
  await conversation.pass(9000);
  player.hangUp();
  await conversation.pass(1000);
  const told = (await lines()).map((line) => line.split('\t'));
  const seconds = (event: string, id: string) =>
    told.filter((line) => line[0] === event && line[1] === id).map((line) => Number(line[2]));
  for (const [event, id, at] of [
    ['connect-continue', 'client-1', [6, 12]],
    ['publish-continue', 'client-1', [6, 12]],
    ['connect-continue', 'client-2', [6]],
    ['play-continue', 'client-2', [6]],
  ] as const) {
    expect(seconds(event, id), `${event} ${id}`).toEqual(at);
  }
  expect(told.every((line) => line[0] === 'connect-continue' || line[3] === 'news')).toBe(true);
  publisher.hangUp();
  await conversation.pass(20_000);
  expect(await lines()).toHaveLength(told.length);
});

test('what FMS tells besides: how it was decided, and when recorded media is sent', async () => {
  const fields: AccessField[] = ['x-event', 'x-category', 'x-status', 'c-connect-type'];
  const events = [
    'auth-connect',
    'auth-play',
    'play',
    'pause',
    'unpause',
    'stop',
    'start-transmit',
    'stop-transmit',
  ] as const;
  const { conversation, lines } = await logged({ recorded: { movie: movie(4000) } }, { fields, events });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  await player.hears();
  player.command('pause', 0, [true, 1000], 1);
  player.command('pause', 0, [false, 1000], 1);
  await player.hears();
  player.command('pause', 0, [true, 2000], 1);
  player.command('closeStream', 0, [], 1);
  player.command('play', 0, ['nothing', 0], 1);
  await player.hears();
  const stream = (event: string) => `${event}\tstream\t200\tnormal`;
  expect(await lines()).toEqual([
    'auth-connect\tauthorization\t200\tnormal',
    'auth-play\tauthorization\t200\tnormal',
    ...['play', 'start-transmit', 'pause', 'stop-transmit', 'unpause', 'start-transmit'].map(stream),
    ...['pause', 'stop-transmit', 'stop'].map(stream),
    'auth-play\tauthorization\t404\tnormal',
    'play\tstream\t404\tnormal',
  ]);
});

test('the codecs of what is published, each when it is new, and of whom', async () => {
  const fields: AccessField[] = ['x-event', 'x-category', 'x-ctx', 'x-codec_type', 'x-codec_value', 'x-sname'];
  const { conversation, lines } = await logged({}, { fields, events: ['codec', 'codecchange'] });
  const publisher = await conversation.publisher('news?key=secret');
  publisher.audio(0, aac.header(''));
  publisher.video(0, h263.key(''));
  for (const video of [avc.key(''), avc.inter(''), hevc.key('')]) publisher.video(0, video);
  publisher.audio(0, aac.frame(''));
  publisher.command('closeStream', 0, [], 1);
  publisher.command('publish', 0, ['more', 'live'], 1);
  await publisher.hears();
  publisher.video(0, hevc.key(''));
  await conversation.pass(0);
  expect(await lines()).toEqual([
    expect.stringMatching(/^codec\tstream\tmp4a\S*\taudio\t10\tnews$/),
    expect.stringMatching(/^codec\tstream\t\S+\tvideo\t2\tnews$/),
    expect.stringMatching(/^codecchange\tstream\tavc1\S*\tvideo\t7\tnews$/),
    expect.stringMatching(/^codecchange\tstream\thvc1\S*\tvideo\thvc1\tnews$/),
    expect.stringMatching(/^codec\tstream\thvc1\S*\tvideo\thvc1\tmore$/),
  ]);
});
