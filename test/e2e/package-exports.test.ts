import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { outputOf } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';

/** What somebody writes who has the package, and only that. */
const PROGRAM = `
  import { readFileSync } from 'node:fs';
  import { encodeFlvHeader, encodeFlvTag, flvMessage, FlvParser } from 'afterglow-media/flv-parser';
  const parser = new FlvParser();
  parser.receive(readFileSync('test/vectors/rtmp/published.flv'));
  parser.finish();
  const written = [encodeFlvHeader({ hasAudio: true, hasVideo: true })];
  for (let tag = parser.read(); tag !== undefined; tag = parser.read()) written.push(encodeFlvTag(flvMessage(tag)));
  process.stdout.write(Buffer.concat(written).toString('base64'));
`;

it('afterglow-media/flv-parser reads and writes a file', async () => {
  const output = await outputOf(process.execPath, ['--input-type=module', '-e', PROGRAM], { timeout: 20_000 });
  expect(output === readFileSync('test/vectors/rtmp/published.flv').toString('base64')).toBe(true);
});

const CLIENT = `
  import { CallError, NetConnection } from 'afterglow-media/client';
  const connection = new NetConnection({ WebSocket: class { constructor(url) { console.log(url); this.close = () => {} } } });
  connection.connect('wss://example.com/chat/room').catch(() => {});
  connection.call('hello').catch((error) => console.log(error instanceof CallError));
  connection.close();
`;

it('afterglow-media/client is there for programs', async () => {
  const output = await outputOf(process.execPath, ['--input-type=module', '-e', CLIENT], { timeout: 20_000 });
  expect(output.split('\n')).toEqual(['wss://example.com/rtmp', 'true', '']);
});

/** A monitor of somebody else, in strict TypeScript, with nothing but the package. */
const MONITOR = `
  import { clientPage, EVENT_NAMES } from 'afterglow-media/api';
  import type { ApiErrorBody, Client, ServerEvents, StreamDetails } from 'afterglow-media/api';
  export async function clients(base: string, token: string): Promise<Client[]> {
    const answer = await fetch(base + '/api/v1/clients', { headers: { authorization: 'Bearer ' + token } });
    if (!answer.ok) throw new Error(((await answer.json()) as ApiErrorBody).error);
    return clientPage.parse(await answer.json()).items;
  }
  export const isQuick = ({ jitter, video }: StreamDetails): boolean => jitter < 50 && (video?.width ?? 0) > 0;
  export const told = (sample: ServerEvents['sample']): number => sample.clients + EVENT_NAMES.length;
  // @ts-expect-error a client has no such thing
  export const wrong = (client: Client): string => client.nothing;
`;

it('afterglow-media/api has the types of the REST API for a program in TypeScript, and its schemas', async () => {
  const folder = newFolder('monitor');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(process.cwd(), join(folder, 'node_modules', 'afterglow-media'), 'junction');
  const file = join(folder, 'monitor.mts');
  writeFileSync(file, MONITOR);
  const { ModuleKind, ModuleResolutionKind, ScriptTarget } = ts;
  const options = { module: ModuleKind.NodeNext, moduleResolution: ModuleResolutionKind.NodeNext, strict: true };
  const more = { target: ScriptTarget.ES2023, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'], types: [], skipLibCheck: true };
  const program = ts.createProgram([file], { ...options, ...more, noEmit: true });
  const faults = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  expect(faults).toEqual([]);
  const script = "import { server } from 'afterglow-media/api'; console.log(server.safeParse({}).success)";
  expect(await outputOf(process.execPath, ['--input-type=module', '-e', script], { timeout: 20_000 })).toBe('false\n');
});

it('the package has what it needs and nothing else, and its parts are found', async () => {
  const listed = await outputOf('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { timeout: 60_000 });
  const [{ files }] = JSON.parse(listed) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  const needed = ['dist/main/cli.js', 'dist/admin-ui/console/index.html', 'conf/server.yaml', 'apps/chat/main.asc'];
  expect(paths).toEqual(expect.arrayContaining(needed));
  expect(paths.filter((path) => /^(?:src|test|bench|data|scripts)\/|\.built-from|tsbuildinfo/.test(path))).toEqual([]);

  const { messages, pkg } = await publint({ pkgDir: '.', level: 'warning' });
  expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
});
