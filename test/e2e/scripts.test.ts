import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';

const CHAT = `
var visits = 0;
application.onAppStart = function () { trace("chat begins"); };
application.onConnect = function (client, name) {
  visits++;
  client.name = name;
  if (name == "nobody") {
    application.rejectConnection(client, "Who are you?", { reason: "name" });
    return;
  }
  if (name == "late") {
    application.rooms = application.rooms || [];
    application.rooms.push(client);
    return;
  }
  if (name == "elsewhere") {
    application.redirectConnection(client, "rtmp://other.example/chat");
    return;
  }
  return true;
};
application.onDisconnect = function (client) {
  trace("gone: " + client.name);
  for (var i = 0; i < application.clients.length; i++) application.clients[i].call("left", null, client.name);
};
Client.prototype.add = function (a, b) { return a + b; };
Client.prototype.people = function () { return application.clients.length; };
Client.prototype.fail = function () { nothing.here(); };
Client.prototype.letIn = function () { application.acceptConnection(application.rooms.shift()); };
Client.prototype.ask = function () {
  var self = this;
  this.call("question", { onResult: function (answer) { self.call("heard", null, answer); } }, "why");
};
Client.prototype.everybody = function (text) { application.broadcastMsg("say", this.name, text); };
Client.prototype.endlessly = function () { while (true); };
Client.prototype.end = function () { application.shutdown(); };
`;

const MODULE = `
import { defineApplication } from 'afterglow-media/application';
export default defineApplication((app) => ({ methods: { double: (client, value: number) => value * 2 } }));
`;

let server: ServerProcess;
let chat: string;

beforeAll(async () => {
  const apps = newFolder('apps');
  chat = join(apps, 'chat');
  for (const [app, file, text] of [
    ['chat', 'main.asc', CHAT],
    ['typed', 'main.ts', MODULE],
    ['broken', 'main.asc', 'application.onAppStart = function ( {'],
  ] as const) {
    mkdirSync(join(apps, app));
    writeFileSync(join(apps, app, file), text);
  }
  server = await ServerProcess.start(['--apps', apps, '--set', 'application.script.maxTime=1s']);
});

afterAll(() => server.stop());

async function user(name: string, app = 'chat'): Promise<RtmpTestClient> {
  const client = await RtmpTestClient.shakeHands(server.port);
  client.sendConnect(app, {}, [name]);
  return client;
}

async function friend(name: string, app = 'chat'): Promise<RtmpTestClient> {
  const client = await user(name, app);
  await client.answered('_result', 1);
  return client;
}

async function result(client: RtmpTestClient, method: string, id: number, ...args: AmfValue[]): Promise<AmfValue> {
  client.command(method, id, args);
  return (await client.answered('_result', id)).args[0];
}

describe('an application with a main.asc', () => {
  it('lets clients in and out, and answers them', async () => {
    const [anna, bert] = [await friend('anna'), await friend('bert')];
    expect(await result(anna, 'add', 5, 2, 3)).toBe(5);
    expect(await result(bert, 'people', 5)).toBe(2);
    anna.command('everybody', 0, ['hello']);
    expect((await bert.answered('say')).args).toEqual(['anna', 'hello']);
    bert.command('ask', 0);
    const { transactionId } = await bert.answered('question');
    bert.command('_result', transactionId, ['because']);
    expect((await bert.answered('heard')).args).toEqual(['because']);
    anna.destroy();
    expect((await bert.answered('left')).args).toEqual(['anna']);
    bert.destroy();
  });

  it('says why it does not let somebody in, and where to go', async () => {
    const [nobody, elsewhere] = [await user('nobody'), await user('elsewhere')];
    const refused = infoOf((await nobody.answered('_error', 1)).args[0]);
    expect(refused.get('description')).toBe('Who are you?');
    expect(refused.get('application')).toEqual(AmfObject.of({ reason: 'name' }));
    const redirected = infoOf((await elsewhere.answered('_error', 1)).args[0]);
    expect(redirected.get('ex')).toEqual(AmfObject.of({ code: 302, redirect: 'rtmp://other.example/chat' }));
    await Promise.all([nobody.closed, elsewhere.closed]);
  });

  it('lets somebody in later', async () => {
    const [host, late] = [await friend('host'), await user('late')];
    expect(await result(host, 'add', 5, 1, 1)).toBe(2);
    host.command('letIn', 0);
    await late.answered('_result', 1);
    expect(await result(late, 'add', 5, 1, 1)).toBe(2);
    for (const client of [host, late]) client.destroy();
  });

  it('answers a method that throws, and one that does not end, with a failure, and goes on', async () => {
    const client = await friend('clumsy');
    for (const [id, method] of [
      [5, 'fail'],
      [6, 'endlessly'],
      [7, 'missing'],
    ] as const) {
      client.command(method, id);
      const info = infoOf((await client.answered('_error', id)).args[0]);
      expect(info.get('code')).toBe('NetConnection.Call.Failed');
    }
    expect(await result(client, 'add', 8, 1, 2)).toBe(3);
    client.destroy();
  });

  it('ends when it wants to, and begins anew', async () => {
    const client = await friend('last');
    client.command('end', 0);
    await client.notified('NetConnection.Connect.AppShutdown');
    await client.closed;
    const next = await friend('first');
    expect(await result(next, 'people', 5)).toBe(1);
    next.destroy();
  });
});

it('an application in TypeScript answers its clients', async () => {
  const client = await friend('anna', 'typed');
  expect(await result(client, 'double', 5, 21)).toBe(42);
  client.destroy();
});

it('nobody can connect to a script that is wrong, until it is mended', async () => {
  const client = await user('anna', 'broken');
  const info = infoOf((await client.answered('_error', 1)).args[0]);
  expect(info.get('code')).toBe('NetConnection.Connect.Rejected');
  await client.closed;
  await server.program.printed(/the script could not be loaded/);
  writeFileSync(join(chat, '..', 'broken', 'main.asc'), 'Client.prototype.well = function () { return true; };');
  const next = await friend('anna', 'broken');
  expect(await result(next, 'well', 5)).toBe(true);
  next.destroy();
});

function infoOf(value: AmfValue): AmfObject {
  if (!(value instanceof AmfObject)) throw new Error('this is no information object');
  return value;
}
