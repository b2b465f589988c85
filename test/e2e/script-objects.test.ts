import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AmfValue } from '../../src/amf/value.js';
import { RemoteObject } from '../support/remote-object.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';

/** Rooms write into an object of the lobby, by a connection to it. */
const LOBBY = `
var users, synced = [], waiting = [];
function get(connection) {
  users = connection ? SharedObject.get("users", true, connection) : SharedObject.get("users", true);
  users.onSync = function (list) {
    for (var i = 0; i < list.length; i++) synced.push(list[i].code + " " + list[i].name);
    while (waiting.length > 0) waiting.shift().call("synced", null, synced.join(", "));
  };
}
application.onAppStart = function () {
  if (application.name == "lobby/main") get();
};
Client.prototype.enter = function (port) {
  var connection = new NetConnection();
  connection.connect("rtmp://localhost:" + port + "/lobby/main");
  get(connection);
  users.setProperty("room", "open");
  return users.lock();
};
Client.prototype.count = function () {
  users.lock();
  for (var i = 0; i < 10; i++) users.setProperty("count", (users.getProperty("count") || 0) + 1);
  users.unlock();
  return users.getProperty("count");
};
Client.prototype.tellWhenSynced = function () { waiting.push(this); };
Client.prototype.names = function () { return users.getPropertyNames().sort().join(" "); };
Client.prototype.store = function () { return users.isDirty + " " + users.flush() + " " + users.isDirty; };
Client.prototype.forget = function () { return application.clearSharedObjects("/u*"); };
`;

let server: ServerProcess;

beforeAll(async () => {
  const apps = newFolder('apps');
  mkdirSync(join(apps, 'lobby'));
  writeFileSync(join(apps, 'lobby', 'main.asc'), LOBBY);
  server = await ServerProcess.start(['--apps', apps]);
});

afterAll(() => server.stop());

async function result(client: RtmpTestClient, method: string, id: number, ...args: AmfValue[]): Promise<AmfValue> {
  client.command(method, id, args);
  return (await client.answered('_result', id)).args[0];
}

it('a script, its clients, and the script and clients of another instance use one object', async () => {
  const member = await RtmpTestClient.enter(server.port, 'lobby/main');
  const guest = await RtmpTestClient.enter(server.port, 'lobby/room');
  const inLobby = await RemoteObject.use(member, 'users');
  expect(await result(member, 'count', 2)).toBe(10);
  await inLobby.has('count', 10);
  await inLobby.change({ anna: 'lobby' });
  expect(await result(member, 'names', 3)).toBe('anna count');
  expect(await result(member, 'store', 4)).toBe('true true false');

  expect(await result(guest, 'enter', 2, server.port)).toBe(-1);
  await inLobby.has('room', 'open');
  const inRoom = await RemoteObject.use(guest, 'users');
  await inRoom.has('room', 'open');
  await inRoom.has('anna', 'lobby');
  guest.command('tellWhenSynced', 0);
  await inRoom.change({ bert: 'room' });
  await inLobby.has('bert', 'room');
  expect((await guest.answered('synced')).args[0]).toMatch(
    /^clear undefined, .*change anna.*success room.*change bert$/,
  );
  expect(await result(guest, 'names', 3)).toBe('anna bert count room');

  expect(await result(member, 'forget', 5)).toBe(true);
  await inLobby.has('anna', undefined);
  await inRoom.has('anna', undefined);
  expect([inLobby.properties.size, inRoom.properties.size]).toEqual([0, 0]);
  for (const client of [guest, member]) client.destroy();
});
