import { expect, test } from 'vitest';
import { Conversation } from '../support/conversation.js';
import { avc, padded } from '../support/media-payloads.js';
import type { ScriptedClient } from '../support/scripted-client.js';

const SIZE = 10_000;
const FRAMES_PER_SECOND = 25;

/** A publisher sends for so long: a key frame every second, 250 kB a second in all. Answers the frames that each player got. */
async function stream(
  conversation: Conversation,
  publisher: ScriptedClient,
  players: readonly ScriptedClient[],
  seconds: number,
): Promise<string[][]> {
  const got = players.map((): string[] => []);
  for (let frame = 0; frame < seconds * FRAMES_PER_SECOND; frame++) {
    const label = padded(`f${frame}`, SIZE);
    const payload = frame % FRAMES_PER_SECOND === 0 ? avc.key(label) : avc.inter(label);
    publisher.video(frame * 40, payload);
    for (const [index, player] of players.entries()) got[index]!.push(...(await player.hears()));
    await conversation.pass(40);
  }
  return got.map((lines) => lines.filter((line) => line.startsWith('video')));
}

test('a client with a cap is sent no more than it may have, and begins again with key frames', async () => {
  const conversation = await Conversation.begin({ set: ['application.client.bandwidthCap.serverToClient=100000'] });
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  const [got = []] = await stream(conversation, publisher, [player], 20);
  expect(player.isClosed).toBe(false);
  const rate = (got.length * SIZE) / 20;
  expect(rate).toBeGreaterThan(60_000);
  expect(rate).toBeLessThan(115_000);
  // Nothing comes after a gap but a key frame.
  const numbers = got.map((line) => Number(/f(\d+)/.exec(line)?.[1]));
  const afterGaps = numbers.filter((number, index) => index > 0 && number !== numbers[index - 1]! + 1);
  expect(afterGaps.length).toBeGreaterThan(3);
  expect(afterGaps.every((number) => number % FRAMES_PER_SECOND === 0)).toBe(true);
});

test('a client that stays below its cap loses nothing, and what it begins with is not held against it', async () => {
  const conversation = await Conversation.begin({ set: ['application.client.bandwidthCap.serverToClient=300000'] });
  const publisher = await conversation.publisher('stream');
  await stream(conversation, publisher, [], 1);
  publisher.video(1000, avc.key(padded('big', 900_000)));
  const player = await conversation.player('stream');
  const [got = []] = await stream(conversation, publisher, [player], 5);
  expect(got).toHaveLength(5 * FRAMES_PER_SECOND);
});

test('the clients of an application share what it may send', async () => {
  const set = ['application.resourceLimits.bandwidthCap.serverToClient=250000'];
  const conversation = await Conversation.begin({ set, apps: ['live', 'other'] });
  const publisher = await conversation.publisher('stream');
  const players = [await conversation.player('stream'), await conversation.player('stream')];
  const got = await stream(conversation, publisher, players, 10);
  const rate = (got.flat().length * SIZE) / 10;
  expect(rate).toBeGreaterThan(150_000);
  expect(rate).toBeLessThan(300_000);
  for (const lines of got) expect(lines.length).toBeGreaterThan(FRAMES_PER_SECOND);
});

test('the publishers of an application share what it may receive: reading from those who send more pauses', async () => {
  const set = ['application.resourceLimits.bandwidthCap.clientToServer=100000'];
  const conversation = await Conversation.begin({ set });
  const [one, two] = [await conversation.publisher('one'), await conversation.publisher('two')];
  one.video(0, avc.key(padded('k', 90_000)));
  await one.hears();
  expect(one.stream.isPaused).toBe(false);
  two.video(0, avc.key(padded('k', 60_000)));
  await two.hears();
  expect(two.stream.isPaused).toBe(true);
  await conversation.pass(600);
  expect(two.stream.isPaused).toBe(false);
});

test('a client has a cap for what it sends', async () => {
  const set = ['application.client.bandwidthCap.clientToServer=50000'];
  const conversation = await Conversation.begin({ set });
  const [one, two] = [await conversation.publisher('one'), await conversation.publisher('two')];
  one.video(0, avc.key(padded('k', 100_000)));
  two.video(0, avc.key(padded('k', 40_000)));
  await one.hears();
  expect([one.stream.isPaused, two.stream.isPaused]).toEqual([true, false]);
  await conversation.pass(1100);
  expect(one.stream.isPaused).toBe(false);
});
