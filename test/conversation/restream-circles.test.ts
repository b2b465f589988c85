import { describe, expect, onTestFinished, test } from 'vitest';
import { Conversation } from '../support/conversation.js';
import { avc } from '../support/media-payloads.js';
import { MemoryEnd } from '../support/memory-pair.js';
import { memoryConnections, RestreamRun } from '../support/restream-run.js';

const url = 'rtmp://far.example/live';
const refused = /The way leads in a circle/;

test('a server does not take a stream from itself', async () => {
  const run = await RestreamRun.begin({ sources: [{ stream: 'a', url, onDemand: true }] });
  run.answer = (end) => run.near.server.adaptors[0]!.accept(end);
  const player = await run.near.connected();
  player.command('play', 0, ['a'], 1);
  await player.hears();
  await run.settles();
  expect(run.only.runs[0]).toMatchObject({
    state: 'waiting',
    failure: { why: expect.stringMatching(refused) as unknown },
  });
});

test('nor does it send one to itself', async () => {
  const run = await RestreamRun.begin({ targets: [{ stream: 'a', url, name: 'b' }] });
  run.answer = (end) => run.near.server.adaptors[0]!.accept(end);
  const publisher = await run.near.publisher('a');
  publisher.video(0, avc.key('k0'));
  await publisher.hears();
  await run.settles();
  expect(run.only.runs[0]).toMatchObject({
    state: 'waiting',
    failure: { why: expect.stringMatching(refused) as unknown },
  });
});

test.each(['target', 'source'] as const)('a circle of two servers is noticed: %s', async (kind) => {
  const targets = [{ stream: '*', url }];
  const sources = [{ stream: '*', url, onDemand: true }];
  const rule = kind === 'target' ? { targets } : { sources };
  const set = [`application.restream=${JSON.stringify(rule)}`];
  const restream = memoryConnections(
    () => run.far,
    () => {
      const [far, near] = MemoryEnd.pair();
      run.near.server.adaptors[0]!.accept(near);
      return far;
    },
  );
  const run: RestreamRun = await RestreamRun.begin(rule, { serverId: 'near' }, { serverId: 'far', set, restream });
  if (kind === 'target') {
    const publisher = await run.near.publisher('a');
    publisher.video(0, avc.key('k0'));
    await publisher.hears();
  } else {
    const player = await run.near.connected();
    player.command('play', 0, ['a'], 1);
    await player.hears();
  }
  await run.settles();
  const [there] = run.far.restreams.list();
  expect(there!.runs[0]).toMatchObject({ failure: { why: expect.stringMatching(refused) as unknown } });
  await run.far.instance('live')!.life.unload('over');
});

describe('two servers that always take from each other', () => {
  async function begin(sources: readonly object[]): Promise<RestreamRun> {
    const set = [`application.restream=${JSON.stringify({ sources })}`];
    const restream = memoryConnections(
      () => run.far,
      () => {
        const [far, near] = MemoryEnd.pair();
        run.near.server.adaptors[0]!.accept(near);
        return far;
      },
    );
    const run: RestreamRun = await RestreamRun.begin(
      { sources: [{ stream: 'hall', url, name: 'cam' }] },
      { serverId: 'near' },
      { serverId: 'far', set, restream },
    );
    onTestFinished(() => run.far.instance('live')?.life.unload('over'));
    for (const end of [run.near, run.far]) {
      const client = await end.connected('live', undefined, 0);
      client.hangUp();
      await run.settles();
    }
    return run;
  }

  const states = ({ near, far }: RestreamRun) =>
    [near, far].flatMap(({ restreams }) => restreams.list().flatMap(({ runs }) => runs.map(({ state }) => state)));

  test('who comes second is refused, and both where they come at once', async () => {
    const run = await begin([{ stream: 'cam', url, name: 'hall' }]);
    expect(states(run)).toEqual(['waiting', 'waiting']);
    for (const { restreams, log } of [run.near, run.far]) {
      expect(restreams.list()[0]!.runs[0]!.failure!.why).toBe(
        'The way leads in a circle: this stream is taken from the server that asks for it. End one of the two sources.',
      );
      const warnings = log.at('warn').map(({ message }) => message);
      expect(warnings).toContain('refused to play');
      expect(warnings).toContain('a source gives nothing; it is tried again');
    }
    // Whoever is back first has it; the other is refused as long as that lasts.
    run.near.restreams.retry(run.only.id);
    await run.pass(5000);
    expect(states(run)).toEqual(['connecting', 'waiting']);
    await run.near.restreams.change(run.only.id, { enabled: false });
    await run.pass(10_000);
    expect(states(run)).toEqual(['connecting']);
  });

  test.each([
    ['another stream', { stream: 'third', url, name: 'hall' }],
    ['from another instance', { stream: 'cam', url: `${url}/room`, name: 'hall' }],
  ])('what is no circle is let be: %s', async (_, source) => {
    const run = await begin([source]);
    expect(states(run)).toEqual(['connecting', 'connecting']);
  });
});

