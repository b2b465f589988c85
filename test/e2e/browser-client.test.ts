import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { decodeRemotingPacket, encodeRemotingRequest } from '../../src/amf/remoting-packet.js';
import { AmfObject } from '../../src/amf/value.js';
import type { WebSocketConstructor } from '../../src/client/index.js';
import { MediaMessage, NetConnection } from '../../src/client/index.js';
import { writeFiles } from '../support/configuration-folder.js';
import { avc } from '../support/media-payloads.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';

/** Answers calls, by whatever way they come. */
const SERVICE = `
  application.onConnect = function (client, user) {
    client.greet = function (name) { return {text: "hello " + name, user: user, by: this.protocol} };
    return true;
  };`;

/** Asks the other application by Flash Remoting, as Flash Media Server did. */
const CALLER = `
  load("netservices.asc");
  application.onConnect = function (client, url) {
    client.ask = function (name) {
      var gateway = NetServices.createGatewayConnection(url);
      gateway.setCredentials("ann", "secret");
      gateway.getService("people").greet({
        onResult: function (r) { client.call("answered", null, r.text, r.user, r.by) },
        onStatus: function (info) { client.call("answered", null, info.code, info.description) },
      }, name);
      return "asked";
    };
    return true;
  };`;

const FLEX = 'flex.messaging.messages.';

it('a client over WebSocket talks with applications, which call each other by Flash Remoting', async () => {
  const apps = newFolder('apps');
  await writeFiles(apps, { 'service/main.asc': SERVICE, 'caller/main.asc': CALLER, 'live/README.md': '' });
  const outgoing = 'application.script.outgoing.allow=[127.0.0.1]';
  const server = await ServerProcess.start(['--apps', apps, '--set', outgoing]);
  const host = `127.0.0.1:${server.port}`;
  const options = { WebSocket: WebSocket as unknown as WebSocketConstructor };

  const caller = new NetConnection(options);
  const answered = new Promise<unknown[]>((resolve) => {
    caller.method('answered', (...args: unknown[]) => resolve(args));
  });
  await caller.connect(`ws://${host}/caller`, `http://${host}/gateway/service`);
  expect(await caller.call('ask', 'Bob')).toBe('asked');
  expect(await answered).toEqual(['hello Bob', 'ann', 'http']);

  const message = AmfObject.of(
    { operation: 'greet', source: 'people', messageId: 'M-1', body: ['Eve'] },
    `${FLEX}RemotingMessage`,
  );
  const packet = { version: 3 as const, headers: [], messages: [{ target: 'null', response: '/1', value: [message] }] };
  const reply = await fetch(`http://${host}/gateway/service/_definst_`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amf' },
    body: new Uint8Array(encodeRemotingRequest(packet)),
  });
  expect(reply.headers.get('content-type')).toBe('application/x-amf');
  const [acknowledged] = decodeRemotingPacket(new Uint8Array(await reply.arrayBuffer())).messages;
  expect(acknowledged?.target).toBe('/1/onResult');
  const acknowledgement = acknowledged?.value as AmfObject;
  expect([acknowledgement.className, acknowledgement.get('correlationId')]).toEqual([
    ...[`${FLEX}AcknowledgeMessage`, 'M-1'],
  ]);
  expect((acknowledgement.get('body') as AmfObject).get('text')).toBe('hello Eve');
  const notAmf = await fetch(`http://${host}/gateway/service`, { method: 'POST', body: 'no packet' });
  expect(notAmf.status).toBe(415);

  const [publishing, playing] = [new NetConnection(options), new NetConnection(options)];
  await Promise.all([publishing, playing].map((connection) => connection.connect(`ws://${host}/live`)));
  const player = playing.stream();
  const played = new Promise<Uint8Array>((resolve) => player.onMedia(({ payload }) => resolve(payload)));
  player.play('studio');
  const publisher = publishing.stream();
  publisher.onStatus(({ code }) => {
    if (code === 'NetStream.Publish.Start') publisher.write(new MediaMessage('video', 0, avc.key('one')));
  });
  publisher.publish('studio');
  expect(await played).toEqual(avc.key('one'));

  for (const connection of [caller, publishing, playing]) connection.close();
  await server.stop();
});
