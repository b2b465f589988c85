import { expect, test } from 'vitest';
import type { AmfValue } from '../../src/amf/value.js';
import { AmfObject } from '../../src/amf/value.js';
import { pack } from '../../src/script/protocol/pack.js';
import { Conversation } from '../support/conversation.js';
import { avc } from '../support/media-payloads.js';
import { ScriptStreams } from '../support/script-streams.js';

test('send: data in the midst of media, and while nobody publishes', async () => {
  const conversation = await Conversation.begin();
  const player = await conversation.player('channel');
  const script = ScriptStreams.in(conversation);
  const send = (handler: string, ...args: AmfValue[]): boolean =>
    script.handlers['stream.send']('channel', handler, pack(...args));
  expect(send('hello', 'a', AmfObject.of({ b: 1 }))).toBe(true);
  await conversation.pass(1000);
  expect(send('hello', 2)).toBe(true);
  const source = await conversation.publisher('channel');
  source.video(0, avc.key('k'));
  send('hello', 3);
  await conversation.pass(0);
  expect((await player.hears()).filter((line) => /hello|key/.test(line))).toEqual([
    'data@1 0 hello "a" {b: 1}',
    'data@1 1000 hello 2',
    'video@1 1000 key k',
    'data@1 1000 hello 3',
  ]);
});

test('send: what @setDataFrame keeps is given to those who come later, until @clearDataFrame', async () => {
  const conversation = await Conversation.begin();
  await conversation.connected();
  const script = ScriptStreams.in(conversation);
  const send = (handler: string, ...args: AmfValue[]): boolean =>
    script.handlers['stream.send']('quiet', handler, pack(...args));
  const heard = async (): Promise<string[]> =>
    (await (await conversation.player('quiet')).hears()).filter((line) => line.includes('onMetaData'));
  const joined = async (): Promise<boolean> => {
    const player = await conversation.connected();
    player.command('play', 0, ['quiet'], 1);
    return (await player.hears()).some((line) => line.includes('onMetaData'));
  };
  expect(send('@setDataFrame', 'onMetaData', AmfObject.of({ title: 'x' }))).toBe(true);
  expect(await joined()).toBe(true);
  expect(await heard()).toEqual([]);
  expect(send('@clearDataFrame', 'onMetaData')).toBe(true);
  expect(await joined()).toBe(false);
  expect(send('@setDataFrame', 7)).toBe(false);
  send('@setDataFrame', 'onMetaData', null);
  script.handlers['stream.release']('quiet');
  expect(await joined()).toBe(false);
});