describe('three servers that always take from the next', () => {
  /** Each takes `hall` from the one behind it, and the last from the first. */
  async function begin(): Promise<Conversation[]> {
    const servers: Conversation[] = [];
    for (const [index, serverId] of ['a', 'b', 'c'].entries()) {
      const restream = memoryConnections(
        () => servers[index]!,
        () => {
          const [near, far] = MemoryEnd.pair();
          servers[(index + 1) % 3]!.server.adaptors[0]!.accept(far);
          return near;
        },
      );
      const set = [`application.restream=${JSON.stringify({ sources: [{ stream: 'hall', url }] })}`];
      const clock = servers[0]?.clock;
      servers.push(await Conversation.begin({ serverId, set, restream, ...(clock && { clock }) }));
    }
    onTestFinished(async () => {
      for (const server of servers) await server.instance('live')?.life.unload('over');
      for (const server of servers) server.hangUp();
      await servers[0]!.pass(0);
    });
    return servers;
  }

  async function starts(server: Conversation): Promise<void> {
    const client = await server.connected('live', undefined, 0);
    client.hangUp();
    await server.pass(0);
    await server.pass(0);
  }

  const runs = (servers: readonly Conversation[]) => servers.map(({ restreams }) => restreams.list()[0]!.runs[0]!);
  const states = (servers: readonly Conversation[]) => runs(servers).map(({ state }) => state);

  test('are told so: one of them leaves the circle, the others stay', async () => {
    const servers = await begin();
    for (const server of servers) await starts(server);
    for (let second = 0; second < 20; second++) {
      expect(states(servers)).toEqual(['connecting', 'connecting', 'waiting']);
      await servers[0]!.pass(1000);
    }
    expect(runs(servers)[2]!.failure!.why).toMatch(refused);
    expect(servers.flatMap(({ log }) => log.at('warn')).map(({ message }) => message)).toContain(
      'a source gives nothing; it is tried again',
    );
  });

  test('have what one of them publishes', async () => {
    const servers = await begin();
    const publisher = await servers[1]!.publisher('hall');
    publisher.video(0, avc.key('k0'));
    await publisher.hears();
    for (const server of [servers[0]!, servers[2]!]) await starts(server);
    for (let second = 0; second < 20; second++) await servers[0]!.pass(1000);
    expect(states(servers)).toEqual(['running', 'waiting', 'running']);
  });
});

test('what is taken from a server is not sent back to it under another name', async () => {
  const run = await RestreamRun.begin(
    { sources: [{ stream: 'hall', url }], targets: [{ stream: 'hall', url, name: 'echo' }] },
    { serverId: 'near' },
    { serverId: 'far' },
  );
  const publisher = await run.far.publisher('hall');
  publisher.video(0, avc.key('k0'));
  await publisher.hears();
  const client = await run.near.connected('live', undefined, 0);
  client.hangUp();
  for (let second = 0; second < 3; second++) await run.pass(1000);
  expect(run.states.sort()).toEqual(['hall running', 'hall waiting']);
  expect(run.far.instance('live')!.streams.find('echo')?.publisher).toBeUndefined();
});
