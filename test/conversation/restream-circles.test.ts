import { describe, expect, onTestFinished, test } from 'vitest';
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
