import { expect, onTestFinished, test } from 'vitest';
import type { HeldMedia } from '../../src/application/media-library.js';
import { parseStreamName } from '../../src/application/stream-name.js';
import { playByRtmp } from '../../src/edge/rtmp-live.js';
import { RtmpRecordings } from '../../src/edge/rtmp-recordings.js';
import { parseRtmpAddress } from '../../src/netconnection/client/rtmp-address.js';
import { Conversation } from '../support/conversation.js';
import { avc } from '../support/media-payloads.js';
import type { MemoryEnd } from '../support/memory-pair.js';
import { outgoingMeans, toConversation } from '../support/outgoing-run.js';
import { movie } from '../support/recorded-conversation.js';

const address = parseRtmpAddress('rtmp://origin.example/live')!;

/** An origin that is spoken to by RTMP alone, and what an edge of it has of its recordings. */
async function begin() {
  const source = movie(13_000);
  const conversation = await Conversation.begin({ recorded: { film: source } });
  const { clock, log } = conversation;
  const ends: MemoryEnd[] = [];
  let isUp = true;
  const dialer = toConversation(
    conversation,
    (end) => ends.push(end),
    () => isUp,
  );
  const means = outgoingMeans(dialer, clock, log);
  const forgotten: unknown[] = [];
  const recordings = new RtmpRecordings({
    ...{ clock, random: () => 1, patience: () => 2000, linger: () => 10_000 },
    forgotten: (gone) => forgotten.push(gone),
  });
  let failures = 0;
  const reach = () => Promise.resolve({ address, means, failed: () => failures++ });
  const outcome = async <T>(promise: Promise<T>): Promise<T> => {
    let isOver = false;
    const settle = (): void => void (isOver = true);
    promise.then(settle, settle);
    for (let turns = 0; turns < 200 && !isOver; turns++) await conversation.pass(50);
    return promise;
  };
  const open = (name: string) => outcome(recordings.open('_definst_', name, reach));
  const goDown = (): void => {
    isUp = false;
    for (const end of ends.splice(0)) end.destroy();
  };
  return {
    ...{ conversation, forgotten, goDown, means, open, outcome, recordings, reach, source },
    comeBack: () => void (isUp = true),
    failures: () => failures,
  };
}

/** Where a player that seeks there begins, and what it is sent first. */
async function soughtAt(held: HeldMedia, time: number, outcome: <T>(promise: Promise<T>) => Promise<T>) {
  const point = await outcome(held.source.seek(time));
  if (point === undefined) return undefined;
  const { messages } = await outcome(held.source.segment(point.position));
  return [point.time, messages[0]?.timestamp, messages.find(({ kind }) => kind === 'video')?.timestamp];
}

test('a recording is found, has its length, and can be sought in', async () => {
  const { conversation, open, outcome, source } = await begin();
  const held = (await open('film'))!;
  expect(await outcome(held.source.duration())).toBe(await source.duration());
  expect(await soughtAt(held, 0, outcome)).toEqual([0, 0, 0]);
  expect(await soughtAt(held, 9400, outcome)).toEqual([9000, 9000, 9000]);
  expect(await soughtAt(held, 60_000, outcome)).toBeUndefined();
  held.release();
  await conversation.pass(10_000);
});

test('all who play it share it, and it is kept some time', async () => {
  const { conversation, forgotten, open } = await begin();
  const [first, second] = [await open('film'), await open('film')];
  expect(first!.source).toBe(second!.source);
  first!.release();
  first!.release();
  await conversation.pass(20_000);
  expect(forgotten).toEqual([]);
  second!.release();
  await conversation.pass(9000);
  expect((await open('film'))!.source).toBe(first!.source);
  await conversation.pass(9000);
  expect(forgotten).toEqual([]);
});

test('it is forgotten when nobody played it for that long', async () => {
  const { conversation, forgotten, open } = await begin();
  const held = (await open('film'))!;
  held.release();
  await conversation.pass(10_000);
  expect(forgotten).toEqual([held.source]);
  expect((await open('film'))!.source).not.toBe(held.source);
});

test('what is live there, or nothing, is no recording', async () => {
  const { conversation, open } = await begin();
  const publisher = await conversation.publisher('studio');
  publisher.video(0, avc.key('k0'));
  await publisher.hears();
  expect(await open('studio')).toBeUndefined();
  expect(await open('nothing')).toBeUndefined();
});

test('what was being fetched when the origin went is fetched when it is back', async () => {
  const { comeBack, conversation, failures, goDown, open, outcome } = await begin();
  const held = (await open('film'))!;
  goDown();
  const segment = held.source.segment(8000);
  for (let turns = 0; turns < 4; turns++) await conversation.pass(50);
  expect(failures()).toBeGreaterThan(0);
  comeBack();
  expect((await outcome(segment)).messages[0]!.timestamp).toBe(8000);
  goDown();
  await expect(outcome(held.source.segment(4000))).rejects.toThrow();
});

test.each([true, false])(
  'a name that is recorded there is not live here, unless it cannot be had: %s',
  async (isHad) => {
    const { conversation, means } = await begin();
    const heard: string[] = [];
    const listener = {
      published: () => heard.push('published'),
      unpublished: () => heard.push('unpublished'),
      media: () => heard.push('media'),
      dataFrame: () => heard.push('data'),
      ended: (why: string) => heard.push(why),
    };
    const isFetched = (): Promise<boolean> => {
      expect(heard).toEqual([]);
      return isHad ? Promise.resolve(true) : Promise.reject(new Error('no'));
    };
    onTestFinished(playByRtmp(means, address, parseStreamName('film')!, listener, isFetched));
    for (let turns = 0; turns < 20; turns++) await conversation.pass(50);
    expect(heard.slice(0, 3)).toEqual(isHad ? ['unpublished'] : ['published', 'data', 'media']);
  },
);
