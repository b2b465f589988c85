import { expect, test } from 'vitest';
import { AmfArray, AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import type { Client } from '../../src/application/client.js';
import { decodeCommand, encodeCommand } from '../../src/rtmp/message/command.js';
import { messageStreamId, MessageType } from '../../src/rtmp/message.js';
import { Conversation } from '../support/conversation.js';
import { membersOf } from '../support/transcript.js';

const ACCEPTED = [
  'WindowAck 2500000',
  'SetPeerBandwidth 2500000 dynamic',
  'StreamBegin@0',
  '_result 1 {fmsVer: "FMS/4,5,0,297", capabilities: 255, mode: 1} NetConnection.Connect.Success',
];
const REJECTED = ['_error 1 NetConnection.Connect.Rejected', 'close 0'];

test('connect is answered in the order of FMS', async () => {
  const conversation = await Conversation.begin();
  const client = conversation.client();
  client.connect('live');
  expect(await client.hears()).toEqual(ACCEPTED);
  expect(conversation.instance('live')?.clients.size).toBe(1);
});

test('the bandwidth of the configuration is announced', async () => {
  const set = [
    'application.client.bandwidth.serverToClient=1250000',
    'application.client.bandwidth.clientToServer=2000',
  ];
  const conversation = await Conversation.begin({ set });
  const client = conversation.client();
  client.connect('live');
  expect((await client.hears()).slice(0, 2)).toEqual(['WindowAck 1250000', 'SetPeerBandwidth 2000 dynamic']);
});

test('the information object of success', async () => {
  const conversation = await Conversation.begin();
  const client = conversation.client();
  client.connect('live', { objectEncoding: 3 });
  const [answer] = (await client.messages()).filter(({ type }) => type === MessageType.commandAmf0);
  const info = membersOf(decodeCommand(answer!).args[0]);
  expect(info).toEqual({
    level: 'status',
    code: 'NetConnection.Connect.Success',
    description: 'Connection succeeded.',
    data: new AmfArray([], [['version', '4,5,0,297']]),
    clientid: 'client-1',
    objectEncoding: 3,
  });
});

test('what a client says of itself reaches the application, its arguments too', async () => {
  const connects: [Client, readonly AmfValue[]][] = [];
  const hooks = [
    {
      name: 'spy',
      onConnect: (client: Client, _: unknown, args: readonly AmfValue[]) => {
        connects.push([client, args]);
        return undefined;
      },
    },
  ];
  const conversation = await Conversation.begin({ hooks });
  const client = conversation.client('192.0.2.1');
  client.connect(
    'live/room?token=1',
    {
      flashVer: 'WIN 32,0,0,465',
      swfUrl: 'http://example.com/player.swf',
      pageUrl: 'http://example.com/',
      tcUrl: 'rtmp://server.example:1936/live/room?token=1',
      fpad: false,
      capabilities: 239,
      audioCodecs: 3575,
      videoCodecs: 252,
      videoFunction: 1,
      objectEncoding: 3,
    },
    true,
    new AmfObject('', [['user', 'x']]),
  );
  await client.hears();
  expect(connects.map(([{ facts }]) => facts)).toEqual([
    {
      address: '192.0.2.1',
      port: 50_000,
      protocol: 'rtmp',
      secure: false,
      agent: 'WIN 32,0,0,465',
      referrer: 'http://example.com/player.swf',
      pageUrl: 'http://example.com/',
      uri: 'rtmp://server.example:1936/live/room?token=1',
      query: 'token=1',
      isEncoder: false,
      objectEncoding: 3,
      clientSeek: true,
      aggregates: true,
    },
  ]);
  expect(connects[0]?.[1]).toEqual([true, new AmfObject('', [['user', 'x']])]);
  expect(conversation.instance('live/room')?.clients.size).toBe(1);
  expect(conversation.log.text).not.toContain('token=1');
});

test('Flash Player says undefined and null for what it does not know', async () => {
  const conversation = await Conversation.begin();
  const client = conversation.client();
  client.connect('live', { swfUrl: undefined, pageUrl: null, flashVer: 10, objectEncoding: undefined });
  expect(await client.hears()).toEqual(ACCEPTED);
});

test('with objectEncoding 3 the answers after that of connect are of type 17', async () => {
  const conversation = await Conversation.begin();
  const client = conversation.client();
  client.connect('live', { objectEncoding: 3 });
  client.encoding = 'amf3';
  expect(await client.hears()).toEqual(ACCEPTED);
  client.command('createStream', 2);
  client.command('play', 0, ['stream'], 1);
  client.command('nobody', 3);
  const heard = await client.hears();
  expect(heard).toContain('_result 2 1 amf3');
  expect(heard).toContain('onStatus@1 NetStream.Play.Start amf3');
  expect(heard).toContain('_error 3 NetConnection.Call.Failed amf3');
});

test.each([
  { name: 'an application that has no folder', app: 'nothing' },
  { name: 'no text', app: 7 },
  { name: 'an array', app: [] },
  { name: 'undefined', app: undefined },
  { name: 'an empty text', app: '' },
  { name: 'a name that climbs out', app: '../conf' },
  { name: 'an instance that climbs out', app: 'live/../../conf' },
  { name: 'control characters', app: 'live\r\nFAKE LINE' },
  { name: 'of 60,000 characters', app: 'a'.repeat(60_000) },
  { name: 'a name of JavaScript', app: '__proto__' },
  { name: 'another name of JavaScript', app: 'constructor' },
])('an application is refused: $name', async ({ app }) => {
  const conversation = await Conversation.begin();
  const client = conversation.client();
  client.connect('x', { app: app as AmfValue });
  expect(await client.hears()).toEqual(REJECTED);
  expect(client.isClosed).toBe(true);
  const [line] = conversation.log.at('warn');
  expect(line).toMatchObject({
    message: 'refused to connect',
    fields: { address: '127.0.0.1', app: expect.any(String) as string, rule: expect.any(String) as string },
  });
  expect(line?.message).not.toMatch(/\n/);
});

test('the words of FMS for an application that is not defined', async () => {
  const conversation = await Conversation.begin();
  const client = conversation.client();
  client.connect('nothing');
  const [answer] = await client.messages();
  expect(membersOf(decodeCommand(answer!).args[0])).toEqual({
    level: 'error',
    code: 'NetConnection.Connect.Rejected',
    description: '[ Server.Reject ] : (_defaultRoot_, _defaultVHost_) : Application (nothing) is not defined.',
  });
});

test('connect without a command object', async () => {
  const conversation = await Conversation.begin();
  const client = conversation.client();
  client.command('connect', 1);
  expect(await client.hears()).toEqual(REJECTED);
});

test('a connect larger than what a stranger may send', async () => {
  const conversation = await Conversation.begin();
  const client = conversation.client();
  client.connect('live', { junk: 'x'.repeat(70_000) });
  expect(await client.hears()).toEqual([]);
  expect(client.isClosed).toBe(true);
  expect(conversation.log.at('warn').map(({ fields }) => fields.code)).toEqual(['pre-connect-limit']);
});

test('a second connect is refused and changes nothing', async () => {
  const conversation = await Conversation.begin({ apps: ['live', 'other'] });
  const client = await conversation.connected('live');
  client.connect('other');
  expect(await client.hears()).toEqual(['_error 1 NetConnection.Connect.Rejected']);
  expect(client.isClosed).toBe(false);
  expect(conversation.instance('live')?.clients.size).toBe(1);
  expect(conversation.instance('other')).toBeUndefined();
});

test.each(['createStream', 'publish', 'play', '_result', 'FCPublish', 'deleteStream'])(
  '%s before connect ends the connection',
  async (command) => {
    const conversation = await Conversation.begin();
    const client = conversation.client();
    client.command(command, 1, ['stream'], 1);
    expect(await client.hears()).toEqual([]);
    expect(client.isClosed).toBe(true);
    expect(conversation.log.at('warn')[0]?.fields).toMatchObject({ command, address: '127.0.0.1' });
  },
);

test('media before connect goes nowhere', async () => {
  const conversation = await Conversation.begin();
  const client = conversation.client();
  client.video(0, Uint8Array.of(0x17, 1));
  client.data(['@setDataFrame', 'onMetaData', 1]);
  client.send({
    type: MessageType.aggregate,
    timestamp: 0,
    messageStreamId: messageStreamId(1),
    payload: new Uint8Array(15),
  });
  client.connect('live');
  expect(await client.hears()).toEqual(ACCEPTED);
});

test('a protocol that an application does not allow', async () => {
  const conversation = await Conversation.begin({ set: ['application.disallowedProtocols=[rtmp]'] });
  const client = conversation.client();
  client.connect('live');
  expect(await client.hears()).toEqual(REJECTED);
});

test('who was refused by an instance does not keep it for ever', async () => {
  const conversation = await Conversation.begin({ set: ['application.disallowedProtocols=[rtmp]'], listens: true });
  const client = conversation.client();
  client.connect('live');
  await client.hears();
  expect(conversation.instance('live')).toBeDefined();
  await conversation.pass(21 * 60_000);
  expect(conversation.instance('live')).toBeUndefined();
});

test.each([
  { rule: 'application.resourceLimits.maxClients', set: 'application.resourceLimits.maxClients=1' },
  { rule: 'vhost.resourceLimits.maxConnections', set: 'vhost.resourceLimits.maxConnections=1' },
])('one client too many: $rule', async ({ set }) => {
  const conversation = await Conversation.begin({ set: [set] });
  const first = await conversation.connected();
  const second = conversation.client();
  second.connect('live');
  expect(await second.hears()).toEqual(REJECTED);
  expect(conversation.log.at('warn')).toHaveLength(1);
  first.hangUp();
  const third = conversation.client();
  third.connect('live');
  expect(await third.hears()).toEqual(ACCEPTED);
});

test('one instance too many', async () => {
  const conversation = await Conversation.begin({ set: ['vhost.resourceLimits.maxAppInstances=1'] });
  await conversation.connected('live');
  const client = conversation.client();
  client.connect('live/room');
  expect(await client.hears()).toEqual(REJECTED);
  expect(conversation.instance('live/room')).toBeUndefined();
});

test('a virtual host that lets only some in', async () => {
  const conversation = await Conversation.begin({ set: ['vhost.allow=[10.0.0.0/8]'] });
  const client = conversation.client('192.0.2.1');
  client.connect('live');
  expect(await client.hears()).toEqual(REJECTED);
  expect(conversation.log.at('warn')[0]?.fields.rule).toContain('10.0.0.0/8');
});

test('names of JavaScript in the command object are fields like any other', async () => {
  const conversation = await Conversation.begin();
  const client = conversation.client();
  const commandObject = new AmfObject('java.lang.Thread', [
    ['__proto__', new AmfObject('', [['app', 'other']])],
    ['constructor', 1],
    ['app', 'live'],
  ]);
  const command = { name: 'connect', transactionId: 1, commandObject, args: [], encoding: 'amf0' } as const;
  client.send(encodeCommand(command, messageStreamId(0)));
  expect(await client.hears()).toEqual(ACCEPTED);
});
