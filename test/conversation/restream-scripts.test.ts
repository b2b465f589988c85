import { expect, test } from 'vitest';
import { restreamOperations } from '../../src/script/host/restream-operations.js';
import { avc } from '../support/media-payloads.js';
import { RestreamRun } from '../support/restream-run.js';

const URL_THERE = 'rtmp://far.example/live';

async function begun() {
  const run = await RestreamRun.begin({});
  const publisher = await run.near.publisher('a');
  publisher.video(0, avc.key('k0'));
  await publisher.hears();
  const instance = run.near.instance('live')!;
  const family = restreamOperations(instance, run.near.restreams);
  const { 'stream.restream': restream, 'restream.status': status, 'restream.end': end } = family.handlers;
  const begin = (stream: string, url: string, name: string) => restream!(stream, url, name) as string;
  return { run, family, begin, status: status!, end: (id: string) => void end!(id) };
}

test('a script sends a stream on, sees how it fares, and ends it', async () => {
  const { run, begin, status, end } = await begun();
  const id = begin('a', URL_THERE, 'there');
  await run.settles();
  expect(status(id)).toEqual({
    state: 'running',
    failures: 0,
    why: '',
    starts: 1,
    bytes: expect.any(Number) as number,
    lost: 0,
  });
  expect(run.lastAuthor).toBe('script');
  expect(run.only).toMatchObject({ author: 'script', named: true });
  expect(await run.near.restarted().then((again) => again.list())).toEqual([]);
  end(id);
  await run.settles();
  expect([status(id), run.near.restreams.list()]).toEqual([undefined, []]);
});

test('what a script sends on ends with the script', async () => {
  const { run, family, begin } = await begun();
  for (const name of ['x', 'y']) begin('a', URL_THERE, name);
  await run.settles();
  expect(run.states).toEqual(['a running', 'a running']);
  family.close();
  await run.settles();
  expect(run.near.restreams.list()).toEqual([]);
  expect(run.ends.every(({ isClosed }) => isClosed)).toBe(true);
});

test('a script is told what is wrong, and has no targets without end', async () => {
  const { begin } = await begun();
  expect(() => begin('a', 'nowhere', '')).toThrow('The address is none');
  expect(() => begin('../a', URL_THERE, '')).toThrow('name that is none');
  for (let count = 0; count < 100; count++) begin('later', URL_THERE, '');
  expect(() => begin('later', URL_THERE, '')).toThrow('100 targets already');
});
