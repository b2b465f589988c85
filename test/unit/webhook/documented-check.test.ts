import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { signature } from '../../../src/webhook/signature.js';

type Check = (header: string | undefined, body: string, secret: string) => boolean;

/** The example of docs/webhooks.md, as it stands there. */
let isGenuine: Check;

beforeAll(async () => {
  const page = readFileSync(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8');
  const example = /```js\n([^]*?)```/.exec(page)?.[1] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  const file = join(folder, 'example.mjs');
  writeFileSync(file, example);
  ({ isGenuine } = (await import(pathToFileURL(file).href)) as { isGenuine: Check });
  return () => rmSync(folder, { recursive: true });
});

const SECRET = 'a secret of two';
const BODY = '{"event":"publish","name":"grüße"}';
const signed = (age = 0) => signature(SECRET, Date.now() - age * 1000, BODY);

test.each([
  ['what we sent', signed(), BODY, true],
  ['what we sent a minute ago', signed(60), BODY, true],
  ['what was sent an hour ago', signed(3600), BODY, false],
  ['what will be sent in an hour', signed(-3600), BODY, false],
  ['another body', signed(), `${BODY} `, false],
  ['an old body with a new time', signed(3600).replace(/t=\d+/, `t=${Math.floor(Date.now() / 1000)}`), BODY, false],
  ['another secret', signature('another', Date.now(), BODY), BODY, false],
  ['a short signature', signed().slice(0, -2), BODY, false],
  ['no signature', undefined, BODY, false],
  ['nonsense', 'v1=,t=', BODY, false],
])('the documented check of %s', (_what, header, body, genuine) => {
  expect(isGenuine(header, body, SECRET)).toBe(genuine);
});
