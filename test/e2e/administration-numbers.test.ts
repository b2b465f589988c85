import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  AuditEntry,
  Client,
  ClientDetails,
  Instance,
  Page,
  Refusal,
  Server,
  StreamDetails,
  VirtualHost,
} from '../../src/admin/api/schema/index.js';
import { AmfObject } from '../../src/amf/value.js';
import type { AmfArray, AmfValue } from '../../src/amf/value.js';
import { MessageType } from '../../src/rtmp/message.js';
import { addressOf, Metrics } from '../support/admin-client.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { afterglow, ServerProcess } from '../support/server-process.js';

const SECRET = 'hunter2';
/** AAC: a sequence header, and frames of sizes that no other number is mistaken for. */
const FRAMES = [Uint8Array.of(0xaf, 0, 0x12, 0x10), ...[101, 211, 307].map((size) => aacFrame(size))];
const BYTES = FRAMES.reduce((sum, { length }) => sum + length, 0);

describe('the numbers of the administration', () => {
  const data = newFolder('data');
  let server: ServerProcess;
  let password: string;
  let guestPassword: string;
  beforeAll(async () => {
    const made = await afterglow(['user', 'add', '-q', 'boss'], data).ended;
    password = made.stdout.trim();
    const guest = await afterglow(['user', 'add', '-q', '--role', 'viewer', 'guest'], data).ended;
    guestPassword = guest.stdout.trim();
    server = await ServerProcess.start([], undefined, data);
  });
  afterAll(() => {
    server.program.kill('SIGKILL');
  });

  it('agree with each other, and with what clients sent and got', async () => {
    const publisher = await entered(`live?token=${SECRET}`);
    publisher.command('publish', 0, [`news?key=${SECRET}`, 'live'], 1);
    await publisher.notified('NetStream.Publish.Start');
    const player = await entered('live');
    player.command('play', 0, ['news'], 1);
    await player.notified('NetStream.Play.Start');
    const second = await entered('live');
    second.command('publish', 0, ['news', 'live'], 1);
    await second.notified('NetStream.Publish.BadName');
    const nobody = await RtmpTestClient.shakeHands(server.port);
    nobody.sendConnect('nowhere');
    await nobody.closed;
    FRAMES.forEach((frame, at) => publisher.send(MessageType.audio, frame, 1, at * 20));
    await player.mediaArrived(FRAMES.length);

    const ask = await apiOf(server, 'boss', password);
    const clients = (await ask('clients')) as Page<Client>;
    const ids = clients.items.map(({ id }) => id);
    const users = await fms('getUsers', 'appInst=live/_definst_');
    expect([...users.matchAll(/<_\d+>([^<]+)</g)].map(([, id]) => id)).toEqual(ids);
    const metrics = await Metrics.of(server);
    const app = await fms('getAppStats', 'app=live');
    const instance = (await ask('instances/live/_definst_')) as Instance;
    const { requests } = (await ask('server')) as Server;
    expect({ api: clients.total, instance: instance.clients, metrics: metrics.live('afterglow_clients') }).toEqual({
      ...{ api: 3, instance: 3, metrics: 3 },
    });
    expect([numberIn(app, 'connected'), numberIn(app, 'accepted'), numberIn(app, 'total_connects')]).toEqual([3, 3, 3]);
    expect(numberIn(await fms('getServerStats'), 'connected')).toBe(3);

    // What is asked in vain is told, counted and logged.
    expect(metrics.live('afterglow_requests_total', { action: 'publish', result: 'refused' })).toBe(1);
    expect([requests.granted.publish, requests.refused.publish]).toEqual([1, 1]);
    expect([requests.granted.connect, requests.refused.connect]).toEqual([3, 1]);
    expect(metrics.process('afterglow_connects_turned_away_total')).toBe(1);
    expect(metrics.live('afterglow_requests_total', { action: 'connect', result: 'refused' })).toBe(0);
    expect([numberIn(app, 'rejected'), numberIn(await fms('getVHostStats'), 'rejected')]).toEqual([0, 1]);
    const hosts = (await ask('virtual-hosts')) as { items: VirtualHost[] };
    expect(hosts.items.map(({ turnedAway }) => turnedAway)).toEqual([1]);
    const refusals = (await ask('refusals')) as { items: Refusal[] };
    expect(refusals.items.map(({ action }) => action).sort()).toEqual(['connect', 'publish']);

    // Each byte that one client got, and each of the stream.
    const id = ids[1]!;
    expect(((await ask(`clients/${id}`)) as ClientDetails).sent).toBe(player.receivedBytes);
    expect(numberIn(await fms('getUserStats', `appInst=live&userId=${id}`), 'bytes_out')).toBe(player.receivedBytes);
    const stream = (await ask('streams/live/_definst_/news')) as StreamDetails;
    expect([stream.received.bytes, stream.sent.bytes]).toEqual([BYTES, BYTES]);
    expect(metrics.live('afterglow_media_received_bytes_total')).toBe(BYTES);
    expect(metrics.live('afterglow_media_sent_bytes_total')).toBe(BYTES);
    const live = await fms('getLiveStreamStats', 'appInst=live&stream=news');
    expect(live).toContain(`<client>${ids[0]}</client>`);
    expect(live).toContain(`<client>${id}</client>`);

    await toldOverRtmp();
    const audited = (await ask('audit')) as { items: AuditEntry[] };
    const tries = audited.items.filter(({ action, result }) => action === 'login' && result === 'refused');
    expect(tries.map(({ user, by }) => [user, by])).toEqual([
      ['guest', 'fms'],
      ['guest', 'fms'],
    ]);

    publisher.command('closeStream', 0, [], 1);
    await publisher.notified('NetStream.Unpublish.Success');
    await player.notified('NetStream.Play.UnpublishNotify');
    const got = player.receivedBytes;
    for (const client of [player, publisher, second]) {
      client.destroy();
      await client.closed;
    }
    // The server says farewell to whoever it has not heard go.
    while ((await Metrics.of(server)).live('afterglow_clients') !== 0);
    await server.stop();
    const lines = accessLog();
    const of = (event: string) => lines.filter((line) => line.get('x-event') === event);
    expect(of('connect').map((line) => line.get('x-status'))).toEqual(['200', '200', '200', '404']);
    expect(
      of('connect')
        .slice(0, 3)
        .map((line) => line.get('c-client-id')),
    ).toEqual(ids);
    expect(of('publish').map((line) => line.get('x-status'))).toEqual(['200', '409']);
    expect(of('play').map((line) => line.get('x-status'))).toEqual(['200']);
    expect(of('stop').map((line) => line.get('sc-stream-bytes'))).toEqual([String(BYTES)]);
    expect(of('unpublish').map((line) => line.get('cs-stream-bytes'))).toEqual([String(BYTES)]);
    const left = of('disconnect').find((line) => line.get('c-client-id') === id);
    expect(left?.get('sc-bytes')).toBe(String(got));
    expect(of('disconnect')).toHaveLength(3);
    expect([of('server-start').length, of('server-stop').length]).toEqual([1, 1]);
    const written = readdirSync(join(data, 'logs'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect([...written, server.program.stdout].join('\n')).not.toMatch(
      new RegExp(`${SECRET}|${password}|${guestPassword}`),
    );
  });

  /** The same over RTMP, to users only, and to viewers nothing but what is to be seen. */
  async function toldOverRtmp(): Promise<void> {
    const port = Number(new URL(addressOf(server, 'admin')).port);
    const stranger = await RtmpTestClient.shakeHands(port);
    stranger.sendConnect('admin', {}, ['guest', 'wrong']);
    const { args: refused } = await stranger.answered('_error');
    expect(member(refused[0], 'description')).toBe('Administrator login failed for user guest.');
    await stranger.closed;
    const asked = await fetch(`${addressOf(server, 'admin')}/admin/ping?auser=guest&apswd=wrong`);
    expect(await asked.text()).toContain('Administrator login failed for user guest.');

    const guest = await RtmpTestClient.shakeHands(port);
    guest.sendConnect('admin', {}, ['guest', guestPassword]);
    await guest.answered('_result', 1);
    const ask = async (transactionId: number, method: string, ...args: AmfValue[]): Promise<AmfValue> => {
      guest.command(method, transactionId, args);
      return (await guest.answered('_result', transactionId)).args[0];
    };
    const stats = await ask(2, 'getAppStats', 'live');
    expect(member(stats, 'code')).toBe('NetConnection.Call.Success');
    expect(member(member(stats, 'data'), 'connected')).toBe(3);
    const apps = member(await ask(3, 'getApps'), 'data') as AmfArray;
    expect(apps.dense).toContain('live');
    expect(apps.associative.get('total_apps')).toBe(apps.dense.length);
    expect(member(await ask(4, 'unloadApp', 'live'), 'code')).toBe('NetConnection.Connect.Rejected');
    guest.command('noSuchMethod', 5, []);
    const { args: unknown } = await guest.answered('_error', 5);
    expect(member(unknown[0], 'code')).toBe('NetConnection.Call.Failed');
    guest.destroy();
  }

  async function entered(application: string): Promise<RtmpTestClient> {
    const client = await RtmpTestClient.enter(server.port, application);
    client.command('createStream', 2);
    await client.answered('_result', 2);
    return client;
  }

  async function fms(method: string, query = ''): Promise<string> {
    const response = await fetch(`${addressOf(server, 'admin')}/admin/${method}?auser=boss&apswd=${password}&${query}`);
    const text = await response.text();
    expect(text, method).toContain('<code>NetConnection.Call.Success</code>');
    return text;
  }

  function accessLog(): Map<string, string>[] {
    const lines = readFileSync(join(data, 'logs', 'access.log'), 'utf8')
      .trimEnd()
      .split('\n');
    const fields = lines
      .find((line) => line.startsWith('#Fields: '))!
      .slice('#Fields: '.length)
      .split('\t');
    const told = lines.filter((line) => !line.startsWith('#')).map((line) => line.split('\t'));
    return told.map((values) => new Map(fields.map((field, at) => [field, values[at]!])));
  }
});

/** Asks the REST API as a user who has logged in. */
async function apiOf(server: ServerProcess, user: string, password: string) {
  const base = `${addressOf(server, 'admin')}/api/v1`;
  const headers = { 'content-type': 'application/json' };
  const login = await fetch(`${base}/session`, { method: 'POST', headers, body: JSON.stringify({ user, password }) });
  expect(login.status).toBe(200);
  const cookie = login.headers.getSetCookie()[0]!.split(';')[0]!;
  return async (path: string): Promise<unknown> => {
    const response = await fetch(`${base}/${path}`, { headers: { cookie } });
    expect(response.status, path).toBe(200);
    return response.json();
  };
}

function numberIn(xml: string, name: string): number {
  return Number(new RegExp(`<${name}>(-?\\d+)</${name}>`).exec(xml)?.[1]);
}

function member(value: AmfValue, name: string): AmfValue {
  return value instanceof AmfObject ? value.get(name) : undefined;
}

function aacFrame(size: number): Uint8Array {
  const frame = new Uint8Array(size).fill(7);
  frame.set([0xaf, 1]);
  return frame;
}
