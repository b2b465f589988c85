import { expect, test } from 'vitest';
import type { MediaSegment, SeekPoint } from '../../src/media/media-source.js';
import { Conversation } from '../support/conversation.js';
import { FakeSource, film } from '../support/fake-source.js';
import { avc } from '../support/media-payloads.js';
import { END, isMedia, movie, recordedPlayer, sees } from '../support/recorded-conversation.js';
import type { ScriptedClient } from '../support/scripted-client.js';

/** A source on a slow disk: what is read comes when a test says so. */
class SlowSource extends FakeSource {
  isSlow = false;
  readonly #waiting: (() => void)[] = [];

  override async seek(time: number): Promise<SeekPoint | undefined> {
    await this.#disk();
    return super.seek(time);
  }

  override async segment(position: number): Promise<MediaSegment> {
    await this.#disk();
    return super.segment(position);
  }

  /** Answers how many reads were waited for. */
  goOn(): number {
    this.isSlow = false;
    for (const read of this.#waiting) read();
    return this.#waiting.length;
  }

  #disk(): Promise<void> {
    return this.isSlow ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }
}

const slowMovie = (): SlowSource => new SlowSource(film({ duration: 60_000, frame: 500, sound: 500 }));

const ENDS: readonly { how: string; end: (player: ScriptedClient) => void }[] = [
  { how: 'closeStream', end: (player) => player.command('closeStream', 0, [], 1) },
  { how: 'play(false)', end: (player) => player.command('play', 0, [false], 1) },
  { how: 'deleteStream', end: (player) => player.command('deleteStream', 0, [1]) },
  { how: 'hanging up', end: (player) => player.hangUp() },
  { how: 'a broken connection', end: (player) => player.hangUp(new Error('reset')) },
];

const MOMENTS: readonly {
  when: string;
  begin: (player: ScriptedClient, source: SlowSource) => Promise<void> | void;
}[] = [
  { when: 'the beginning is looked for', begin: (_, source) => void (source.isSlow = true) },
  {
    when: 'a place is looked for',
    async begin(player, source) {
      await player.hears();
      source.isSlow = true;
      player.command('seek', 0, [30_000], 1);
    },
  },
  {
    when: 'a segment is read',
    async begin(player, source) {
      await player.hears();
      source.isSlow = true;
      player.control({ event: 'setBufferLength', messageStreamId: 1, bufferLength: 30_000 });
    },
  },
];

test.each(MOMENTS.flatMap((moment) => ENDS.map((end) => ({ ...moment, ...end }))))(
  '$how while $when leaves nothing behind',
  async ({ begin, end }) => {
    const source = slowMovie();
    const conversation = await Conversation.begin({ recorded: { movie: source } });
    const player = await recordedPlayer(conversation);
    const other = await recordedPlayer(conversation);
    player.command('play', 0, ['movie', 0], 1);
    await begin(player, source);
    await conversation.pass(10);
    end(player);
    await conversation.pass(10);
    await player.hears();
    expect(source.goOn()).toBeGreaterThan(0);
    await conversation.pass(5000);
    expect(await player.hears()).toEqual([]);
    expect(conversation.library.held).toBe(0);
    other.command('play', 0, ['movie', 30_000], 1);
    expect(await sees(other)).toContain('video@1 0 key k30000');
  },
);

test('one connection plays what is recorded and what is live, and publishes, all at the same time', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(60_000), short: movie(1000) } });
  const client = await recordedPlayer(conversation, 4);
  client.command('publish', 0, ['show', 'live'], 1);
  client.command('play', 0, ['show', -1], 2);
  client.command('play', 0, ['movie', 10_000], 3);
  client.command('play', 0, ['short', 0], 4);
  const heard = await client.hears();
  expect(heard.filter((line) => line.includes('@4')).slice(-3)).toEqual(END.map((line) => line.replace('@1', '@4')));
  expect(heard).toContain('video@3 0 key k10000');
  client.video(0, avc.header('sps'), 1);
  client.video(0, avc.key('live1'), 1);
  await conversation.pass(1000);
  const later = (await client.hears()).filter(isMedia);
  expect(later).toContain('video@2 0 key live1');
  expect(later.some((line) => line.startsWith('video@3 3000'))).toBe(true);
  client.command('deleteStream', 0, [3]);
  client.video(1000, avc.key('live2'), 1);
  await conversation.pass(3000);
  expect((await client.hears()).filter(isMedia)).toEqual(['video@2 1000 key live2']);
  expect(conversation.library.held).toBe(1);
  client.hangUp();
  await conversation.pass(10);
  expect(conversation.library.held).toBe(0);
});
