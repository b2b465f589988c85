import { cpSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  adaptorList,
  applicationPage,
  auditPage,
  checked,
  clientDetails,
  clientPage,
  configurationFileList,
  configurationText,
  history,
  instancePage,
  keyList,
  linkList,
  logFileList,
  logFilePage,
  logPage,
  mediaFilePage,
  playlistPage,
  refusalPage,
  restreamList,
  revisionList,
  server as serverSchema,
  sharedObjectPage,
  streamPage,
  virtualHostList,
} from '../../src/admin/api/schema/index.js';
import { addressOf } from '../support/admin-client.js';
import { addUser, ConsoleClient } from '../support/console-client.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';

describe('the administration over HTTP', () => {
  let server: ServerProcess;
  let conf: string;
  let admin: ConsoleClient;
  let viewer: ConsoleClient;
  let stranger: ConsoleClient;

  beforeAll(async () => {
    const data = newFolder('data');
    conf = join(newFolder('api'), 'conf');
    cpSync('conf', conf, { recursive: true });
    const password = await addUser(data, 'boss');
    server = await ServerProcess.start(['--conf', conf], undefined, data);
    [admin, viewer, stranger] = [ConsoleClient.at(server), ConsoleClient.at(server), ConsoleClient.at(server)];
    expect((await admin.login('boss', 'not the password')).status).toBe(401);
    const { status, headers } = await admin.login('boss', password);
    expect([status, headers.get('set-cookie')]).toEqual([200, expect.stringMatching(/HttpOnly; SameSite=Strict$/)]);
    const made = async (user: object): Promise<string> =>
      ((await admin.ask('POST', '/users', user)).body as { password: string }).password;
    const byTls = { 'x-forwarded-proto': 'https' };
    const again = await ConsoleClient.at(server).ask('POST', '/session', { user: 'boss', password }, byTls);
    expect(again.headers.get('set-cookie')).toMatch(/HttpOnly; Secure; SameSite=Strict$/);
    await viewer.login('viewer', await made({ name: 'viewer', role: 'viewer' }));
    const limit = { role: 'operator', virtualHost: '_defaultRoot_/other.example' };
    await stranger.login('limited', await made({ name: 'limited', ...limit }));
  });
  afterAll(async () => {
    await server.stop();
  });

  it('is for users, each as far as the role and the virtual host go, and for pages of ours', async () => {
    const nobody = ConsoleClient.at(server);
    const status = async (
      who: ConsoleClient,
      method: string,
      path: string,
      body?: unknown,
      headers?: Record<string, string>,
    ) => (await who.ask(method, path, body, headers)).status;
    expect(await status(nobody, 'GET', '/server')).toBe(401);
    expect(await nobody.ask('GET', '/nothing')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await nobody.ask('PATCH', '/clients')).toMatchObject({ status: 405, body: { code: 'wrong-method' } });
    expect(await status(viewer, 'GET', '/clients')).toBe(200);
    expect(await status(viewer, 'DELETE', '/clients/x')).toBe(403);
    expect(await status(viewer, 'GET', '/users')).toBe(403);
    expect(await status(stranger, 'GET', '/streams')).toBe(200);
    expect(await status(stranger, 'GET', '/streams?virtualHost=_defaultVHost_')).toBe(403);
    expect(await status(stranger, 'POST', '/instances/live/x')).toBe(403);
    expect(await status(stranger, 'POST', '/bans', { address: '192.0.2.1' })).toBe(403);
    expect(await status(admin, 'POST', '/keys', {}, { 'x-csrf-token': 'forged' })).toBe(403);
    expect(await status(admin, 'POST', '/keys', {}, { origin: 'https://evil.example' })).toBe(403);
    expect(await foreignHost(addressOf(server, 'admin'))).toBe(403);
    expect(await status(admin, 'POST', '/keys', { nme: 'typo' })).toBe(400);
    expect(await status(admin, 'POST', '/keys', { name: 'x'.repeat(100_000) })).toBe(413);
    expect(await status(admin, 'POST', '/keys', {}, { 'content-type': 'text/plain' })).toBe(415);
    expect(await status(admin, 'GET', '/clients?limit=100000')).toBe(400);
    expect(await status(admin, 'GET', '/streams/live/_definst_/..%2F..%2Fx')).toBe(404);
    const made = await admin.ask('POST', '/tokens', { name: 'ci', role: 'viewer' });
    const { shown } = made.body as { shown: string };
    const token = { authorization: `Bearer ${shown}` };
    expect(await status(nobody, 'GET', '/server', undefined, token)).toBe(200);
    expect(await status(nobody, 'POST', '/keys', {}, token)).toBe(403);
  });

  it('lists what there is exactly as documented', async () => {
    const client = await RtmpTestClient.enter(server.port);
    client.command('createStream', 2);
    await client.answered('_result', 2);
    client.command('publish', 0, ['known', 'live'], 1);
    await client.notified('NetStream.Publish.Start');
    const { items } = await admin.get('/clients', clientPage);
    expect(items).toMatchObject([{ application: 'live', publishing: true, protocol: 'rtmp' }]);
    const { id } = items[0]!;
    expect((await admin.get(`/clients/${id}`, clientDetails)).publishes).toEqual(['known']);
    expect((await admin.get('/streams', streamPage)).items).toMatchObject([
      { name: 'known', live: true, publisher: id },
    ]);
    expect((await admin.get('/instances', instancePage)).items).toMatchObject([{ instance: '_definst_', clients: 1 }]);
    const applications = await admin.get('/applications?limit=2', applicationPage);
    expect(applications.items).toHaveLength(2);
    const next = encodeURIComponent(applications.next ?? '');
    const rest = await admin.get(`/applications?limit=100&cursor=${next}`, applicationPage);
    expect([...applications.items, ...rest.items]).toHaveLength(applications.total);
    expect((await admin.get('/server', serverSchema)).now).toMatchObject({ clients: 1, streams: 1 });
    await admin.get('/server/history', history);
    await admin.get('/adaptors', adaptorList);
    await admin.get('/virtual-hosts', virtualHostList);
    await admin.get('/shared-objects', sharedObjectPage);
    await admin.get('/playlists', playlistPage);
    await admin.get('/media?application=live', mediaFilePage);
    await admin.get('/restream/targets', restreamList);
    await admin.get('/links', linkList);
    expect((await stranger.get('/clients', clientPage)).total).toBe(0);
    expect((await stranger.ask('GET', `/clients/${id}`)).status).toBe(404);
    const gone = client.notified('NetConnection.Connect.Closed');
    expect((await admin.ask('DELETE', `/clients/${id}`)).status).toBe(200);
    await gone;
  });

  it('tells what happens, who was refused and why, and who changed what', async () => {
    const heard: (readonly [string, unknown])[] = [];
    const names = () => heard.map(([name]) => name);
    const stop = await admin.listen('/events', (name, data) => heard.push([name, data]));
    await admin.ask('POST', '/bans', { address: '127.0.0.1', reason: 'tests', disconnect: false });
    const client = await RtmpTestClient.shakeHands(server.port);
    client.sendConnect('live');
    await client.answered('_error', 1);
    expect((await admin.ask('DELETE', '/bans/127.0.0.1')).status).toBe(200);
    await admin.ask('POST', '/instances/live/room');
    const wanted = ['refusal', 'audit', 'instance.loaded', 'sample', 'log'];
    await vi.waitUntil(() => wanted.every((name) => names().includes(name)), { timeout: 20_000 });
    stop();
    const refusals = await admin.get('/refusals', refusalPage);
    expect(refusals.items.map(({ rule }) => rule)).toContain('banned by boss: tests');
    const key = await admin.ask('POST', '/keys', { name: 'secret' });
    const { shown } = key.body as { shown: string };
    expect((await admin.get('/keys', keyList)).items.map(({ name }) => name)).toContain('secret');
    expect(
      (
        await admin.ask('POST', '/restream/targets', {
          place: { application: 'live' },
          stream: 'a',
          url: 'rtmp://192.0.2.1/x?key=topsecret',
          name: 'topsecret',
        })
      ).status,
    ).toBe(200);
    const { items } = await admin.get('/audit', auditPage);
    expect(items.slice(0, 2).map(({ action, user, result }) => [action, user, result])).toEqual([
      ['addRestream', 'boss', 'done'],
      ['addKey', 'boss', 'done'],
    ]);
    const log = await admin.get('/logs?limit=1000', logPage);
    const files = await admin.get('/logs/files', logFileList);
    expect(files.items.map((file) => file.log)).toEqual(expect.arrayContaining(['access', 'admin']));
    const kept = await admin.get('/logs/search?log=admin&search=ADDRESTREAM', logFilePage);
    expect(kept.items.map(({ text }) => text)).toEqual([expect.stringMatching(/\tboss\taddRestream\t/)]);
    for (const told of [items, log, kept, server.log()])
      expect(JSON.stringify(told)).not.toMatch(new RegExp(`${shown}|topsecret`));
  });

  it('changes the configuration where it is valid, and takes it back', async () => {
    const path = 'conf/server.yaml';
    expect((await admin.get('/configuration/files', configurationFileList)).items.map((file) => file.path)).toContain(
      path,
    );
    const before = await admin.get(`/configuration/file?path=${path}`, configurationText);
    expect((await admin.ask('GET', '/configuration/file?path=conf/../../../etc/passwd')).status).toBe(404);
    const bad = { path, set: [{ key: 'logging.level', value: 'loud' }] };
    const found = checked.parse((await admin.ask('POST', '/configuration/check', bad)).body);
    expect(found).toMatchObject({ valid: false, problems: [{ key: 'logging.level', severity: 'error' }] });
    expect((await admin.ask('PUT', '/configuration/file', { ...bad, version: before.version })).status).toBe(422);
    const good = { path, set: [{ key: 'logging.level', value: 'debug' }], version: before.version };
    const saved = await admin.ask('PUT', '/configuration/file', good);
    expect(saved).toMatchObject({
      status: 200,
      body: { changes: [{ key: 'server: logging.level', effect: 'at once' }] },
    });
    expect((await admin.ask('PUT', '/configuration/file', good)).status).toBe(409);
    expect(readFileSync(join(conf, 'server.yaml'), 'utf8')).toBe(before.text.replace('level: info', 'level: debug'));
    await server.program.printed(/configuration reloaded/);
    const { revision } = saved.body as { revision: string };
    expect((await admin.get('/configuration/revisions', revisionList)).items).toMatchObject([
      { id: revision, by: 'boss' },
    ]);
    expect((await admin.ask('POST', `/configuration/revisions/${revision}/rollback`)).status).toBe(200);
    expect(readFileSync(join(conf, 'server.yaml'), 'utf8')).toBe(before.text);
  });

  it('shows every route on its page', async () => {
    const api = await fetch(`${addressOf(server, 'admin')}/api/docs/json`);
    const { paths } = (await api.json()) as { paths: object };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/api/v1/session', '/api/v1/clients/{client}', '/api/v1/events']),
    );
    expect((await fetch(`${addressOf(server, 'admin')}/api/docs`)).status).toBe(200);
  });
});

/** As a page does whose name was made to point here (DNS rebinding). */
function foreignHost(address: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${address}/api/v1/session`, { headers: { host: 'evil.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject).end();
  });
}
