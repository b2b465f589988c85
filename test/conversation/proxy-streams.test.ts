import { expect, test } from 'vitest';
import type { MediaError } from '../../src/media/media-error.js';
import { Conversation } from '../support/conversation.js';
import { FakeSource, film } from '../support/fake-source.js';
import { isMedia, movie, recordedPlayer, sees } from '../support/recorded-conversation.js';
import { ScriptConnections } from '../support/script-connections.js';
import type { ScriptedClient } from '../support/scripted-client.js';

/** A script whose `copy` is the `film` of another server, which is the server of the conversation itself. */
async function proxying(source: FakeSource | MediaError, remoteName = 'film') {
  const conversation = await Conversation.begin({ recorded: { film: source } });
  const script = await ScriptConnections.begin(conversation);
  script.open(1);
  script.proxies.handlers['proxyStream.from']('copy', 1, remoteName);
  await script.told();
  return { conversation, script };
}

/** All that a player is sent of a film from a time on; its buffer is large enough for all. */
async function playedFrom(conversation: Conversation, name: string, start: number): Promise<string[]> {
  const player = await recordedPlayer(conversation);
  player.control({ event: 'setBufferLength', messageStreamId: 1, bufferLength: 36_000_000 });
  player.command('play', 0, [name, start], 1);
  const heard: string[] = [];
  for (let turns = 0; turns < 50 && !heard.some((line) => line.includes('Play.Complete')); turns++) {
    heard.push(...(await player.hears()));
    // What is whole shows that by not growing.
    await conversation.pass(turns < 20 ? 0 : 1000);
  }
  const seen = heard.filter((line) => isMedia(line) || line.includes('onMetaData'));
  player.hangUp();
  return seen;
}

test.each([
  { name: 'from its beginning', start: 0, gop: 1000 },
  { name: 'from a key frame', start: 5000, gop: 1000 },
  { name: 'from where two parts meet', start: 8000, gop: 1000 },
  { name: 'between key frames', start: 9400, gop: 1000 },
  { name: 'with a key frame that is far back', start: 10_500, gop: 9000 },
  { name: 'with no key frame but the first', start: 7200, gop: 20_000 },
])('a film of another server, as if it were here: $name', async ({ start, gop }) => {
  const { conversation } = await proxying(movie(13_000, gop));
  const there = await playedFrom(conversation, 'film', start);
  expect(there.length).toBeGreaterThan(5);
  expect(await playedFrom(conversation, 'copy', start)).toEqual(there);
});

test('sound alone, of any length', async () => {
  const { conversation } = await proxying(new FakeSource(film({ duration: 9000, sound: 500, video: false })));
  const there = await playedFrom(conversation, 'film', 4300);
  expect(await playedFrom(conversation, 'copy', 4300)).toEqual(there);
});

test('a script knows its length, and it is fetched once for all', async () => {
  const source = movie(9000);
  const { conversation, script } = await proxying(source);
  const first = await playedFrom(conversation, 'copy', 0);
  const reads = source.reads.length;
  expect(await playedFrom(conversation, 'copy', 0)).toEqual(first);
  expect(source.reads.length - reads).toBeLessThanOrEqual(2);
  const { handlers } = script.streams;
  const length = handlers['stream.length']('copy', '');
  await conversation.pass(0);
  expect(await length).toBeCloseTo(8.5);
});

test('what is recorded there while it is played comes, too', async () => {
  const whole = movie(9000);
  const source = new FakeSource(whole.messages.filter(({ timestamp }) => timestamp < 5000));
  const { conversation } = await proxying(source);
  const player = await recordedPlayer(conversation);
  player.control({ event: 'setBufferLength', messageStreamId: 1, bufferLength: 36_000_000 });
  player.command('play', 0, ['copy', 0], 1);
  const seen: string[] = [];
  for (let turns = 0; turns < 50 && seen.at(-1)?.includes('a4500') !== true; turns++) {
    await conversation.pass(0);
    seen.push(...(await sees(player)));
  }
  expect(seen.at(-1)).toContain('a4500');
  source.messages.push(...whole.messages.filter(({ timestamp }) => timestamp >= 5000));
  for (let i = 0; i < 10; i++) {
    await conversation.pass(1000);
    seen.push(...(await sees(player)));
  }
  const labels = (lines: readonly string[]): string[] => lines.filter((line) => /[kpa]\d/.test(line));
  expect(labels(seen).at(-1)).toContain('a8500');
  expect(new Set(labels(seen)).size).toBe(labels(seen).length);
});

async function refusal(conversation: Conversation, player: ScriptedClient): Promise<string[]> {
  player.command('play', 0, ['copy', 0], 1);
  for (let turns = 0; turns < 5; turns++) await conversation.pass(0);
  return (await player.hears())
    .filter((line) => line.includes('onStatus'))
    .map((line) => line.replace(/.*NetStream\./, ''));
}

test('what is not there is not found; what cannot be had says so', async () => {
  const { conversation, script } = await proxying(movie(3000), 'none');
  const player = await recordedPlayer(conversation);
  expect(await refusal(conversation, player)).toContain('Play.StreamNotFound');
  script.proxies.handlers['proxyStream.from']('copy', 1, 'film');
  script.ends[0]!.destroy();
  await conversation.pass(0);
  expect((await refusal(conversation, player)).at(-1)).toBe('Failed');
});

test('media that is here comes first, and nothing is taken any more when the script says so', async () => {
  const here = movie(2000, 1000, 'here');
  const conversation = await Conversation.begin({ recorded: { film: movie(2000), copy: here } });
  const script = await ScriptConnections.begin(conversation);
  const { handlers } = script.proxies;
  script.open(1);
  handlers['proxyStream.from']('copy', 1, 'film');
  handlers['proxyStream.from']('other', 1, 'film');
  await script.told();
  expect((await playedFrom(conversation, 'copy', 0)).join()).toContain('herek0');
  expect((await playedFrom(conversation, 'other', 0)).join()).toContain('k0');
  handlers['proxyStream.from']('other', undefined, '');
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['other', 0], 1);
  expect((await player.hears()).join()).toContain('NetStream.Play.StreamNotFound');
});

test('a script is told when there is no such connection, or no such name', async () => {
  const script = await ScriptConnections.begin(await Conversation.begin());
  const { handlers } = script.proxies;
  handlers['proxyStream.from']('copy', 7, 'film');
  handlers['proxyStream.from']('../copy', 7, 'film');
  expect(await script.told()).toEqual(['copy: Failed', '../copy: Failed']);
});
