import { expect, test } from 'vitest';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { Conversation } from '../support/conversation.js';
import type { ScriptedClient } from '../support/scripted-client.js';

/** Answers each probe after `delay` milliseconds, and ends with what is not one. */
async function answersProbes(conversation: Conversation, client: ScriptedClient, delay: number) {
  const sizes: number[] = [];
  for (;;) {
    const [message] = await client.messages();
    const { name, transactionId, args } = decodeCommand(message!);
    if (transactionId === 0) return { sizes, name, args };
    sizes.push((args[0] as string).length);
    await conversation.pass(delay);
    client.command('_result', transactionId, [0]);
  }
}

test.each([
  { command: 'checkBandwidth', check: 'onBWCheck', done: 'onBWDone' },
  { command: '_checkbw', check: '_onbwcheck', done: '_onbwdone' },
])('$command: growing payloads until the time is up, then what was measured', async ({ command, check, done }) => {
  const conversation = await Conversation.begin({ set: ['application.client.bandwidthDetection.maxWait=1s'] });
  const client = await conversation.connected();
  client.command(command, 5);
  const [answer, probe] = await client.hears();
  expect(answer).toBe('_result 5 undefined');
  expect(probe).toBe(`${check} 1 ""`);
  await conversation.pass(100);
  client.command('_result', 1, [0]);
  const { sizes, name, args } = await answersProbes(conversation, client, 300);
  expect(name).toBe(done);
  expect(sizes).toEqual([16, 32, 48].map((kilobytes) => kilobytes * 1024));
  // 96 KiB in three times 300 ms, of which 100 ms each are latency.
  expect(args).toEqual([Math.round((96 * 1024 * 8) / 600), Math.round((96 * 1024 * 8) / 1000), 900, 100]);
});

test('the highest rate that is reported is in kilobits per second', async () => {
  const set = [
    'application.client.bandwidthDetection.maxWait=1s',
    'application.client.bandwidthDetection.maxRate=1000',
  ];
  const conversation = await Conversation.begin({ set });
  const client = await conversation.connected();
  client.command('checkBandwidth', 0);
  const { args } = await answersProbes(conversation, client, 300);
  expect(args[0]).toBe(1000);
});

test('a client without onBWCheck says so, and that is the end of it', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected();
  client.command('checkBandwidth', 0);
  expect(await client.hears()).toEqual(['onBWCheck 1 ""']);
  client.command('_error', 1, []);
  expect(await client.hears()).toEqual([]);
  client.command('checkBandwidth', 0);
  expect(await client.hears()).toEqual(['onBWCheck 2 ""']);
});

test('one measurement at a time', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected();
  client.command('checkBandwidth', 0);
  client.command('checkBandwidth', 7);
  expect(await client.hears()).toEqual(['onBWCheck 1 ""', '_error 7 NetConnection.Call.Failed']);
});

test('switched off', async () => {
  const conversation = await Conversation.begin({ set: ['application.client.bandwidthDetection.enabled=false'] });
  const client = await conversation.connected();
  client.command('checkBandwidth', 7);
  client.command('_checkbw', 0);
  expect(await client.hears()).toEqual(['_error 7 NetConnection.Call.Failed']);
});

test('a client that goes away in the middle', async () => {
  const conversation = await Conversation.begin();
  const client = await conversation.connected();
  client.command('checkBandwidth', 0);
  await client.hears();
  client.hangUp();
  await conversation.pass(5000);
});
