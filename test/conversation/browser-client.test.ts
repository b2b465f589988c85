import { expect, onTestFinished, test } from 'vitest';
import type { AmfValue } from '../../src/amf/value.js';
import { AmfObject } from '../../src/amf/value.js';
import type { NetConnectionOptions } from '../../src/client/index.js';
import { CallError, MediaMessage, NetConnection } from '../../src/client/index.js';
import type { Client } from '../../src/application/client.js';
import { Conversation } from '../support/conversation.js';
import type { FakeMedia } from '../support/fake-library.js';
import { FakeScript } from '../support/fake-script.js';
import { FakeSource } from '../support/fake-source.js';
import { avc } from '../support/media-payloads.js';
import { memoryWebSockets } from '../support/memory-web-socket.js';
import { stream as media } from '../support/mp4-stream.js';

async function begin(recorded: FakeMedia = {}) {
  const script = new FakeScript();
  const conversation = await Conversation.begin({ script: () => script, recorded });
  const sockets = memoryWebSockets((far) => conversation.server.adaptors[0]!.accept(far));
  /** Lets both sides talk until that is so. */
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let turns = 0; turns < 500 && !isSo(); turns++) await conversation.pass(0);
    expect(isSo()).toBe(true);
  };
  const talk = async <T>(promise: Promise<T>): Promise<T> => {
    let isSettled = false;
    const settle = (): void => void (isSettled = true);
    promise.then(settle, settle);
    await until(() => isSettled);
    return promise;
  };
  const make = (options: NetConnectionOptions = {}): NetConnection => {
    const connection = new NetConnection({ WebSocket: sockets.WebSocket, ...options });
    onTestFinished(async () => {
      connection.close();
      await conversation.pass(0);
    });
    return connection;
  };
  const connected = async (options?: NetConnectionOptions): Promise<NetConnection> => {
    const connection = make(options);
    await talk(connection.connect('ws://server.example:8080/live'));
    return connection;
  };
  return { script, conversation, sockets, until, talk, make, connected };
}

test('connects with arguments, calls and is called', async () => {
  const { script, conversation, sockets, talk, make } = await begin();
  const heard: unknown[] = [];
  let client: Client | undefined;
  script.connects = (arriving, args) => {
    client = arriving;
    heard.push(arriving.facts.uri, arriving.facts.query, arriving.facts.objectEncoding, ...args);
    return undefined;
  };
  script.calls = (method, args) =>
    method === 'fail'
      ? { answer: 'error', description: 'It broke.', info: AmfObject.of({ why: 7 }) }
      : { answer: 'result', value: [method, ...args] };
  const connection = make({ methods: { add: (a: number, b: number) => Promise.resolve(a + b) } });
  const told: string[] = [];
  connection.onStatus(({ code }) => told.push(code));
  const info = await talk(connection.connect('ws://server.example:8080/live/room?k=1', 'ann', { age: 3 }));
  expect(info).toMatchObject({ code: 'NetConnection.Connect.Success', level: 'status' });
  expect(sockets.urls).toEqual(['ws://server.example:8080/rtmp']);
  const uri = 'ws://server.example:8080/live/room?k=1';
  expect(heard).toEqual([uri, 'k=1', 3, 'ann', AmfObject.of({ age: 3 })]);

  expect(await talk(connection.call('sum', 1, new Uint8Array([2])))).toEqual(['sum', 1, new Uint8Array([2])]);
  await expect(talk(connection.call('fail'))).rejects.toMatchObject({ message: 'It broke.', info: { why: 7 } });
  expect(await talk(client!.connection.call('add', 2, 3))).toBe(5);
  connection.method('add', () => {
    throw new CallError('Not today.');
  });
  await expect(talk(client!.connection.call('add', 2, 3))).rejects.toMatchObject({ name: 'CallFailedError' });

  connection.close();
  await conversation.pass(0);
  expect({ told, state: connection.state }).toEqual({
    told: ['NetConnection.Connect.Success', 'NetConnection.Connect.Closed'],
    state: 'closed',
  });
  await expect(connection.call('sum')).rejects.toThrow('There is no connection.');
});

test('who is refused is told why, and does not come again', async () => {
  const { script, sockets, talk, make } = await begin();
  script.connects = () => ({ rule: 'script', reason: 'denied', description: 'Not you.', data: 'why' as AmfValue });
  const connection = make();
  await expect(talk(connection.connect('http://server.example/live'))).rejects.toMatchObject({
    ...{ name: 'ConnectError', message: 'Not you.', info: { application: 'why' } },
  });
  expect({ state: connection.state, urls: sockets.urls }).toEqual({
    ...{ state: 'closed', urls: ['ws://server.example/rtmp'] },
  });
});

test.each(['rtmp://server.example/live', 'live', 'ws://server.example', 'ws://server.example/'])(
  '%s is no address',
  async (address) => {
    const { make } = await begin();
    expect(() => make().connect(address)).toThrow(TypeError);
  },
);

