import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AmfArray, AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import { FmsApi } from '../../src/admin/fms/fms-api.js';
import { addressOf } from '../support/admin-client.js';
import { addUser } from '../support/console-client.js';
import type { FmsMethodCase } from '../support/fms-methods.js';
import { fmsMethods, rtmpParameters } from '../support/fms-methods.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';

describe('the administration API of Flash Media Server', () => {
  let server: ServerProcess;
  let password: string;
  let conf: string;
  let apps: string;
  const clients: RtmpTestClient[] = [];
  let user: string;

  beforeAll(async () => {
    const data = newFolder('data');
    [conf, apps] = [join(newFolder('fms'), 'conf'), join(newFolder('fms'), 'apps')];
    cpSync('conf', conf, { recursive: true });
    for (const app of ['live', 'vod']) cpSync(`apps/${app}`, join(apps, app), { recursive: true });
    password = await addUser(data, 'boss');
    server = await ServerProcess.start(['--conf', conf, '--apps', apps], undefined, data);
    const [publisher, player] = [await RtmpTestClient.enter(server.port), await RtmpTestClient.enter(server.port)];
    clients.push(publisher, player);
    for (const client of clients) {
      client.command('createStream', 2);
      await client.answered('_result', 2);
    }
    publisher.command('publish', 0, ['news', 'live'], 1);
    await publisher.notified('NetStream.Publish.Start');
    player.command('play', 0, ['news'], 1);
    await player.notified('NetStream.Play.Start');
    [, user = ''] = /<_0>([^<]+)</.exec(await overHttp('getUsers', 'appInst=live')) ?? [];
  });
  afterAll(() => {
    for (const client of clients) client.destroy();
    server.program.kill('SIGKILL');
  });

  async function overHttp(method: string, query: string): Promise<string> {
    const login = `auser=boss&apswd=${encodeURIComponent(password)}`;
    return (await fetch(`${addressOf(server, 'admin')}/admin/${method}?${login}&${query}`)).text();
  }

  it('has every method of its reference over HTTP, with its fields, or says why it does not', async () => {
    const page = readFileSync('docs/fms-administration.md', 'utf8');
    const faults: string[] = [];
    for (const one of fmsMethods(user, 'http')) {
      const query = one.parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
      const xml = await overHttp(one.method, query);
      const [, code] = /<code>([^<]*)<\/code>/.exec(xml) ?? [];
      faults.push(...faultsOf(one, code, xml, (name) => hasElement(xml, name)));
      if (!page.includes(`\`${one.method}\``)) faults.push(`${one.method} is not in docs/fms-administration.md`);
    }
    expect(faults).toEqual([]);
    expect(readFileSync(join(conf, 'server.yaml'), 'utf8')).toMatch(/^ {2}level: warn/m);
    expect(readFileSync(join(apps, 'live', 'application.yaml'), 'utf8')).toMatch(/maxClients: 77/);
  });

  it('has the same over RTMP, and stops the server', async () => {
    const admin = await RtmpTestClient.shakeHands(Number(new URL(addressOf(server, 'admin')).port));
    admin.sendConnect('admin', {}, ['boss', password]);
    await admin.answered('_result', 1);
    const faults: string[] = [];
    const cases = fmsMethods(user, 'rtmp');
    for (const [at, one] of cases.entries()) {
      admin.command(one.method, at + 2, rtmpParameters(one));
      const { args } = await admin.answered('_result', at + 2);
      const [description, data] = [textOf(member(args[0], 'description')), member(args[0], 'data')];
      const code = textOf(member(args[0], 'code'));
      const has = (path: string): boolean =>
        path.split('/').reduce<AmfValue>((value, name) => member(value, name), data) !== undefined;
      faults.push(...faultsOf(one, code, description, has));
    }
    expect(faults).toEqual([]);
    expect([...cases.map(({ method }) => method), 'stopServer'].sort()).toEqual([...FmsApi.methodNames].sort());
    admin.command('stopServer', 1000, ['normal']);
    await admin.answered('_result', 1000);
    // The console stays until it is told to go.
    for (const client of clients) client.destroy();
    expect((await server.program.ended).code).toBe(0);
  }, 30_000);
});

function faultsOf(
  { method, has = [], refused }: FmsMethodCase,
  code: string | undefined,
  answer: string,
  isThere: (name: string) => boolean,
): string[] {
  if (refused !== undefined) {
    const isSo = code === 'NetConnection.Admin.CommandFailed' && refused.test(answer);
    return isSo ? [] : [`${method} was to be refused: ${answer}`];
  }
  if (code !== 'NetConnection.Call.Success') return [`${method}: ${code} ${answer}`];
  return has.filter((name) => !isThere(name)).map((name) => `${method} has no ${name}`);
}

/** Whether an element stands within another one; no two of the same name stand within each other here. */
function hasElement(xml: string, path: string): boolean {
  let inside = xml;
  for (const name of path.split('/')) {
    const found = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(inside);
    if (found === null) return false;
    inside = found[1]!;
  }
  return true;
}

function member(value: AmfValue, name: string): AmfValue {
  if (value instanceof AmfObject) return value.get(name);
  return value instanceof AmfArray ? value.associative.get(name) : undefined;
}

function textOf(value: AmfValue): string {
  return typeof value === 'string' ? value : '';
}
