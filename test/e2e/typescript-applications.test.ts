import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import { ApplicationClient } from '../support/application-client.js';
import { writeFiles } from '../support/configuration-folder.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { afterglow, ServerProcess } from '../support/server-process.js';

const main = (greeting: string): string => `
  import { defineApplication } from 'afterglow-media/application';
  import type { Application } from 'afterglow-media/application';
  import { shout } from 'shouting';
  import { greet } from './lib/greet.js';

  export default defineApplication((app: Application<{ data: { name: string } }>) => {
    let visits = 0;
    return {
      onConnect(client, name: string) {
        visits++;
        client.data.name = name;
      },
      onSuspend: () => ({ visits }),
      onResume(state: { visits: number }) {
        visits = state.visits;
      },
      methods: {
        hello: (client) => shout(greet('${greeting}', client.data.name)),
        visits: () => visits,
        fail: () => greet(undefined as never, 'nobody'),
      },
    };
  });
`;

const files = {
  'node_modules/shouting/package.json': '{ "type": "module", "exports": { "import": "./index.js" } }',
  'node_modules/shouting/index.js': 'export const shout = (text) => text.toUpperCase();',
  'lib/greet.ts': `export interface Unused {}

    export function greet(greeting: string, name: string): string {
      return greeting.trim() + ', ' + name;
    }
  `,
  'main.ts': main('hello'),
  'application.yaml': 'script: { reload: restart }',
};

async function enter(server: ServerProcess): Promise<RtmpTestClient> {
  const client = await RtmpTestClient.shakeHands(server.port);
  client.sendConnect('greeter', {}, ['Ann']);
  await client.answered('_result', 1);
  return client;
}

async function result(client: RtmpTestClient, method: string, id: number): Promise<AmfValue> {
  client.command(method, id);
  return (await client.answered('_result', id)).args[0];
}

/** Resolves with the first line of the log that says so. */
async function logged(server: ServerProcess, words: string): Promise<string> {
  const [line] = await server.program.printed(new RegExp(`^.*${words}.*$`, 'm'));
  return line;
}

it('an application in TypeScript uses packages, says where it fails, and is loaded anew when it is saved', async () => {
  const apps = newFolder('apps');
  const folder = join(apps, 'greeter');
  await writeFiles(folder, files);
  const server = await ServerProcess.start(['--apps', apps]);
  const client = await enter(server);
  expect(await result(client, 'hello', 5)).toBe('HELLO, ANN');

  client.command('fail', 6);
  const info = (await client.answered('_error', 6)).args[0] as AmfObject;
  expect(info.get('description')).toBe('The method failed.');
  const line = await logged(server, 'method fail: TypeError');
  expect(JSON.parse(line)).toMatchObject({ level: 'error', file: 'lib/greet.ts', line: 4 });

  await writeFiles(folder, { 'lib/greet.ts': 'export const greet = ;' });
  expect(await logged(server, 'goes on as it was before')).toContain('lib/greet.ts:1:22: Unexpected \\";\\"');
  expect(await result(client, 'hello', 7)).toBe('HELLO, ANN');

  await writeFiles(folder, { ...files, 'main.ts': main('welcome') });
  await client.notified('NetConnection.Connect.AppShutdown');
  await client.closed;
  const next = await enter(server);
  expect(await result(next, 'hello', 5)).toBe('WELCOME, ANN');
  expect(await result(next, 'visits', 6)).toBe(2);
  next.destroy();
  await server.stop();
});

const saying = {
  'main.ts': (word: string) => `import { defineApplication } from 'afterglow-media/application';
    export default defineApplication(() => ({ methods: { word: () => '${word}' } }));`,
  'main.asc': (word: string) => `Client.prototype.word = function () { return "${word}"; };`,
};

const SAYING = [
  ['kept', 'main.ts', 'keep'],
  ['kept-asc', 'main.asc', 'keep'],
  ['drained', 'main.ts', 'drain'],
  ['restarted-asc', 'main.asc', 'restart'],
] as const;

it('what runs when a script is saved goes on, or goes when nobody is there, or begins anew, as it is configured', async () => {
  const apps = newFolder('apps');
  for (const [name, file, reload] of SAYING) {
    const settings = `script: { reload: ${reload} }`;
    await writeFiles(join(apps, name), { [file]: saying[file]('old'), 'application.yaml': settings });
  }
  const server = await ServerProcess.start(['--apps', apps]);
  const enter = (name: string, instance = 'a'): Promise<ApplicationClient> =>
    ApplicationClient.enter(server, `${name}/${instance}`);
  const first = new Map<string, ApplicationClient>();
  for (const [name] of SAYING) first.set(name, await enter(name));
  for (const [name, file] of SAYING) await writeFiles(join(apps, name), { [file]: saying[file]('new') });

  await first.get('restarted-asc')!.rtmp.notified('NetConnection.Connect.AppShutdown');
  await first.get('restarted-asc')!.rtmp.closed;
  expect(await (await enter('restarted-asc')).call('word')).toBe('new');
  for (const [name, , reload] of SAYING.slice(0, -1)) {
    const isSaid = { application: `${name}/a`, msg: expect.stringContaining(`script.reload: ${reload}`) as string };
    await vi.waitFor(() => expect(server.log()).toContainEqual(expect.objectContaining(isSaid)), 10_000);
    const client = first.get(name)!;
    expect([name, await client.call('word')]).toEqual([name, 'old']);
    expect([name, await (await enter(name, 'b')).call('word')]).toEqual([name, 'new']);
    const second = await enter(name);
    expect([name, await second.call('word')]).toEqual([name, 'old']);
    client.rtmp.destroy();
    second.rtmp.destroy();
  }
  const isGone = { application: 'drained/a', msg: expect.stringContaining('application instance unloaded') as string };
  await vi.waitFor(() => expect(server.log()).toContainEqual(expect.objectContaining(isGone)), 10_000);
  expect(await (await enter('drained')).call('word')).toBe('new');

  const port = await afterglow(['port', 'kept-asc', '--apps', apps], server.data).ended;
  expect(port).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/main\.port\.ts: .*to finish, marked PORT:/) as string,
  });
  const ported = await readFile(join(apps, 'kept-asc/main.port.ts'), 'utf8');
  expect(ported).toContain('PORT:');
  await writeFiles(join(apps, 'ported'), { 'main.ts': ported });
  // A new folder is seen after a moment.
  await vi.waitFor(() => enter('ported'), 10_000);
  const again = await afterglow(['port', 'kept-asc', '--apps', apps], server.data).ended;
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('main.port.ts') as string });
  await server.stop();
});
