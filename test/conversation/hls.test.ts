import { expect, test } from 'vitest';
import { MediaError } from '../../src/media/media-error.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import { Conversation } from '../support/conversation.js';
import { FakeSource } from '../support/fake-source.js';
import { HlsViewing, publish } from '../support/hls-viewing.js';
import { OTHER_AAC, OTHER_AVC, stream, twoAacTracks } from '../support/mp4-stream.js';

const SETUP = [stream.avcHeader(), stream.aacHeader()];

/** A film that runs for some seconds, and who views it. */
async function running(seconds = 5, settings: Parameters<typeof Conversation.begin>[0] = {}) {
  const conversation = await Conversation.begin(settings);
  const publisher = await conversation.publisher('film');
  await publish(conversation, publisher, [...SETUP, ...stream.seconds(1)]);
  const viewing = new HlsViewing(conversation);
  return {
    conversation,
    publisher,
    viewing,
    go: (from: number, count = seconds) => publish(conversation, publisher, stream.seconds(count, from * 1000)),
  };
}

const instanceOf = (conversation: Conversation) => conversation.instance('live')!;

test('a viewer is one client, however often it asks, until it asks for nothing; then the stream is cut no more', async () => {
  const { conversation, viewing, go } = await running();
  const instance = instanceOf(conversation);
  const [folder] = await viewing.folders();
  await go(1);
  const playlist = await viewing.get(`${folder}media.m3u8`);
  expect(playlist.text).toContain('#EXT-X-MAP:URI="init-0.mp4"');
  const files = ['init-0.mp4', '0.m4s', '0-0.m4s', '1-1.m4s'];
  const lengths = [];
  for (const name of files) lengths.push((await viewing.get(folder + name)).bytes.length);
  const viewers = [...instance.clients.values()].filter(({ facts }) => facts.protocol === 'hls');
  expect(viewers.map(({ connection: { traffic } }) => traffic)).toEqual([
    {
      ...{ received: 0, messagesReceived: 5, messagesSent: 5 },
      sent: playlist.bytes.length + lengths.reduce((sum, length) => sum + length, 0),
    },
  ]);
  expect(instance.streams.find('film')?.players.size).toBe(1);
  await conversation.pass(29_000);
  expect((await viewing.get(`${folder}media.m3u8`)).status).toBe(200);
  await conversation.pass(29_000);
  expect(instance.clientCount).toBe(2);
  await conversation.pass(2000);
  expect(instance.clientCount).toBe(1);
  expect((await viewing.get(`${folder}media.m3u8`)).status).toBe(410);
  await conversation.pass(10_000);
  expect(instance.streams.find('film')?.players.size).toBe(0);
});

