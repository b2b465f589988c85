import { expect, test } from 'vitest';
import type { AmfObject } from '../../src/amf/value.js';
import { MessageType } from '../../src/rtmp/message.js';
import { FakeServer } from '../support/fake-server.js';
import { chunkHeader, raw, repeat } from '../support/hostile-bytes.js';
import { ManualClock } from '../support/manual-clock.js';
import type { MemoryEnd } from '../support/memory-pair.js';
import { OutgoingRun, toEnd } from '../support/outgoing-run.js';
import { plainHandshake } from '../support/rtmp-ends.js';
import { settled } from '../support/settled.js';

/** A connection to a server that does `what`, after so many milliseconds. */
async function connectTo(
  what: (end: MemoryEnd) => void,
  milliseconds = 0,
): Promise<{ run: OutgoingRun; clock: ManualClock }> {
  const clock = new ManualClock();
  const run = new OutgoingRun(toEnd(what), clock, {});
  await settled(clock);
  clock.advance(milliseconds);
  await settled(clock);
  return { run, clock };
}

/** What it was told: `code: description`. */
function told(run: OutgoingRun): string[] {
  return run.infos.map((info) => `${info.get('code') as string}: ${info.get('description') as string}`);
}

const hangsUp = (end: MemoryEnd): void => {
  const server = new FakeServer(end);
  server.hears = () => server.hangUp();
};
/** Says after the handshake what is no answer to connect. */
const says =
  (bytes: Uint8Array) =>
  (end: MemoryEnd): void => {
    const server = new FakeServer(end);
    server.hears = () => server.write(bytes);
  };
const deep = raw(2, 0, 7, '_result', 0, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, repeat(raw(3, 0, 1, 'a'), 200));

const BROKEN = 'The server breaks the protocol.';

test.each<readonly [string, (end: MemoryEnd) => void, number, string]>([
  ['says nothing', () => undefined, 10_000, 'The server does not answer the handshake: does it speak RTMP?'],
  ['is a web server', (end) => end.write([raw('HTTP/1.1 400 Bad Request')]), 0, BROKEN],
  [
    'stops in the handshake',
    (end) => end.write([plainHandshake.subarray(0, 2000)]),
    10_000,
    'The server does not answer the handshake: does it speak RTMP?',
  ],
  ['hangs up at once', (end) => end.destroy(), 0, 'The server closed the connection.'],
  ['hangs up after connect', hangsUp, 0, 'The server closed the connection.'],
  ['does not answer connect', (end) => void new FakeServer(end), 15_000, 'The server did not answer in time.'],
  ['announces a huge message', says(chunkHeader(3, 0xffffff, MessageType.commandAmf0)), 0, BROKEN],
  [
    'answers with nesting without end',
    says(raw(chunkHeader(3, deep.length, MessageType.commandAmf0), chunked(deep))),
    0,
    BROKEN,
  ],
  ['sends what is no chunk', says(raw(0xff, repeat(raw(0xff), 100))), 0, BROKEN],
])('a server that %s', async (_, what, milliseconds, why) => {
  const { run, clock } = await connectTo(what, milliseconds);
  expect(told(run)).toEqual([`NetConnection.Connect.Failed: ${why}`]);
  expect(clock.timers).toBe(0);
});

test('nobody there, or nobody found in time', async () => {
  const clock = new ManualClock();
  const refused = new OutgoingRun({ dial: () => Promise.reject(new Error('nobody answers at x:1935')) }, clock, {});
  let signal: AbortSignal | undefined;
  const dial = (_: unknown, given: AbortSignal): Promise<never> => {
    signal = given;
    return new Promise(() => undefined);
  };
  const unanswered = new OutgoingRun({ dial }, clock, {});
  await settled(clock);
  expect(told(refused)).toEqual(['NetConnection.Connect.Failed: nobody answers at x:1935']);
  clock.advance(14_999);
  expect([signal?.aborted, told(unanswered)]).toEqual([false, []]);
  clock.advance(1);
  expect(signal?.aborted).toBe(true);
  expect(told(unanswered)).toEqual(['NetConnection.Connect.Failed: The server did not answer in time.']);
  expect(clock.timers).toBe(0);
});

test('a connection that is closed before it stands', async () => {
  const { run, clock } = await connectTo((end) => void new FakeServer(end));
  run.connection.close();
  await settled(clock);
  expect(run.codes).toEqual(['NetConnection.Connect.Failed']);
  expect(clock.timers).toBe(0);
});

test('a server that sends calls without end is not listened to while it waits for the answers', async () => {
  let server: FakeServer | undefined;
  const { run, clock } = await connectTo((end) => (server = FakeServer.welcoming(end)));
  run.call = (method) => {
    run.calls.push(method);
    return new Promise(() => undefined);
  };
  for (let i = 1; i <= 3000; i++) server!.command('flood', i);
  await settled(clock);
  expect(run.calls).toHaveLength(1000);
});

test.each([0, -1, 1.5, Number.NaN, 2 ** 40, 'one', null])('a stream with the number %s is none', async (number) => {
  let server: FakeServer | undefined;
  const { run, clock } = await connectTo((end) => {
    server = FakeServer.welcoming(end);
    const { hears } = server;
    server.hears = (command) => {
      hears(command);
      if (command.name === 'createStream') server!.command('_result', command.transactionId, [number]);
    };
  });
  const heard: unknown[] = [];
  run.connection.stream({ status: (info: AmfObject) => heard.push(info.get('code')) }).publish('a', 'live');
  await settled(clock);
  expect(heard).toEqual(['NetStream.Failed']);
  expect(server!.commands.map(({ name }) => name)).toEqual(['connect', 'createStream']);
});

test('answers, statuses and media that nobody asked for change nothing', async () => {
  let server: FakeServer | undefined;
  const { run, clock } = await connectTo((end) => (server = FakeServer.welcoming(end)));
  server!.command('_result', 1, ['again']);
  server!.command('_result', 77, ['what']);
  server!.command('_error', 78);
  server!.command('onStatus', 0, ['no object']);
  server!.command('onStatus', 0, [null], 5);
  server!.write(raw(chunkHeader(6, 2, MessageType.video, 9), 0x17, 0));
  await settled(clock);
  expect(run.codes).toEqual(['NetConnection.Connect.Success']);
  server!.command('close', 0);
  await settled(clock);
  expect(run.codes.slice(1)).toEqual(['NetConnection.Connect.Closed']);
});

/** A payload in chunks of 128 bytes of chunk stream 3, without the first header. */
function chunked(payload: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [payload.subarray(0, 128)];
  for (let at = 128; at < payload.length; at += 128) parts.push(raw(0xc3), payload.subarray(at, at + 128));
  return raw(...parts);
}
