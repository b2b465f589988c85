import { describe, expect, test } from 'vitest';
import { EdgeRun } from '../support/edge-run.js';
import type { EdgeWay } from '../support/edge-run.js';
import { aac, avc } from '../support/media-payloads.js';
import type { ScriptedClient } from '../support/scripted-client.js';

/** A client of the edge that plays `name`, and has heard the beginning. */
async function player(run: EdgeRun, name: string): Promise<ScriptedClient> {
  const client = await run.conversation.connected('edge');
  client.command('play', 0, [name], 1);
  await run.pass(0);
  return client;
}

const media = (lines: readonly string[]) =>
  lines.filter((line) => /^(audio|video|data)@/.test(line) && !line.includes('Access'));

describe.each<{ way: EdgeWay }>([{ way: 'link' }, { way: 'rtmp' }])('over $way', ({ way }) => {
  test('a stream is taken once, with what players are given first, at the time of the origin', async () => {
    const run = await EdgeRun.begin(way);
    const publisher = await run.conversation.publisher('a');
    publisher.data(['@setDataFrame', 'onMetaData', 'facts'], 0);
    publisher.video(1000, avc.header('sps'));
    publisher.audio(1000, aac.header('asc'));
    publisher.video(1000, avc.key('k1'));
    publisher.audio(1010, aac.frame('a1'));
    publisher.video(1040, avc.inter('p1'));
    await publisher.hears();

    const [first, second] = [await player(run, 'a'), await player(run, 'a')];
    const beginning = [
      'data@1 1000 onMetaData "facts"',
      'video@1 1000 header sps',
      'audio@1 1000 header asc',
      'video@1 1000 key k1',
      'audio@1 1010 frame a1',
      'video@1 1040 inter p1',
    ];
    expect(media(await first.hears()).slice(-6)).toEqual(beginning);
    expect(media(await second.hears()).slice(-6)).toEqual(beginning);
    expect(run.plays).toEqual(['a']);
    expect(run.playersThere('a')).toBe(1);

    publisher.video(1080, avc.inter('p2'));
    await run.pass(0);
    expect(await first.hears()).toEqual(['video@1 1080 inter p2']);
    expect(await second.hears()).toEqual(['video@1 1080 inter p2']);
  });

  test('it is left some time after the last player; whoever comes before that finds it', async () => {
    const run = await EdgeRun.begin(way);
    const publisher = await run.conversation.publisher('a');
    publisher.video(0, avc.key('k1'));
    await publisher.hears();
    const first = await player(run, 'a');
    first.hangUp();
    await run.pass(4900);
    expect(run.taken).toBe(1);
    const second = await player(run, 'a');
    await run.pass(10_000);
    expect(run.taken).toBe(1);
    second.hangUp();
    await run.pass(5100);
    expect(run.taken).toBe(0);
    expect(run.playersThere('a')).toBe(0);
    expect(run.plays).toEqual(['a']);
  });

  test('players wait for what is not published yet, stay when it ends, and see it again', async () => {
    const run = await EdgeRun.begin(way);
    const waiting = await run.conversation.connected('edge');
    waiting.command('play', 0, ['a'], 1);
    await run.pass(0);
    await run.pass(2000);
    expect(await waiting.hears()).toContain('onStatus@1 NetStream.Play.Start');
    const publisher = await run.conversation.publisher('a');
    publisher.video(500, avc.header('sps'));
    publisher.video(500, avc.key('k1'));
    await publisher.hears();
    await run.pass(0);
    expect(await waiting.hears()).toEqual([
      'BufferReady@1',
      'onStatus@1 NetStream.Play.PublishNotify',
      'data@1 0 onStatus NetStream.Data.Start',
      'video@1 500 header sps',
      'video@1 500 key k1',
    ]);
    publisher.command('closeStream', 0, [], 1);
    await publisher.hears();
    await run.pass(0);
    expect(await waiting.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify']);
    const again = await run.conversation.publisher('a');
    again.video(0, avc.key('k2'));
    await again.hears();
    await run.pass(0);
    expect((await waiting.hears()).at(-1)).toMatch(/^video@1 \d+ key k2$/);
  });

  test('players stay when the way to the origin breaks, are told, and go on when it is back', async () => {
    const run = await EdgeRun.begin(way);
    const publisher = await run.conversation.publisher('a');
    publisher.video(0, avc.header('sps'));
    publisher.video(0, avc.key('k1'));
    await publisher.hears();
    const watching = await player(run, 'a');
    await watching.hears();
    await run.cut();
    expect(await watching.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify']);
    await run.pass(60_000);
    run.mend();
    publisher.video(60_000, avc.inter('p1'));
    await publisher.hears();
    await run.pass(5000);
    const lines = await watching.hears();
    expect(lines[1]).toBe('onStatus@1 NetStream.Play.PublishNotify');
    expect(
      media(lines)
        .slice(1)
        .map((line) => line.replace(/\d+ (header|key|inter)/, '$1')),
    ).toEqual(['video@1 header sps', 'video@1 key k1', 'video@1 inter p1']);
    expect(run.playersThere('a')).toBe(1);
  });
});

test('whoever plays what the origin does not publish is told so at once over a link', async () => {
  const run = await EdgeRun.begin('link');
  const client = await player(run, 'nothing');
  expect(await client.hears()).toContain('onStatus@1 NetStream.Play.Start');
  client.command('play', 0, ['recorded', 0], 1);
  await run.pass(0);
  expect(await client.hears()).toContain('onStatus@1 NetStream.Play.StreamNotFound');
});
