import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import { decodeSharedObject, encodeSharedObject } from '../../src/rtmp/message/shared-object.js';
import type { SharedObjectEvent } from '../../src/rtmp/message/shared-object-event.js';
import { MessageType } from '../../src/rtmp/message.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testCertificate } from '../support/test-certificate.js';

const HALL = `
var home = "ORIGIN";
application.onConnect = function (client, name) {
  client.name = name;
  if (name == "nobody") {
    application.rejectConnection(client, "Who are you?", { reason: "name" });
    return;
  }
  client.call("welcome", null, "hello " + name);
  return true;
};
application.onDisconnect = function (client) { trace("gone: " + client.name); };
Client.prototype.facts = function () {
  return { home: home, ip: this.ip, agent: this.agent, page: this.pageUrl, protocol: this.protocol, uri: this.uri, name: this.name };
};
Client.prototype.add = function (a, b) { return a + b; };
Client.prototype.ask = function () {
  var self = this;
  this.call("question", { onResult: function (answer) { self.call("heard", null, answer); } }, "why");
};
Client.prototype.slow = function () { };
Client.prototype.go = function () { application.disconnect(this); };
`;

const SECRET = 'the secret of these servers';

/** Folders of a server: one with the script, one with no application at all. */
function folders(home: string): string[] {
  const apps = newFolder('apps');
  mkdirSync(join(apps, 'hall'));
  writeFileSync(join(apps, 'hall', 'main.asc'), HALL.replace('ORIGIN', home));
  return ['--apps', apps];
}

function secretFile(secret: string): string {
  const file = join(newFolder('secret'), 'link.secret');
  writeFileSync(file, `${secret}\n`);
  return file;
}

const servers: ServerProcess[] = [];

async function start(options: readonly string[], secret = SECRET): Promise<ServerProcess> {
  return run([...options, '--set', `link.secretFile=${secretFile(secret)}`]);
}

async function run(options: readonly string[]): Promise<ServerProcess> {
  const server = await ServerProcess.start(options);
  servers.push(server);
  return server;
}

/** An edge all of whose applications are on other servers. */
function edgeOf(...routes: readonly string[]): string[] {
  const settings = [
    'proxy.mode=remote',
    `proxy.routeTable=${JSON.stringify(routes)}`,
    'proxy.explicit=["*:*"]',
    'proxy.allow=[loopback]',
  ];
  return ['--apps', newFolder('none'), ...settings.flatMap((setting) => ['--set', `application.${setting}`])];
}

/** @param dialled the host and port of tcUrl, by which routes go */
async function knock(port: number, name: string, app = 'hall', dialled = `127.0.0.1:${port}`): Promise<RtmpTestClient> {
  const client = await RtmpTestClient.shakeHands(port);
  client.sendConnect(app, { tcUrl: `rtmp://${dialled}/${app}`, pageUrl: 'http://page.example/hall.html' }, [name]);
  return client;
}

async function enter(...how: Parameters<typeof knock>): Promise<RtmpTestClient> {
  const client = await knock(...how);
  await client.answered('_result', 1);
  return client;
}

async function result(client: RtmpTestClient, id: number, method: string, ...args: AmfValue[]): Promise<AmfValue> {
  client.command(method, id, args);
  const { args: answer } = await client.answered('_result', id);
  return answer[0];
}

async function factsOf(client: RtmpTestClient, id: number): Promise<Record<string, AmfValue>> {
  const facts = await result(client, id, 'facts');
  return facts instanceof AmfObject ? Object.fromEntries(facts.properties) : {};
}

async function refusal(client: RtmpTestClient): Promise<AmfObject> {
  const { args } = await client.answered('_error', 1);
  return args[0] as AmfObject;
}

