import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LandingFacts } from '../../../src/web/landing-facts.js';
import { watchPages } from '../../../src/web/watch-pages.js';

const FACTS: LandingFacts = {
  ...{ version: '1.2.3', rtmpPort: 1935, unlisted: 0 },
  ...{ publish: undefined, streams: [], pages: ['chat'] },
};

let http: FastifyInstance;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  for (const name of ['watch', 'assets', 'own/page', 'own/page/deep'])
    mkdirSync(join(folder, name), { recursive: true });
  const files = {
    ...{ 'watch/index.html': '<page>', 'client.js': 'export {}', 'assets/a-1.js': 'code', '.built-from': 'secret' },
    ...{
      'own/page/index.html': '<chat>',
      'own/page/deep/x.css': 'css',
      'own/page/.env': 'secret',
      'own/main.asc': 'secret',
    },
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'assets/a-1.js.gz'), gzipSync('code'));
  http = Fastify();
  const pageOf = (application: string) => (application === 'chat' ? join(folder, 'own/page') : undefined);
  watchPages(http, { folder, facts: () => FACTS, pageOf });
  await http.ready();
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ['/', '<page>', 'no-cache'],
  ['/watch/live/studio', '<page>', 'no-cache'],
  ['/client.js', 'export {}', 'no-cache'],
  ['/assets/a-1.js', 'code', 'public, max-age=31536000, immutable'],
  ['/pages/chat/', '<chat>', 'no-cache'],
  ['/pages/chat/deep/x.css', 'css', 'no-cache'],
])('%s is there', async (url, body, kept) => {
  const response = await http.inject({ url });
  expect([response.statusCode, response.body, response.headers['cache-control']]).toEqual([200, body, kept]);
});

it.each(['/', '/watch/live/studio'])('%s loads nothing from outside and is framed by nobody', async (url) => {
  const { headers } = await http.inject({ url });
  expect(headers['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/,
  );
});

it.each([
  '/assets/..%2f.built-from',
  '/assets/..%2fwatch%2findex.html%00',
  '/assets/..%5c.built-from',
  '/assets/none.js',
  '/pages/chat/..%2fmain.asc',
  '/pages/chat/.env',
  '/pages/chat/deep',
  '/pages/other/',
])('%s is not', async (url) => {
  const { statusCode, body } = await http.inject({ url });
  expect([400, 403, 404]).toContain(statusCode);
  expect(body).not.toContain('secret');
});

it('sends what is compressed to who takes it', async () => {
  const { headers } = await http.inject({ url: '/assets/a-1.js', headers: { 'accept-encoding': 'gzip' } });
  expect(headers['content-encoding']).toBe('gzip');
});

it('tells the page what there is', async () => {
  expect((await http.inject({ url: '/landing.json' })).json()).toEqual(FACTS);
});

it('adds the slash to the address of a page, so that what it loads is found', async () => {
  const { statusCode, headers } = await http.inject({ url: '/pages/chat' });
  expect([statusCode, headers.location]).toEqual([308, '/pages/chat/']);
});
