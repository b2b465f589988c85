import { beforeEach, describe, expect, it } from 'vitest';
import { AmfObject } from '../../../src/amf/value.js';
import type { ClientConnection, ClientFacts } from '../../../src/application/client.js';
import { Client } from '../../../src/application/client.js';
import { UpstreamClient } from '../../../src/edge/upstream-client.js';
import { silentLogger } from '../../../src/log/logger.js';
import { decodeCommand, encodeCommand } from '../../../src/rtmp/message/command.js';
import type { SharedObjectEvent } from '../../../src/rtmp/message/shared-object-event.js';
import { decodeSharedObject, encodeSharedObject } from '../../../src/rtmp/message/shared-object.js';
import { CONNECTION_STREAM, MessageType } from '../../../src/rtmp/message.js';
import type { RtmpMessage } from '../../../src/rtmp/message.js';
import { FakeOrigin, originsOf } from '../../support/fake-origins.js';
import { ManualClock } from '../../support/manual-clock.js';
import { settled } from '../../support/settled.js';

let clock: ManualClock;
let first: FakeOrigin;
let second: FakeOrigin;
let upstream: UpstreamClient;
/** What the client is told, and what becomes of it. */
let told: string[];

beforeEach(() => {
  clock = new ManualClock();
  [first, second] = [new FakeOrigin(), new FakeOrigin()];
  told = [];
  const connection = {
    dismiss: (description: string) => told.push(`dismissed: ${description}`),
    disconnect: () => told.push('disconnected'),
  } as unknown as ClientConnection;
  const client = new Client('c1', { address: '192.0.2.1' } as ClientFacts, connection);
  client.conversation = {
    connectObject: undefined,
    pass: (message) => void told.push(describeMessage(message)),
    leave: () => told.push('left'),
  };
  const connect = ({ host }: { host: string }): AmfObject =>
    AmfObject.of({ app: 'hall', tcUrl: `rtmp://${host}/hall` });
  upstream = new UpstreamClient(
    { client, origins: originsOf(clock, first, second), connect, args: ['anna'] },
    { clock, logger: silentLogger, random: () => 1, timeout: 2000, maxOutage: 60_000 },
  );
});

function describeMessage(message: RtmpMessage): string {
  if (message.type !== MessageType.commandAmf0)
    return decodeSharedObject(message)
      .events.map(({ event }) => event)
      .join();
  const { name, transactionId, args } = decodeCommand(message);
  const [info] = args;
  return `${name} ${transactionId} ${info instanceof AmfObject ? JSON.stringify(info.get('code')) : JSON.stringify(info)}`;
}

function call(name: string, transactionId: number): void {
  const command = { name, transactionId, commandObject: null, args: [], encoding: 'amf0' } as const;
  void upstream.receive(encodeCommand(command, CONNECTION_STREAM), command);
}

function change(name: string, event: SharedObjectEvent): void {
  void upstream.receive(encodeSharedObject({ name, version: 7, persistent: true, encoding: 'amf0', events: [event] }));
}

async function comeIn(origin = first): Promise<void> {
  const connected = upstream.connect();
  await settled(clock);
  origin.visit.letIn();
  expect(await connected).toBeUndefined();
}

describe('a client that comes', () => {
  it('says to the origin what it was told to say, and passes on what the origin says before and after', async () => {
    const connected = upstream.connect();
    await settled(clock);
    const [connect] = first.visit.commands;
    expect([connect?.name, connect?.args, (connect?.commandObject as AmfObject).get('tcUrl')]).toEqual([
      ...['connect', ['anna'], 'rtmp://origin1/hall'],
    ]);
    first.visit.say('welcome', 0, 'early');
    first.visit.letIn();
    await connected;
    first.visit.say('welcome', 0, 'late');
    expect(told).toEqual(['welcome 0 "early"', 'welcome 0 "late"']);
  });

  it('is refused with all that the origin has to say', async () => {
    const connected = upstream.connect();
    await settled(clock);
    const ex = AmfObject.of({ code: 302, redirect: 'rtmp://other/hall' });
    first.visit.refuse({ description: 'no', application: 'why', ex });
    expect(await connected).toEqual({
      ...{
        rule: 'the origin refused',
        reason: 'denied',
        description: 'no',
        data: 'why',
        redirect: 'rtmp://other/hall',
      },
    });
    expect(first.visit.closedFor).toBe('closed-by-client');
  });

  it('goes to the next server if one does not answer, or goes while it is asked', async () => {
    first.isDown = true;
    await comeIn(second);
    expect(second.visits).toHaveLength(1);
  });

  it('is gone from the origin if it leaves before it was let in', async () => {
    const connected = upstream.connect();
    await settled(clock);
    upstream.close();
    expect(first.visit.closedFor).toBe('closed-by-client');
    expect(await connected).toMatchObject({ reason: 'failed' });
    expect(second.visits).toEqual([]);
  });

  it('is refused if no server answers', async () => {
    first.isDown = second.isDown = true;
    expect(await upstream.connect()).toMatchObject({
      reason: 'failed',
      rule: 'proxy: no origin can be asked whether the client may come in: rtmp://origin2:1935: ECONNREFUSED',
      description:
        '[ Server.Reject ] : The origin cannot be reached, and only it can say who may come in. Try again later.',
    });
  });
});