test('a shared object: own changes at once, those of others in order, messages, and what came too late', async () => {
  const { until, connected } = await begin();
  const [ann, bob] = [await connected(), await connected()];
  interface Board {
    readonly colour: string;
    readonly size: number;
  }
  const [left, right] = [ann.sharedObject<Board>('board'), bob.sharedObject<Board>('board')];
  left.set('colour', 'red');
  expect(left.get('colour')).toBe('red');
  await until(() => right.get('colour') === 'red');

  const changes: unknown[] = [];
  left.onChange((list) => changes.push(...list.map(({ type, ...rest }) => [type, 'value' in rest ? rest.value : ''])));
  const words: unknown[] = [];
  left.onMessage('said', (...args) => words.push(...args));
  right.set('size', 4);
  await until(() => left.get('size') === 4);
  expect(right.send('said', 'hello', 2)).toBe(true);
  await until(() => words.length > 0);
  expect(words).toEqual(['hello', 2]);

  left.set('size', 5);
  right.set('size', 6);
  await until(() => left.get('size') === right.get('size'));
  await until(() => changes.length >= 2);
  left.delete('colour');
  await until(() => right.get('colour') === undefined && right.keys().length === 1);
  expect(right.toObject()).toEqual({ size: left.get('size') });
  expect(changes.slice(0, 2)).toEqual([
    ['change', 4],
    ['success', left.get('size')],
  ]);
});

test('a stream is published by one and played by another', async () => {
  const { until, connected } = await begin();
  const [publisher, player] = [(await connected()).stream(), (await connected()).stream()];
  const codes: string[] = [];
  publisher.onStatus(({ code }) => codes.push(code));
  const played: MediaMessage[] = [];
  player.onMedia((message) => played.push(message));
  expect(publisher.write(new MediaMessage('video', 0, avc.header('sps')))).toBe(false);
  player.play('studio');
  publisher.publish('studio');
  await until(() => publisher.isPublishing);
  const sent = [new MediaMessage('video', 0, avc.header('sps')), new MediaMessage('video', 0, avc.key('one'))];
  expect(publisher.write(...sent)).toBe(true);
  await until(() => played.length >= 2);
  expect(played.map(({ kind, payload }) => [kind, payload])).toEqual(sent.map(({ kind, payload }) => [kind, payload]));
  expect(codes).toEqual(['NetStream.Publish.Start']);
  publisher.close();
  player.close();
});

test('a recording pauses, goes on, goes elsewhere, and over to another one; a live stream says that it is none', async () => {
  const film = (): FakeSource => new FakeSource([media.avcHeader(), media.aacHeader(), ...media.seconds(60)]);
  const { until, connected } = await begin({ film: film(), other: film() });
  const stream = (await connected()).stream();
  const codes: string[] = [];
  stream.onStatus(({ code }) => codes.push(code));
  const times: number[] = [];
  stream.onMedia(({ kind, timestamp }) => kind === 'video' && times.push(timestamp));
  const told = async (code: string, act: () => void): Promise<void> => {
    codes.length = 0;
    act();
    await until(() => codes.includes(code));
  };
  await told('NetStream.Play.Start', () => stream.play('film', { bufferLength: 2000 }));
  expect(stream.isRecorded).toBe(true);
  await until(() => times.includes(0));
  await told('NetStream.Pause.Notify', () => stream.pause(1000));
  await told('NetStream.Unpause.Notify', () => stream.resume(1000));
  await told('NetStream.Seek.Notify', () => stream.seek(40_000));
  await until(() => times.includes(40_000));
  await told('NetStream.Play.Transition', () => stream.play2({ streamName: 'other', oldStreamName: 'film' }));
  await told('NetStream.Play.Start', () => stream.play('nobody', { start: 'live' }));
  expect(stream.isRecorded).toBe(false);
  stream.close();
});

test('what breaks is made anew, with its streams, its objects and what was set meanwhile', async () => {
  const { script, conversation, sockets, until, connected } = await begin();
  const connection = await connected({ reconnect: { first: 1, longest: 1 } });
  const object = connection.sharedObject<{ a: number; b: number }>('state');
  object.set('a', 1);
  await until(() => object.isSynchronized);
  const stream = connection.stream();
  stream.publish('studio');
  await until(() => stream.isPublishing);
  const states: string[] = [];
  const stands = new Promise<void>((resolve) => {
    connection.onStatus(({ code }) => {
      states.push(`${code} ${connection.state}`);
      if (code === 'NetConnection.Connect.Closed') object.set('b', 2);
      if (code === 'NetConnection.Connect.Success') resolve();
    });
  });
  sockets.cut();
  let stood = false;
  void stands.then(() => (stood = true));
  while (!stood) {
    await new Promise((resolve) => setImmediate(resolve));
    await conversation.pass(0);
  }
  expect(states).toEqual(['NetConnection.Connect.Closed waiting', 'NetConnection.Connect.Success connected']);
  await until(() => object.isSynchronized && stream.isPublishing);
  expect({ b: object.get('b'), urls: sockets.urls.length }).toEqual({ b: 2, urls: 2 });
  expect(script.news.filter((news) => news.startsWith('connect'))).toHaveLength(2);
});

test('without reconnection a connection that broke stays so', async () => {
  const { sockets, until, connected } = await begin();
  const connection = await connected({ reconnect: false });
  sockets.cut();
  await until(() => connection.state === 'closed');
});
