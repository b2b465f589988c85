import { readFileSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { expect, it } from 'vitest';
import { outputOf } from '../support/program.js';

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