describe('a client whose origin is lost', () => {
  it('is told of the calls that are owed, and is at the next one with its shared objects', async () => {
    await comeIn();
    change('board', { event: 'use' });
    change('gone', { event: 'use' });
    change('gone', { event: 'release' });
    call('answered', 2);
    call('owed', 3);
    first.visit.say('_result', 2, 'yes');
    first.visit.lose();
    expect(told).toEqual(['_result 2 "yes"', '_error 3 "NetConnection.Call.Failed"']);
    await settled(clock);
    second.visit.letIn();
    await settled(clock);
    const objects = second.visit.heard.filter(({ type }) => type === MessageType.sharedObjectAmf0);
    expect(objects.map((message) => decodeSharedObject(message))).toMatchObject([
      { name: 'board', version: 0, persistent: true, events: [{ event: 'use' }] },
    ]);
    call('works', 4);
    expect(second.visit.commands.map(({ name }) => name)).toEqual(['connect', 'works']);
  });

  it('is told of each call while there is none, and what it changed is said then', async () => {
    await comeIn();
    change('board', { event: 'use' });
    first.isDown = second.isDown = true;
    first.visit.lose();
    await settled(clock);
    call('lost', 2);
    call('notify', 0);
    call('_result', 9);
    change('board', { event: 'requestChange', properties: [['colour', 'red']] });
    expect(told).toEqual(['_error 2 "NetConnection.Call.Failed"', 'onStatus 0 "NetConnection.Call.Failed"']);
    first.isDown = false;
    clock.advance(250);
    await settled(clock);
    first.visit.letIn();
    await settled(clock);
    expect(first.visit.heard.slice(1).map(describeMessage)).toEqual(['use', 'requestChange']);
  });

  it('is asked to go if it changes more than can be kept', async () => {
    await comeIn();
    first.isDown = second.isDown = true;
    first.visit.lose();
    await settled(clock);
    change('board', { event: 'requestChange', properties: [['text', 'x'.repeat(200_000)]] });
    expect(told).toEqual([]);
    change('board', { event: 'requestChange', properties: [['text', 'x'.repeat(200_000)]] });
    expect(told).toEqual(['disconnected']);
  });

  it('is dismissed if the next one does not want it', async () => {
    await comeIn();
    first.visit.lose();
    await settled(clock);
    second.visit.refuse({ description: 'no' });
    await settled(clock);
    expect(told).toEqual(['dismissed: no']);
  });

  it('is disconnected when no origin came for too long', async () => {
    await comeIn();
    first.isDown = second.isDown = true;
    first.visit.lose();
    for (let i = 0; i < 20 && told.length === 0; i++) {
      await settled(clock);
      clock.advance(5000);
    }
    expect(told).toEqual(['disconnected']);
    expect(clock.timers).toBe(0);
  });

  it('stays if the origin stops, and leaves if the origin says so', async () => {
    await comeIn();
    first.visit.say('onStatus', 0, AmfObject.of({ code: 'NetConnection.Connect.AppShutdown' }));
    first.visit.handler?.closed('closed-by-server');
    await settled(clock);
    second.visit.letIn();
    await settled(clock);
    expect(told).toEqual([]);
    second.visit.say('onStatus', 0, AmfObject.of({ code: 'NetConnection.Connect.Closed' }));
    second.visit.handler?.closed('closed-by-server');
    await settled(clock);
    expect(told).toEqual(['onStatus 0 "NetConnection.Connect.Closed"', 'left']);
  });

  it('goes to the next server if it is lost in the moment in which it lets the client in', async () => {
    const connected = upstream.connect();
    await settled(clock);
    first.visit.letIn();
    first.visit.lose();
    await settled(clock);
    second.visit.letIn();
    expect(await connected).toBeUndefined();
    call('works', 2);
    expect(second.visit.commands.map(({ name }) => name)).toEqual(['connect', 'works']);
    expect(told).toEqual([]);
  });

  it('leaves with what it was told if the origin lets it in and says goodbye in one breath', async () => {
    const connected = upstream.connect();
    await settled(clock);
    first.visit.letIn();
    first.visit.say('onStatus', 0, AmfObject.of({ code: 'NetConnection.Connect.Closed' }));
    first.visit.handler?.closed('closed-by-server');
    expect(await connected).toBeUndefined();
    expect(told).toEqual(['onStatus 0 "NetConnection.Connect.Closed"']);
    clock.turn();
    expect(told.slice(1)).toEqual(['left']);
  });

  it('is listened to again, though the origin was lost while too much waited for it', async () => {
    await comeIn();
    first.visit.queuedBytes = 2 * 1024 * 1024;
    const command = { name: 'late', transactionId: 2, commandObject: null, args: [], encoding: 'amf0' } as const;
    const taken = upstream.receive(encodeCommand(command, CONNECTION_STREAM), command);
    expect(taken).toBeInstanceOf(Promise);
    first.visit.lose();
    await taken;
    expect(told).toEqual(['_error 2 "NetConnection.Call.Failed"']);
  });

  it('is told of more owed calls than are remembered', async () => {
    await comeIn();
    for (let id = 2; id < 1005; id++) call('owed', id);
    first.visit.say('_result', 1004);
    first.visit.lose();
    expect(told.slice(1, 1001).every((text) => text.startsWith('_error'))).toBe(true);
    expect(told.slice(1001)).toEqual(['onStatus 0 "NetConnection.Call.Failed"']);
  });

  it('is asked to go if it uses more objects than can be remembered while there is no origin', async () => {
    await comeIn();
    first.isDown = second.isDown = true;
    first.visit.lose();
    await settled(clock);
    for (let count = 0; count < 10_000; count++) change(`object ${count}`, { event: 'use' });
    expect(told).toEqual([]);
    change('one more', { event: 'use' });
    expect(told).toEqual(['disconnected']);
  });

  it('leaves nothing behind when it goes itself', async () => {
    await comeIn();
    first.isDown = second.isDown = true;
    first.visit.lose();
    await settled(clock);
    expect(clock.timers).toBe(1);
    upstream.close();
    expect(clock.timers).toBe(0);
  });
});