/** Says something of a shared object; answers what is heard of it, name by name. */
function sharedObject(client: RtmpTestClient, name: string, heard: string[]): (event: SharedObjectEvent) => void {
  client.hear(MessageType.sharedObjectAmf0, (message) => {
    for (const event of decodeSharedObject(message).events) {
      heard.push(
        'properties' in event
          ? `${event.event} ${event.properties.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join()}`
          : event.event,
      );
    }
  });
  return (event) => {
    const { type, payload } = encodeSharedObject({
      name,
      version: 0,
      persistent: false,
      encoding: 'amf0',
      events: [event],
    });
    client.send(type, payload);
  };
}

let first: ServerProcess;
let second: ServerProcess;
let edge: ServerProcess;
let outer: ServerProcess;

beforeAll(async () => {
  [first, second] = await Promise.all([start(folders('first')), start(folders('second'))]);
  const way = `*:*;link://127.0.0.1:${first.port};127.0.0.1:${second.port}`;
  edge = await start(edgeOf('*:8;null', way));
  outer = await start(
    edgeOf(`*:7;rtmp://127.0.0.1:${first.port}`, 'round.example:*;127.0.0.1:*', `*:*;127.0.0.1:${edge.port}`),
  );
}, 60_000);

afterAll(() => Promise.all(servers.map((server) => server.stop())));

describe('a client of an edge', () => {
  it.each([
    ['over a link', () => enter(edge.port, 'anna')],
    ['over two links', () => enter(outer.port, 'anna')],
  ])('is a client of the origin, %s', async (_way, come) => {
    const client = await come();
    const { args } = await client.answered('welcome');
    expect(args[0]).toBe('hello anna');
    expect(await factsOf(client, 2)).toMatchObject({
      ...{ home: 'first', ip: '127.0.0.1', agent: 'LNX 11,1,102,55', name: 'anna', protocol: 'rtmp' },
      ...{ page: 'http://page.example/hall.html', uri: `rtmp://127.0.0.1:${first.port}/hall` },
    });
    client.destroy();
  });

  it('is one of any RTMP server too, and where it leads the way itself', async () => {
    for (const [at, app, port] of [
      [2, 'hall/rtmp', 7],
      [3, `?rtmp://127.0.0.1:${first.port}/hall/explicit`, outer.port],
      [4, `?rtmp://127.0.0.1:${edge.port}/?rtmp://127.0.0.1:${first.port}/hall/chain`, outer.port],
    ] as const) {
      const client = await enter(outer.port, 'carl', app, `127.0.0.1:${port}`);
      expect(await factsOf(client, at)).toMatchObject({ home: 'first', name: 'carl' });
      expect(await result(client, at + 10, 'add', 40, 2)).toBe(42);
      client.destroy();
    }
  });

  it('is refused by the script of the origin, with what that says', async () => {
    const client = await knock(outer.port, 'nobody');
    const info = await refusal(client);
    expect(info.get('code')).toBe('NetConnection.Connect.Rejected');
    expect(info.get('description')).toContain('Who are you?');
    expect((info.get('application') as AmfObject).get('reason')).toBe('name');
    await client.closed;
  });

  it('calls and is called', async () => {
    const client = await enter(outer.port, 'dora');
    expect(await result(client, 2, 'add', 1, 2)).toBe(3);
    client.command('missing', 3);
    expect(((await client.answered('_error', 3)).args[0] as AmfObject).get('code')).toBe('NetConnection.Call.Failed');
    client.command('ask', 0);
    const { transactionId } = await client.answered('question');
    client.command('_result', transactionId, ['because']);
    expect((await client.answered('heard')).args[0]).toBe('because');
    client.command('go', 0);
    await client.closed;
    expect(client.codes).toContain('NetConnection.Connect.Closed');
  });

  it('shares objects with clients of the origin', async () => {
    const [near, far] = [await enter(first.port, 'eve'), await enter(outer.port, 'fred')];
    const [atOrigin, atEdge]: string[][] = [[], []];
    const [sayNear, sayFar] = [sharedObject(near, 'board', atOrigin!), sharedObject(far, 'board', atEdge!)];
    sayNear({ event: 'use' });
    sayFar({ event: 'use' });
    sayFar({ event: 'requestChange', properties: [['colour', 'red']] });
    await near.until(() => atOrigin!.find((event) => event.includes('colour="red"')));
    sayNear({ event: 'requestChange', properties: [['size', 2]] });
    await far.until(() => atEdge!.find((event) => event.includes('size=2')));
    near.destroy();
    far.destroy();
  });
});

