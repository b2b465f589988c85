import { expect, onTestFinished, test, vi } from 'vitest';
import type { Hook } from '../../src/application/hook.js';
import { OutgoingStream } from '../../src/netconnection/client/outgoing-stream.js';
import { applicationOperations } from '../../src/script/host/application-operations.js';
import { pack } from '../../src/script/protocol/pack.js';
import { Conversation } from '../support/conversation.js';
import { FakeSource, film } from '../support/fake-source.js';
import { avc } from '../support/media-payloads.js';
import { passing } from '../support/recorded-conversation.js';
import { ScriptConnections } from '../support/script-connections.js';

test('a connection: what the script is told, from open to close', async () => {
  const conversation = await Conversation.begin();
  const script = await ScriptConnections.begin(conversation);
  expect(script.open(1)).toBe(true);
  expect(await script.told()).toEqual(['1: Connect.Success']);
  expect(conversation.instance('live/other')!.clients.size).toBe(1);
  script.connections.handlers['connection.close'](1);
  expect(await script.told()).toEqual([]);
  expect(conversation.instance('live/other')!.clients.size).toBe(0);
  await expect(script.call(1, 'any')).rejects.toThrow('no such connection');
});

test.each(['http://server.example/live', 'rtmfp://server.example/live', 'live', ''])(
  'there is no connection to %j',
  async (uri) => {
    const script = await ScriptConnections.begin(await Conversation.begin());
    expect(script.open(1, uri)).toBe(false);
    expect(await script.told()).toEqual([]);
  },
);

test('the other server refuses, or goes away', async () => {
  const refuse: Hook = {
    name: 'refusing',
    onConnect: (_client, { path }) =>
      path.endsWith('closed') ? { rule: 'test', reason: 'denied', description: 'No.' } : undefined,
  };
  const conversation = await Conversation.begin({ hooks: [refuse] });
  const script = await ScriptConnections.begin(conversation);
  script.open(1, 'rtmp://server.example/live/closed');
  expect(await script.told()).toEqual(['1: Connect.Rejected', '1: Connect.Closed']);
  script.open(1);
  expect(await script.told()).toEqual(['1: Connect.Success']);
  script.ends[1]!.destroy();
  expect(await script.told()).toEqual(['1: Connect.Closed']);
  expect(script.connections.find(1)).toBe(undefined);
});

test('calls of the script wait until the connection stands; errors are told', async () => {
  const conversation = await Conversation.begin({ recorded: { film: new FakeSource(film({ duration: 2000 })) } });
  const script = await ScriptConnections.begin(conversation);
  script.open(1);
  const length = script.call(1, 'getStreamLength', 'film');
  const unknown = expect(script.call(1, 'noSuchMethod')).rejects.toThrow();
  await script.told();
  expect(await length).toBeGreaterThan(1);
  await unknown;
  script.open(2);
  const never = expect(script.call(2, 'getStreamLength', 'film')).rejects.toThrow('not open');
  script.connections.handlers['connection.close'](2);
  await never;
});

test('the other server calls methods of the script', async () => {
  const conversation = await Conversation.begin();
  const script = await ScriptConnections.begin(conversation);
  script.open(1);
  await script.told();
  const [client] = conversation.instance('live/other')!.clients.values();
  script.answer = { answer: 'result', value: pack('pong') };
  const answered = client!.connection.call('ping', 7);
  await conversation.pass(0);
  expect(await answered).toBe('pong');
  script.answer = { answer: 'error', description: 'not so' };
  const failed = expect(client!.connection.call('ping', 8)).rejects.toThrow();
  await conversation.pass(0);
  await failed;
  expect(script.calls).toEqual(['1 ping 7', '1 ping 8']);
});

test('the bytes of its connections are in the statistics of an instance, of those that are over, too', async () => {
  const conversation = await Conversation.begin();
  const script = await ScriptConnections.begin(conversation);
  const stats = applicationOperations(script.instance, () => script.connections.traffic).handlers['application.stats']!;
  expect(stats()).toMatchObject({ server_bytes_in: 0, server_bytes_out: 0 });
  script.open(1);
  await script.told();
  const { server_bytes_in: received, server_bytes_out: sent } = stats() as Record<string, number>;
  expect(received).toBeGreaterThan(100);
  expect(sent).toBeGreaterThan(100);
  script.connections.handlers['connection.close'](1);
  await script.told();
  script.open(2);
  await script.told();
  script.ends[1]!.destroy();
  await script.told();
  expect((stats() as Record<string, number>).server_bytes_out).toBeGreaterThanOrEqual(2 * sent!);
});

