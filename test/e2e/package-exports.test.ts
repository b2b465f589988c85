import { readFileSync } from 'node:fs';
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
