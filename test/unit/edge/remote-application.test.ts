import { beforeEach, describe, expect, it } from 'vitest';
import { AmfObject } from '../../../src/amf/value.js';
import type { ClientConnection, ClientFacts } from '../../../src/application/client.js';
import { Client } from '../../../src/application/client.js';
import type { SafeName } from '../../../src/application/safe-name.js';
import type { Origins } from '../../../src/edge/origins.js';
import { RemoteApplication } from '../../../src/edge/remote-application.js';
import type { RouteTarget } from '../../../src/edge/route-table.js';
import { describeTarget, parseRoute, parseTarget } from '../../../src/edge/route-table.js';
import { FakeOrigin, originsOf } from '../../support/fake-origins.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { settled } from '../../support/settled.js';

let clock: ManualClock;
let log: RecordingLogger;
/** By the servers of a route. */
let servers: Map<string, { readonly fake: FakeOrigin; readonly origins: Origins }>;
let clients: number;

beforeEach(() => {
  [clock, log] = [new ManualClock(), new RecordingLogger()];
  servers = new Map();
  clients = 0;
});

function application(name: string, routes: readonly string[], explicit: readonly string[] = []): RemoteApplication {
  return new RemoteApplication(name, {
    ...{ clock, logger: log, random: () => 1, timeout: 2000, maxOutage: 60_000 },
    terms: () => ({
      ...{ anonymous: false, serverId: 'here' },
      routes: routes.map((route) => parseRoute(route)!),
      explicit: explicit.map((target) => parseTarget(target, 'rtmp')!),
    }),
    origins: (targets) => at(targets).origins,
  });
}

function at(targets: readonly RouteTarget[]): { readonly fake: FakeOrigin; readonly origins: Origins } {
  const key = targets.map(describeTarget).join(' ');
  const known = servers.get(key);
  if (known !== undefined) return known;
  const fake = new FakeOrigin();
  const made = { fake, origins: originsOf(clock, fake) };
  servers.set(key, made);
  return made;
}

/** A client that comes by some edges; what it is told. */
function come(
  remote: RemoteApplication,
  uri = 'rtmp://edge.example/hall',
  via?: readonly string[],
  instance = '_definst_',
) {
  const facts = { address: '192.0.2.1', uri, ...(via === undefined ? {} : { via }) } as ClientFacts;
  const client = new Client(`c${++clients}`, facts, {} as ClientConnection);
  client.conversation = {
    connectObject: AmfObject.of({ app: 'hall', tcUrl: uri }),
    pass: () => undefined,
    leave: () => undefined,
  };
  const place = { path: `hall/${instance}`, name: instance as SafeName };
  const answer = Promise.resolve(remote.hook.onConnect!(client, place as never, []));
  return { client, answer };
}

describe('a way', () => {
  const edges = (count: number): string[] => Array.from({ length: count }, (_, at) => `edge${at}`);

  it.each([
    ['that has been here', ['here']],
    ['that has been here before others', ['first', 'here', 'second']],
    ['over more than eight edges', edges(8)],
  ])('%s is refused as a circle, and told of in the log', async (_what, via) => {
    const refusal = await come(application('hall', ['*:*;origin:1935']), undefined, via).answer;
    expect(refusal).toMatchObject({
      reason: 'denied',
      description: expect.stringContaining('leads in a circle') as unknown,
    });
    expect(log.at('error')).toMatchObject([{ message: 'a circle of edges', fields: { via } }]);
    expect(servers.size).toBe(0);
  });

  it('over eight is not, and the origin sees all of them', async () => {
    const { answer } = come(application('hall', ['*:*;origin:1935']), undefined, edges(7));
    await settled(clock);
    const { visit } = servers.get('link://origin:1935')!.fake;
    const [connect] = visit.commands;
    expect((connect!.commandObject as AmfObject).get('edgeVia')).toBe([...edges(7), 'here'].join(' '));
    visit.letIn();
    expect(await answer).toBeUndefined();
  });
});

describe('where a client is sent', () => {
  it.each([
    ['rtmp://tv.example.com/hall', 'tv.example.com:*;a:1', 'link://a:1'],
    ['rtmp://TV.example.com/hall', 'tv.example.com:*;a:1', 'link://a:1'],
    ['rtmps://tv.example.com/hall', '*:443;a:1', 'link://a:1'],
    ['http://tv.example.com:8080/hall/a.flv', '*:8080;a:1', 'link://a:1'],
    ['rtmp://[2001:db8::1]:1936/hall', '*:1936;*:1', 'link://[2001:db8::1]:1'],
  ])('%s by %s', (uri, route, target) => {
    expect((application('hall', [route]).route(uri) as RouteTarget[]).map(describeTarget)).toEqual([target]);
  });

  it.each([
    ['nowhere by a route of null', ['*:*;null'], 'There is no way from here.'],
    ['nowhere without a route', ['other:*;a:1'], 'There is no route to an origin.'],
  ])('%s', (_what, routes, why) => {
    expect(application('hall', routes).route('rtmp://edge/hall')).toMatchObject({
      description: `[ Server.Reject ] : ${why}`,
    });
  });

  it.each([
    [['origin.example.com:1935'], ['rtmp://origin.example.com:1935']],
    [['*:1935'], ['rtmp://origin.example.com:1935']],
    [['link://*:*'], ['link://origin.example.com:1935']],
    [['*:1936'], undefined],
    [[], undefined],
  ])('by its own address, where the list is %j', (explicit, targets) => {
    const found = application('chat@origin.example.com_1935', ['*:*;null'], explicit).route('rtmp://edge/');
    if (targets === undefined) expect(found).toMatchObject({ rule: 'proxy.explicit', reason: 'denied' });
    else expect((found as RouteTarget[]).map(describeTarget)).toEqual(targets);
  });

  it('is the same for all of an instance, while somebody is there', async () => {
    const remote = application('hall', ['a.example:*;a:1', '*:*;b:1']);
    const first = come(remote, 'rtmp://a.example/hall');
    await settled(clock);
    servers.get('link://a:1')!.fake.visit.letIn();
    expect(await first.answer).toBeUndefined();
    expect(await come(remote, 'rtmp://b.example/hall').answer).toMatchObject({
      description: '[ Server.Reject ] : This instance belongs to another origin.',
    });
    remote.hook.onDisconnect!(first.client, undefined as never);
    const second = come(remote, 'rtmp://b.example/hall');
    await settled(clock);
    servers.get('link://b:1')!.fake.visit.letIn();
    expect(await second.answer).toBeUndefined();
  });

  it('is forgotten with everything about it, where there were many instances', async () => {
    const remote = application('hall', ['*:*;a:1']);
    const [target] = [parseTarget('a:1')!].map((written) => ({ ...written, port: 1 }));
    for (let count = 0; count <= 1001; count++) {
      const { client, answer } = come(remote, undefined, undefined, `room${count}`);
      await settled(clock);
      servers.get('link://a:1')!.fake.visit.letIn();
      await answer;
      remote.hook.onDisconnect!(client, undefined as never);
    }
    const known = (name: string) => [remote.originsOf(name), remote.placeAt(name, target!)].map(Boolean);
    expect([known('room999'), known('room1000'), known('room1001')]).toEqual([
      [true, true],
      [false, false],
      [false, false],
    ]);
  });
});
