import { describe, expect, test } from 'vitest';
import type { Refusal } from '../../src/application/refusal.js';
import { isRefusal } from '../../src/application/refusal.js';
import type { RemotePublication } from '../../src/application/remote-publications.js';
import { parseStreamName } from '../../src/application/stream-name.js';
import { MediaMessage } from '../../src/media/media-message.js';
import type { Dismissal } from '../../src/stream/publisher.js';
import { EdgeRun } from '../support/edge-run.js';
import type { EdgeWay } from '../support/edge-run.js';
import { aac, avc } from '../support/media-payloads.js';

/** A client of the edge that asks to publish. */
async function published(
  run: EdgeRun,
  name: string,
): Promise<Refusal | { live: RemotePublication; lost: Dismissal[] }> {
  await run.conversation.connected('edge');
  const instance = run.conversation.instance('edge')!;
  run.companion.attend(instance);
  const [client] = [...instance.clients.values()];
  const lost: Dismissal[] = [];
  const publishing = run.companion.publish(client!, parseStreamName(name)!, 'live', undefined, (why) => lost.push(why));
  await run.pass(0);
  const answer = await publishing;
  if (isRefusal(answer)) return answer;
  answer.live.attach({ clientId: client!.id, isAlive: () => Promise.resolve(true), dismissed: () => undefined });
  return { live: answer, lost };
}

async function send(run: EdgeRun, { live }: RemotePublication, ...messages: MediaMessage[]): Promise<void> {
  for (const message of messages) live.receive(message);
  live.flush();
  await run.pass(0);
}

const beginning = [
  new MediaMessage('video', 100, avc.header('sps')),
  new MediaMessage('audio', 100, aac.header('asc')),
  new MediaMessage('video', 100, avc.key('k1')),
];

describe.each<{ way: EdgeWay }>([{ way: 'link' }, { way: 'rtmp' }])('over $way', ({ way }) => {
  test('what a client of the edge publishes is a live stream of the origin', async () => {
    const run = await EdgeRun.begin(way);
    const publishing = await published(run, 'a');
    if (isRefusal(publishing)) throw new Error(publishing.rule);
    await send(run, publishing.live, ...beginning);
    const player = await run.conversation.player('a');
    await send(run, publishing.live, new MediaMessage('audio', 120, aac.frame('a1')));
    expect(await player.hears()).toEqual(['audio@1 120 frame a1']);
    expect(run.conversation.instance('edge')?.streams.find('a')).toBeUndefined();
    publishing.live.end(false);
    await run.pass(0);
    expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify']);
  });

  test('a name that is taken there is refused', async () => {
    const run = await EdgeRun.begin(way);
    await run.conversation.publisher('a');
    const refusal = await published(run, 'a');
    expect(refusal).toMatchObject({ reason: 'taken' });
  });

  test('it is published anew when the way breaks, with what a player is given first', async () => {
    const run = await EdgeRun.begin(way);
    const publishing = await published(run, 'a');
    if (isRefusal(publishing)) throw new Error(publishing.rule);
    await send(run, publishing.live, ...beginning);
    await run.cut();
    await send(run, publishing.live, new MediaMessage('audio', 1000, aac.frame('lost')));
    run.mend();
    await run.pass(20_000);
    const player = await run.conversation.player('a');
    await send(run, publishing.live, new MediaMessage('audio', 2000, aac.frame('a2')));
    expect(await player.hears()).toEqual(['audio@1 2000 frame a2']);
    expect(run.conversation.instance('live')?.streams.find('a')?.beginning.gopCache.messages).toBeGreaterThan(1);
    expect(publishing.lost).toEqual([]);
    const told = ['what a client publishes does not reach the origin; it is tried again'];
    const messages = (level: 'info' | 'warn') => run.conversation.log.at(level).map(({ message }) => message);
    expect(messages('warn')).toEqual(expect.arrayContaining(told));
    expect(messages('info')).toContain('what a client publishes reaches an origin again');
    publishing.live.end(false);
    await run.pass(0);
  });
});

test('whom the origin dismisses is told', async () => {
  const run = await EdgeRun.begin('link');
  const publishing = await published(run, 'a');
  if (isRefusal(publishing)) throw new Error(publishing.rule);
  const { publisher } = run.conversation.instance('live')!.streams.find('a')!;
  publisher?.dismissed('replaced');
  await run.pass(0);
  expect(publishing.lost).toEqual(['replaced']);
});
