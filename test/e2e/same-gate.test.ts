import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressOf } from '../support/admin-client.js';
import { writeFiles } from '../support/configuration-folder.js';
import { publishWithFfmpeg } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import type { Program } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { afterglow, ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';
import type { WayIn, Wish } from '../support/ways-in.js';
import { waysIn } from '../support/ways-in.js';

const GOOD_PAGE = 'https://site.example/watch';
const BAD_PAGE = 'https://evil.example/watch';

/** Decides for an application: who brings a ticket may. */
const doorkeeper = createServer((request, response) => {
  void text(request).then((asked) => response.end(JSON.stringify({ allow: asked.includes('"ticket":"good"') })));
});

/** Applications that differ in who may play and publish. */
const applications = (hook: number) => ({
  'apps/free/application.yaml': 'publish: {requires: nothing}',
  'apps/keyed/application.yaml': 'play: {requires: key}\npublish: {exempt: []}',
  'apps/sites/application.yaml': 'play: {pages: {deny: [evil.example]}}\npublish: {pages: {deny: [evil.example]}}',
  'apps/addresses/application.yaml': 'play: {deny: [loopback]}\npublish: {deny: [loopback]}',
  'apps/scripted/main.asc': `application.onConnect = function (client) {
    if (client.pageUrl.indexOf("evil") >= 0) { application.rejectConnection(client, { why: "page" }); return; }
    return true;
  };`,
  'apps/hooked/application.yaml': `publish: {requires: nothing}
hooks: [{url: 'http://127.0.0.1:${hook}/', events: [publish, play], includeQuery: true}]`,
});

/** Whether somebody may; the same by every way. `{key}` is the stream key. */
const cases: readonly (readonly [string, Omit<Wish, 'stream'>, boolean])[] = [
  ['nothing is required', { application: 'free' }, true],
  ['a key is required and not shown', { application: 'keyed' }, false],
  ['a wrong key is shown', { application: 'keyed', query: 'key=wrong' }, false],
  ['the key is shown', { application: 'keyed', query: 'key={key}' }, true],
  ['the page is denied', { application: 'sites', page: BAD_PAGE }, false],
  ['the page is another', { application: 'sites', page: GOOD_PAGE }, true],
  ['the address is denied', { application: 'addresses' }, false],
  ['the script does not let it in', { application: 'scripted', page: BAD_PAGE }, false],
  ['the script lets it in', { application: 'scripted', page: GOOD_PAGE }, true],
  ['the hook does not let it in', { application: 'hooked', query: 'ticket=none' }, false],
  ['the hook lets it in', { application: 'hooked', query: 'ticket=good' }, true],
  ['there is no such application', { application: 'nowhere' }, false],
];

describeWith(['ffmpeg'], 'every way in', () => {
  let server: ServerProcess;
  let ways: WayIn[];
  let key: string;
  const publishers: Program[] = [];

  beforeAll(async () => {
    const folder = newFolder('gate');
    await once(doorkeeper.listen(0, '127.0.0.1'), 'listening');
    await writeFiles(folder, applications((doorkeeper.address() as AddressInfo).port));
    const certificate = join(folder, 'tls');
    const made = await afterglow(['tls', 'self-signed', '--names', 'localhost', '--out', certificate], folder).ended;
    expect(made.code, made.stderr).toBe(0);
    const [certFile, keyFile] = ['cert.pem', 'key.pem'].map((name) => join(certificate, name));
    const options = ['--set', `adaptor.tls.certificates=${JSON.stringify([{ certFile, keyFile }])}`];
    server = await ServerProcess.start(['--apps', join(folder, 'apps'), ...options]);
    key = (await afterglow(['key', 'add', 'keyed', '--for', 'both', '--quiet'], server.data).ended).stdout.trim();
    await server.program.printed(/keys taken over/);
    ways = waysIn({
      port: server.port,
      http: addressOf(server, 'http'),
      authority: readFileSync(certFile!, 'utf8'),
      publishing: ({ stream }) =>
        server.program.printed(
          new RegExp(`(?:"stream":"${stream}"[^\\n]*"publishing"|"publishing"[^\\n]*"stream":"${stream}")`),
        ),
    });
    const file = await testMedia('h264 and aac');
    for (const application of ['free', 'keyed', 'sites', 'scripted', 'hooked']) {
      const url = `${server.url('picture', application)}?key=${key}&ticket=good`;
      const publisher = publishWithFfmpeg(file, url, { times: 100 });
      publishers.push(publisher);
      await publisher.printed(/Output #0, flv/);
    }
  });
  afterAll(async () => {
    for (const publisher of publishers) publisher.kill('SIGKILL');
    await server.stop();
    doorkeeper.close();
  });

  const asked = ({ query, ...wish }: Omit<Wish, 'stream'>): Omit<Wish, 'stream'> =>
    query === undefined ? wish : { ...wish, query: query.replace('{key}', key) };
  const answers = async (question: (way: WayIn) => Promise<boolean> | undefined): Promise<Record<string, boolean>> => {
    const answered = ways.map(async (way) => [way.name, await question(way)] as const);
    return Object.fromEntries(
      (await Promise.all(answered)).flatMap(([name, may]) => (may === undefined ? [] : [[name, may]])),
    );
  };

  it.each(cases)('plays alike: %s', async (_why, wish, may) => {
    const said = await answers((way) => way.plays({ ...asked(wish), stream: 'picture' }));
    expect(said).toEqual(Object.fromEntries(ways.map(({ name }) => [name, may])));
  });

  it.each(cases.map((one, index) => [...one, index] as const))(
    'is published to alike: %s',
    async (_why, wish, may, index) => {
      const streamOf = ({ name }: WayIn): string => `${name.replaceAll(' ', '-')}-${index}`;
      const said = await answers((way) => way.publishes?.({ ...asked(wish), stream: streamOf(way) }));
      const publishing = ways.filter(({ publishes }) => publishes !== undefined);
      expect(said).toEqual(Object.fromEntries(publishing.map(({ name }) => [name, may])));
    },
  );
});