describe('who is not sent on', () => {
  it.each([
    ['in a circle', () => knock(outer.port, 'x', 'hall/round', `round.example:${outer.port}`), 'circle'],
    ['where a route says null', () => knock(edge.port, 'x', 'hall', '127.0.0.1:8'), 'no way'],
    [
      'to a server that nobody is behind',
      () => knock(outer.port, 'x', '?rtmp://127.0.0.1:9/hall'),
      'cannot be reached',
    ],
  ])('%s', async (_where, come, why) => {
    expect((await refusal(await come())).get('description')).toContain(why);
  });

  it('by a server with another secret', async () => {
    const stranger = await start(edgeOf(`*:*;127.0.0.1:${first.port}`), 'another secret, as long');
    const client = await knock(stranger.port, 'x');
    expect((await refusal(client)).get('description')).toContain('cannot be reached');
    await stranger.program.printed(/the other side has another secret/);
    await first.program.printed(/refused: a link with another secret/);
    expect(JSON.stringify([stranger.log(), first.log()])).not.toContain(SECRET);
  });
});

describe('servers that share no secret', () => {
  it('are linked by a Unix socket, and by certificates of both', async () => {
    const folder = newFolder('link');
    const path = join(folder, 'link.sock');
    const [theirs, ours] = ['localhost', 'edge.example.com'].map((name) => {
      const { certificate, key } = testCertificate(name);
      const [certFile, keyFile] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
      writeFileSync(certFile, certificate);
      writeFileSync(keyFile, key);
      return { certFile, keyFile };
    });
    const known = ({ certFile, keyFile }: typeof theirs & object, authority: string) =>
      [`certFile=${certFile}`, `keyFile=${keyFile}`, `caFile=${authority}`].flatMap((set) => ['--set', `link.${set}`]);
    const listen = `link.listen=${JSON.stringify([`unix:${path}`, '127.0.0.1:0'])}`;
    const origin = await run([...folders('trusting'), '--set', listen, ...known(theirs!, ours!.certFile)]);
    const [, port] = await origin.program.printed(/"address":"127\.0\.0\.1:(\d+)"/);
    const tls = `links://localhost:${port ?? ''}`;
    const member = await run([...edgeOf(`*:7;unix:${path}`, `*:*;${tls}`), ...known(ours!, theirs!.certFile)]);
    for (const [app, dialled] of [
      ['hall/socket', '127.0.0.1:7'],
      ['hall/certificates', `127.0.0.1:${member.port}`],
    ] as const) {
      const client = await enter(member.port, 'hugo', app, dialled);
      expect(await factsOf(client, 2)).toMatchObject({ home: 'trusting', ip: '127.0.0.1', name: 'hugo' });
      client.destroy();
    }
    // One that is not of them, with a certificate of its own.
    const stranger = await run([...edgeOf(`*:*;${tls}`), ...known(theirs!, theirs!.certFile)]);
    const client = await knock(stranger.port, 'x');
    expect((await refusal(client)).get('description')).toContain('cannot be reached');
  });
});

describe('when an origin goes', () => {
  it('clients stay at the edge, are told of calls that are lost, and go on at the next one', async () => {
    const client = await enter(outer.port, 'gina');
    const heard: string[] = [];
    const say = sharedObject(client, 'board', heard);
    say({ event: 'use' });
    await client.until(() => heard.find((event) => event === 'useSuccess'));
    client.command('slow', 2);
    expect((await factsOf(client, 3)).home).toBe('first');
    servers.splice(servers.indexOf(first), 1);
    heard.length = 0;
    first.program.kill('SIGKILL');
    await client.until(() => heard.find((event) => event === 'useSuccess'));
    expect((await factsOf(client, 4)).home).toBe('second');
    expect(client.isClosed).toBe(false);
  });
});