test('segments and parts keep the rules of a playlist of low latency', async () => {
  const { viewing, go } = await running();
  const [folder] = await viewing.folders();
  await go(1, 6);
  const { text } = await viewing.get(`${folder}media.m3u8`);
  const target = Number(/PART-TARGET=([\d.]+)/.exec(text)?.[1]);
  const parts = [...text.matchAll(/#EXT-X-PART:DURATION=([\d.]+),URI="(\d+)-(\d+)\.m4s"(,INDEPENDENT=YES)?/g)];
  expect(parts.length).toBeGreaterThan(8);
  for (const [, duration, , part, independent] of parts) {
    expect(Number(duration)).toBeLessThanOrEqual(target);
    expect(independent !== undefined, part).toBe(part === '0');
  }
  const whole = (await viewing.get(`${folder}1.m4s`)).bytes;
  const [first, second, ...others] = await Promise.all([0, 1, 2, 3, 4].map((i) => viewing.get(`${folder}1-${i}.m4s`)));
  const together = [first!, second!, ...others].filter(({ status }) => status === 200);
  expect(Buffer.concat(together.map(({ bytes }) => bytes)).equals(whole)).toBe(true);
});

test('a request waits for the segment or part that it asks for, and for no longer than is sensible', async () => {
  const { conversation, publisher, viewing, go } = await running();
  const [folder] = await viewing.folders();
  await go(1, 4);
  const { text } = await viewing.get(`${folder}media.m3u8`);
  const [, segment, part] = /PRELOAD-HINT:TYPE=PART,URI="(\d+)-(\d+)\.m4s"/.exec(text)!;
  const playlist = await viewing.asked(`${folder}media.m3u8?_HLS_msn=${segment}&_HLS_part=${part}`);
  const hinted = await viewing.asked(`${folder}${segment}-${part}.m4s`);
  const complete = await viewing.asked(`${folder}media.m3u8?_HLS_msn=${segment}`);
  expect([playlist, hinted, complete].map(({ isAnswered }) => isAnswered())).toEqual([false, false, false]);
  await publish(conversation, publisher, stream.seconds(1, 5000).slice(0, 50));
  expect((await playlist.answer).text).toContain(`URI="${segment}-${part}.m4s"`);
  expect((await hinted.answer).status).toBe(200);
  expect(complete.isAnswered()).toBe(false);
  await conversation.pass(9000);
  expect((await complete.answer).status).toBe(503);
  const far = await viewing.get(`${folder}media.m3u8?_HLS_msn=${Number(segment) + 5}`);
  expect([far.status, (await viewing.get(`${folder}media.m3u8?_HLS_part=1`)).status]).toEqual([400, 400]);
  const last = await viewing.asked(`${folder}media.m3u8?_HLS_msn=${segment}&_HLS_part=${Number(part) + 9}`);
  publisher.hangUp();
  await conversation.pass(0);
  expect((await last.answer).text).toMatch(/#EXT-X-ENDLIST\n$/);
});

test('the gate holds: protocols, hooks and limits', async () => {
  const refusing = await Conversation.begin({ set: ['application.disallowedProtocols=[hls]'] });
  await refusing.publisher('film');
  expect(await new HlsViewing(refusing).get('/live/film/index.m3u8')).toMatchObject({
    status: 403,
    text: 'hls is not allowed here.\n',
  });

  const name = 'onPlay';
  const onPlay = () => ({ rule: 'a test', reason: 'denied', description: 'Not for you.' }) as const;
  const hooked = await Conversation.begin({ hooks: [{ name, onPlay }] });
  await hooked.publisher('film');
  expect(await new HlsViewing(hooked).get('/live/film/index.m3u8')).toMatchObject({
    status: 403,
    text: 'Not for you.\n',
  });
  expect(instanceOf(hooked).clientCount).toBe(1);

  const full = await Conversation.begin({ set: ['application.resourceLimits.maxClients=1'] });
  await full.publisher('film');
  expect((await new HlsViewing(full).get('/live/film/index.m3u8')).status).toBe(503);
});

test('a viewer whose bandwidth is bounded waits for what it had before', async () => {
  const { conversation, viewing, go } = await running();
  const [folder] = await viewing.folders();
  await go(1);
  const [viewer] = [...instanceOf(conversation).clients.values()].filter(({ facts }) => facts.protocol === 'hls');
  viewer!.connection.bandwidthLimit = { serverToClient: 1000, clientToServer: 1000 };
  const first = await viewing.get(`${folder}0.m4s`);
  expect(first.bytes.length).toBeGreaterThan(2000);
  const second = await viewing.asked(`${folder}1.m4s`);
  expect(second.isAnswered()).toBe(false);
  await conversation.pass(first.bytes.length - 1000);
  expect((await second.answer).status).toBe(200);
});

test('who is disconnected by the application has no session any more', async () => {
  const { conversation, viewing } = await running();
  const [folder] = await viewing.folders();
  const [viewer] = [...instanceOf(conversation).clients.values()].filter(({ facts }) => facts.protocol === 'hls');
  viewer!.connection.disconnect();
  expect((await viewing.get(`${folder}media.m3u8`)).status).toBe(410);
});

test('a stream of several tracks is offered in variants, with other sound beside them', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('film');
  const twice = (messages: readonly MediaMessage[]): MediaMessage[] =>
    messages.map((message) => {
      if (message.kind !== 'audio') return message;
      const body = message.payload.subarray(2);
      return message.payload[1] === 0
        ? twoAacTracks(message.timestamp, 0, body, OTHER_AAC)
        : twoAacTracks(message.timestamp, 1, body, body);
    });
  await publish(conversation, publisher, twice([...SETUP, ...stream.seconds(1)]));
  const viewing = new HlsViewing(conversation);
  const { text } = await viewing.get('/live/film/index.m3u8');
  expect(text.replace(/hls-\w+/g, 'hls-x')).toContain(
    'TYPE=AUDIO,GROUP-ID="sound",NAME="Track 1",AUTOSELECT=YES,DEFAULT=NO,CHANNELS="1"',
  );
  expect(text).toMatch(/CODECS="avc1\.42c00c,mp4a\.40\.2",RESOLUTION=320x240,[^\n]*AUDIO="sound"/);
  const [main] = await viewing.folders();
  const sound = main!.replace('/v0/', '/a1/');
  await Promise.all([viewing.asked(`${main}media.m3u8`), viewing.asked(`${sound}media.m3u8`)]);
  await publish(conversation, publisher, twice(stream.seconds(5, 1000)));
  const [pictures, other] = await Promise.all([viewing.get(`${main}media.m3u8`), viewing.get(`${sound}media.m3u8`)]);
  expect(pictures.text).toMatch(/#EXT-X-RENDITION-REPORT:URI="\.\.\/a1\/media\.m3u8",LAST-MSN=\d+,LAST-PART=\d+\n$/);
  expect(other.text).toContain('#EXTINF');
});

test('a set of renditions is offered as one, of those that are there and may be played', async () => {
  const onPlay = (_: unknown, { name }: { name: string }) =>
    name === 'film_secret' ? ({ rule: 'a test', reason: 'denied', description: 'No.' } as const) : undefined;
  const set = ["application.hls.renditions=[{name: '*', streams: ['*_hi', '*_lo', '*_secret']}]"];
  const conversation = await Conversation.begin({ set, hooks: [{ name: 'secret', onPlay }] });
  for (const name of ['film_hi', 'film_lo', 'film_secret']) {
    const publisher = await conversation.publisher(name);
    await publish(conversation, publisher, [...SETUP, ...stream.seconds(name === 'film_lo' ? 4 : 1)]);
  }
  const viewing = new HlsViewing(conversation);
  const folders = await viewing.folders();
  expect(folders.map((folder) => folder.replace(/hls-\w+/, 'x'))).toEqual(['/live/film/x/s0v0/', '/live/film/x/s1v0/']);
  const viewers = [...instanceOf(conversation).clients.values()].filter(({ facts }) => facts.protocol === 'hls');
  expect(viewers).toHaveLength(1);
  expect((await viewing.folders('/live/film_lo/index.m3u8'))[0]).toMatch(/\/v0\/$/);
  expect((await viewing.get('/live/none/index.m3u8')).status).toBe(404);
});

test('a stream in which viewers may go back is kept while it is published', async () => {
  const { conversation, publisher, go } = await running();
  const viewing = new HlsViewing(conversation, { dvrWindow: 60_000 });
  await viewing.folders();
  await go(1, 20);
  await conversation.pass(45_000);
  expect(instanceOf(conversation).clientCount).toBe(1);
  const [folder] = await viewing.folders();
  const { text } = await viewing.get(`${folder}media.m3u8`);
  expect(text).toMatch(/#EXT-X-MEDIA-SEQUENCE:0\n/);
  expect(text.match(/EXTINF/g)!.length).toBeGreaterThan(8);
  publisher.hangUp();
  await conversation.pass(45_000);
  expect(instanceOf(conversation).streams.find('film')).toBeUndefined();
});

test('where the application says how far viewers may go back, a stream is cut from its publication on', async () => {
  const set = ['application.hls.dvrWindow=1m', 'application.hls.dvrSize=1MiB'];
  const conversation = await Conversation.begin({ set });
  const viewing = new HlsViewing(conversation, { windowSegments: 3, windowSize: 1 });
  const publisher = await conversation.publisher('film');
  await publish(conversation, publisher, [...SETUP, ...stream.seconds(1)]);
  await publish(conversation, publisher, stream.seconds(30, 1000));
  await conversation.pass(45_000);
  const plays = () => [...instanceOf(conversation).streams.find('film')!.players].map(({ sink }) => !sink.isRecorder);
  expect(plays()).toEqual([false]);
  const first = await viewing.folders();
  expect(plays()).toEqual([true]);
  const { text } = await viewing.get(`${first[0]!}media.m3u8`);
  expect(text).toMatch(/#EXT-X-MEDIA-SEQUENCE:0\n/);
  expect(text.match(/EXTINF/g)).toHaveLength(15);
  publisher.hangUp();
  await conversation.pass(45_000);
  expect(instanceOf(conversation).streams.find('film')).toBeUndefined();
});

test('where the codec is set up otherwise the playlist goes on behind a discontinuity, with another header', async () => {
  const { conversation, publisher, viewing, go } = await running();
  const [folder] = await viewing.folders();
  await go(1, 4);
  await publish(conversation, publisher, [stream.avcHeader(5000, OTHER_AVC), ...stream.seconds(6, 5000)]);
  const { text } = await viewing.get(`${folder}media.m3u8`);
  const target = Number(/TARGETDURATION:(\d+)/.exec(text)?.[1]);
  const durations = [...text.matchAll(/#EXTINF:([\d.]+)/g)].map(([, duration]) => Number(duration));
  expect(durations.length).toBeGreaterThan(3);
  for (const duration of durations) expect(Math.round(duration)).toBeLessThanOrEqual(target);
  const marks = text.match(/#EXT-X-(?:DISCONTINUITY|MAP:URI="[^"]+")$/gm);
  expect(marks).toEqual(['#EXT-X-MAP:URI="init-0.mp4"', ...['#EXT-X-DISCONTINUITY', '#EXT-X-MAP:URI="init-1.mp4"']]);
  const headers = await Promise.all(['init-0.mp4', 'init-1.mp4'].map((name) => viewing.get(folder + name)));
  expect(headers.map(({ status }) => status)).toEqual([200, 200]);
  expect(Buffer.compare(headers[0]!.bytes, headers[1]!.bytes)).not.toBe(0);
});

test('old players are given MPEG-TS', async () => {
  const { viewing, go } = await running();
  const [folder] = await viewing.folders('/live/film/ts.m3u8');
  await go(1);
  expect((await viewing.get(`${folder}media.m3u8`)).text).toMatch(/\n0\.ts\n/);
  expect((await viewing.get(`${folder}0.ts`)).bytes[0]).toBe(0x47);
});

test('what is wrong with a file is said by another status than that of a fault of the server', async () => {
  const damaged = new MediaError('malformed', 'a box that ends beyond the file');
  const film = new FakeSource([...SETUP, ...stream.seconds(4)]);
  const recorded = { film, broken: damaged, gone: new Error('EIO') };
  const conversation = await Conversation.begin({ recorded });
  const viewing = new HlsViewing(conversation);
  expect(await viewing.get('/live/broken/index.m3u8')).toMatchObject({
    ...{ status: 422, text: 'Failed to play broken; its file is damaged.\n' },
  });
  expect(await viewing.get('/live/gone/index.m3u8')).toMatchObject({
    ...{ status: 500, text: 'Failed to play gone; it cannot be read.\n' },
  });
  const [folder] = await viewing.folders();
  film.failure = damaged;
  expect(await viewing.get(`${folder}media.m3u8`)).toMatchObject({
    ...{ status: 422, text: 'The file of this media is damaged here; other parts of it may be whole.\n' },
  });
  expect((await viewing.get(`${folder}media.m3u8`)).status).toBe(200);
});