test('a stream of this instance is published to another server, through a restart of its source', async () => {
  const conversation = await Conversation.begin();
  const script = await ScriptConnections.begin(conversation);
  const { handlers } = script.publishings;
  script.open(1);
  handlers['publishing.open'](5, 1);
  expect(handlers['publishing.attach'](5, 'camera')).toBe(true);
  handlers['publishing.publish'](5, 'copy', 'live');
  expect(await script.told()).toEqual(['1: Connect.Success', 'p5: Publish.Start']);
  const player = await conversation.player('copy', 'live/other');
  for (const label of ['first', 'second']) {
    const source = await conversation.publisher('camera');
    source.video(0, avc.header(label));
    source.video(0, avc.key(label));
    await conversation.pass(1000);
    source.video(1000, avc.inter(label));
    await conversation.pass(0);
    source.command('closeStream', 0, [], 1);
    await source.hears();
  }
  expect(handlers['publishing.send'](5, 'hello', pack('you'))).toBe(true);
  await conversation.pass(0);
  const heard = await player.hears();
  expect(heard.filter((line) => /key|inter|hello/.test(line)).map((line) => line.replace(/^(\S+) \d+/, '$1'))).toEqual([
    'video@1 key first',
    'video@1 inter first',
    'video@1 key second',
    'video@1 inter second',
    'data@1 hello "you"',
  ]);
  expect(heard.filter((line) => line.includes('Notify'))).toEqual([]);
  expect(handlers['publishing.time'](5)).toBeGreaterThanOrEqual(2);
  handlers['publishing.stop'](5);
  expect(await script.told()).toEqual(['p5: Unpublish.Success']);
  expect(handlers['publishing.send'](5, 'hello', pack())).toBe(false);
  handlers['publishing.close'](5);
});

test('a name that is taken there, and a connection that is lost', async () => {
  const conversation = await Conversation.begin({ set: ['application.streamManager.live.publishTimeout=0s'] });
  const script = await ScriptConnections.begin(conversation);
  const { handlers } = script.publishings;
  await conversation.publisher('copy', 'live/other');
  script.open(1);
  handlers['publishing.open'](5, 1);
  handlers['publishing.publish'](5, 'copy', 'live');
  expect(await script.told()).toEqual(['1: Connect.Success', 'p5: Publish.BadName']);
  script.ends[0]!.destroy();
  expect(await script.told()).toEqual(['p5: Failed', '1: Connect.Closed']);
  handlers['publishing.open'](6, 1);
  handlers['publishing.publish'](6, 'copy', 'live');
  expect(handlers['publishing.attach'](6, 'camera')).toBe(false);
  expect(await script.told()).toEqual(['p6: Failed']);
});

test('Stream.setBufferTime reaches the other server, also while it plays from there', async () => {
  const recorded = { film: new FakeSource(film({ duration: 20_000, frame: 500, sound: 500 })) };
  const conversation = await Conversation.begin({ recorded });
  const script = await ScriptConnections.begin(conversation);
  const { handlers } = script.streams;
  const played = vi.spyOn(OutgoingStream.prototype, 'play');
  const changed = vi.spyOn(OutgoingStream.prototype, 'setBufferLength');
  onTestFinished(() => void vi.restoreAllMocks());
  script.open(1);
  await script.told();
  handlers['stream.setBufferTime']('channel', 1);
  handlers['stream.play']('channel', 'film', { start: 0, length: -1, reset: 1, connection: 1, virtualKey: '' });
  await script.told();
  handlers['stream.setBufferTime']('channel', 8);
  expect(played.mock.calls).toEqual([[expect.objectContaining({ name: 'film', bufferLength: 1000 })]]);
  expect(changed.mock.calls).toEqual([[8000]]);
  handlers['stream.stop']('channel');
  handlers['stream.setBufferTime']('channel', 9);
  expect(changed.mock.calls).toEqual([[8000]]);
  await script.told();
});

test('Stream.play from another server: live, and recorded there', async () => {
  const recorded = { film: new FakeSource(film({ duration: 1000, frame: 500, label: 'F' })) };
  const conversation = await Conversation.begin({ recorded });
  const script = await ScriptConnections.begin(conversation);
  const player = await conversation.player('channel');
  const { handlers } = script.streams;
  const play = (item: string, start: number, reset: 0 | 1): boolean =>
    handlers['stream.play']('channel', item, { start, length: -1, reset, connection: 1, virtualKey: '' });
  handlers['stream.setBufferTime']('channel', 1);
  handlers['stream.watch']('channel');
  script.open(1);
  expect(play('studio', -1, 1)).toBe(true);
  expect(await script.told()).toEqual(['channel: Play.Reset', 'channel: Publish.Start', '1: Connect.Success']);
  const studio = await conversation.publisher('studio', 'live/other');
  studio.video(0, avc.header('S'));
  studio.video(0, avc.key('S'));
  expect(await script.told()).toEqual(['channel: Play.Start']);
  expect(play('film', 0, 1)).toBe(true);
  await passing(conversation, 3000);
  expect(
    (await player.hears()).filter((line) => line.includes('key')).map((line) => line.split(' ').slice(2).join(' ')),
  ).toEqual(['key S', 'key Fk0']);
  expect(await script.told()).toEqual([
    'channel: Play.Reset',
    'channel: Play.Stop',
    'channel: Play.Start',
    'channel: Play.Stop',
    'channel: Play.Complete',
    'channel: Unpublish.Success',
  ]);
  play('studio', -1, 1);
  expect((await script.told()).at(-1)).toBe('channel: Play.Start');
  script.ends[0]!.destroy();
  expect(await script.told()).toEqual([
    'channel: Play.Stop',
    'channel: Play.Complete',
    'channel: Unpublish.Success',
    '1: Connect.Closed',
  ]);
});
