import { expect, test } from 'vitest';
import { MediaMessage } from '../../../src/media/media-message.js';
import { FakeSink } from '../../support/fake-sink.js';
import { FakeSource, film } from '../../support/fake-source.js';
import { avc, h263 } from '../../support/media-payloads.js';
import { live, PlaylistRun, recorded } from '../../support/playlist-run.js';
import { settled } from '../../support/settled.js';

/** Two pictures a second and two frames of sound. */
function clip(label: string, duration: number, more: object = {}): FakeSource {
  return new FakeSource(film({ duration, frame: 500, sound: 500, label, ...more }));
}

test('items follow each other: headers, then a key frame where the last frame of the item before ends', async () => {
  const run = await new PlaylistRun({ a: clip('A', 1000), b: clip('B', 600) }, [recorded('a'), recorded('b')]).start();
  await run.pass(3000);
  expect(run.lines()).toEqual([
    'video 0 header Asps',
    'audio 0 header Aasc',
    'video 0 key Ak0',
    'audio 0 frame Aa0',
    'video 500 inter Ap500',
    'audio 500 frame Aa500',
    'video 1000 header Bsps',
    'audio 1000 header Basc',
    'video 1000 key Bk0',
    'audio 1000 frame Ba0',
    'video 1500 inter Bp500',
    'audio 1500 frame Ba500',
  ]);
  expect(run.news).toEqual(['0 began a', '1000 began b', '2000 over']);
  expect({ held: run.held, timers: run.clock.timers }).toEqual({ held: 0, timers: 0 });
});

test('each message is sent at its time', async () => {
  const run = await new PlaylistRun({ a: clip('A', 1000) }, [recorded('a')], true).start();
  expect(run.lines()).toHaveLength(4);
  await run.pass(499, 499);
  expect(run.lines()).toEqual([]);
  await run.pass(1, 1);
  expect(run.lines()).toEqual(['video 500 inter Ap500', 'audio 500 frame Aa500']);
  expect(run.clock.timers).toBe(1);
  await run.pass(500, 500);
  expect(run.lines().at(2)).toBe('video 1000 key Ak0');
});

test('a loop does not drift, and opens the next item once, while the one before ends', async () => {
  const run = await new PlaylistRun({ a: clip('A', 1500) }, [recorded('a')], true).start();
  await run.pass(14_950);
  expect(run.news).toEqual(Array.from({ length: 10 }, (_, i) => `${i * 1500} began a`));
  expect(run.opened).toHaveLength(11);
  expect(run.lines().at(-1)).toBe('audio 14500 frame Aa1000');
  expect(run.held).toBe(2);
  run.publisher.stop();
  await settled(run.clock);
  expect({ held: run.held, timers: run.clock.timers }).toEqual({ held: 0, timers: 0 });
});

test('an item begins with the key frame before its start, and ends where it is to end', async () => {
  const run = await new PlaylistRun({ a: clip('A', 10_000, { gop: 2000 }) }, [recorded('a', 3000, 2000)]).start();
  await run.pass(5000);
  expect(run.lines().filter((line) => line.startsWith('video'))).toEqual([
    'video 0 header Asps',
    'video 0 key Ak2000',
    'video 500 inter Ap2500',
    'video 1000 inter Ap3000',
    'video 1500 inter Ap3500',
    'video 2000 key Ak4000',
    'video 2500 inter Ap4500',
  ]);
  expect(run.news.at(-1)).toBe('3000 over');
});

test('who joins after a change is given nothing of the item before', async () => {
  const sound = new FakeSource(film({ duration: 2000, sound: 500, video: false, label: 'S' }));
  const run = await new PlaylistRun({ a: clip('A', 1000), s: sound }, [recorded('a'), recorded('s')]).start();
  await run.pass(1100);
  const late = new FakeSink();
  run.stream.join(late);
  expect(late.lines).toEqual(['audio 1000 header Sasc']);
  await run.pass(500);
  expect(late.lines.slice(1)).toEqual(['audio 1500 frame Sa500']);
});

test('what cannot be shown is passed over; if nothing can, it is tried ever more seldom', async () => {
  const run = new PlaylistRun({ broken: new Error('broken') }, [recorded('none'), recorded('broken')], true);
  await run.start();
  await run.pass(100_000, 250);
  expect(run.news.slice(0, 6)).toEqual([
    '0 not-found none',
    '0 broken broken',
    '250 not-found none',
    '750 broken broken',
    '1750 not-found none',
    '3750 broken broken',
  ]);
  expect(run.opened.length).toBeLessThan(13);
  expect(run.clock.timers).toBe(1);
  run.publisher.stop();
  expect(run.clock.timers).toBe(0);
});

test('an item beyond the end of its media, one without frames and the playlist itself do not spin', async () => {
  const silent = new FakeSource([new MediaMessage('video', 0, avc.header('x'))]);
  const items = [recorded('a', 60_000), recorded('silent'), live('channel'), live('nobody')];
  const run = await new PlaylistRun({ a: clip('A', 1000), silent }, items, true).start();
  await run.pass(60_000, 250);
  expect(run.news.filter((line) => !line.includes('began')).slice(0, 4)).toEqual([
    '0 not-found a',
    '0 not-found silent',
    '250 circular channel',
    '750 not-published nobody',
  ]);
  expect(run.opened.length).toBeLessThan(10);
  run.publisher.stop();
  expect({ held: run.held, timers: run.clock.timers }).toEqual({ held: 0, timers: 0 });
});

test('media that breaks off is shown to there', async () => {
  const a = clip('A', 5000);
  const run = new PlaylistRun({ a, b: clip('B', 1000) }, [recorded('a'), recorded('b')]);
  await run.start();
  a.failure = new Error('the disk is gone');
  await run.pass(4000);
  expect(run.news).toEqual(['0 began a', '500 broken a', '2000 began b', '3000 over']);
  expect(run.lines().find((line) => line.includes(' B'))).toBe('video 2000 header Bsps');
});

test('a picture alone is shown for a second', async () => {
  const picture = new FakeSource([new MediaMessage('video', 0, h263.key('P'))]);
  const run = await new PlaylistRun({ picture }, [recorded('picture')], true).start();
  await run.pass(2500);
  expect(run.lines()).toEqual(['video 0 key P', 'video 1000 key P', 'video 2000 key P']);
});

test('a live stream is shown from its last key frame until it ends, and time goes on', async () => {
  const run = new PlaylistRun({ a: clip('A', 1000) }, [recorded('a'), live('studio'), recorded('a')]);
  const studio = run.streams.open('studio');
  const encoder = { clientId: 'e', isAlive: () => Promise.resolve(true), dismissed: () => undefined };
  studio.attach(encoder);
  studio.receive(new MediaMessage('video', 70_000, avc.header('L')));
  studio.receive(new MediaMessage('video', 70_000, avc.key('L0')));
  studio.receive(new MediaMessage('video', 70_040, avc.inter('L1')));
  await run.start();
  await run.pass(1010);
  studio.receive(new MediaMessage('video', 70_080, avc.inter('L2')));
  await run.pass(50);
  studio.detach(encoder);
  await run.pass(100);
  expect(run.lines().slice(6, 12)).toEqual([
    'video 1000 header L',
    'video 1000 key L0',
    'video 1040 inter L1',
    'video 1080 inter L2',
    'video 1120 header Asps',
    'audio 1120 header Aasc',
  ]);
  run.streams.release(studio);
  expect(run.streams.find('studio')).toBeUndefined();
});

test('a live stream ends after its length; one that is not there is waited for', async () => {
  const run = new PlaylistRun({ a: clip('A', 1000) }, [live('studio', 2000, 5000), live('other', 1000, 300)]);
  await run.start();
  await run.pass(1000);
  const studio = run.streams.open('studio');
  studio.attach({ clientId: 'e', isAlive: () => Promise.resolve(true), dismissed: () => undefined });
  for (let time = 0; time < 4000; time += 500) {
    studio.receive(new MediaMessage('video', time, h263.key(`${time}`)));
    await run.pass(500);
  }
  expect(run.lines()).toEqual(['video 0 key 0', 'video 500 key 500', 'video 1000 key 1000', 'video 1500 key 1500']);
  expect(run.news).toEqual(['1000 began studio', '3300 not-published other', '3300 over']);
  expect(studio.players.size).toBe(0);
});

test('the list changes while it runs: appended items, the next one at once, another list', async () => {
  const run = new PlaylistRun({ a: clip('A', 10_000), b: clip('B', 1000) }, [recorded('a')]);
  await run.start();
  await run.pass(1200);
  expect(run.order.append([recorded('b')])).toBe(true);
  run.publisher.orderChanged();
  expect({ index: run.publisher.current?.index, position: run.publisher.position }).toEqual({
    index: 0,
    position: 1000,
  });
  run.publisher.skip();
  await settled(run.clock);
  expect(run.lines().slice(8, 11)).toEqual(['video 1200 header Bsps', 'audio 1200 header Basc', 'video 1200 key Bk0']);
  run.order.replace([recorded('a')], false);
  run.publisher.orderChanged();
  await run.pass(2000);
  expect(run.news).toEqual(['0 began a', '1200 began b', '2200 began a']);
  expect(run.order.append(Array.from({ length: 1001 }, () => recorded('a')))).toBe(false);
  run.publisher.dismissed();
  await settled(run.clock);
  expect(run.news.at(-1)).toMatch('replaced');
  expect({ held: run.held, timers: run.clock.timers }).toEqual({ held: 0, timers: 0 });
});

test('a server that slept goes on from there instead of sending what was missed', async () => {
  const run = await new PlaylistRun({ a: clip('A', 3000) }, [recorded('a')]).start();
  run.clock.sleep(60_000);
  await run.pass(100);
  expect(run.lines().at(-1)).toBe('audio 500 frame Aa500');
});

/** A clip of which only what is up to `time` was written so far. */
function growing(
  label: string,
  duration: number,
  time: number,
): { source: FakeSource; writeTo: (time: number) => void } {
  const all = clip(label, duration).messages;
  const source = new FakeSource(all.filter(({ timestamp }) => timestamp <= time));
  source.isGrowing = true;
  const writeTo = (end: number): void => {
    source.messages.push(...all.slice(source.messages.length).filter(({ timestamp }) => timestamp <= end));
  };
  return { source, writeTo };
}

const pictures = (lines: readonly string[]) => lines.filter((line) => line.startsWith('video'));

test('media that is still being recorded goes on as it grows, and the next item follows its end', async () => {
  const { source, writeTo } = growing('A', 5000, 500);
  const run = await new PlaylistRun({ a: source, b: clip('B', 600) }, [recorded('a'), recorded('b')]).start();
  await run.pass(900);
  writeTo(2500);
  await run.pass(1700);
  expect(pictures(run.lines())).toEqual([
    ...['video 0 header Asps', 'video 0 key Ak0', 'video 500 inter Ap500'],
    ...['video 1000 key Ak1000', 'video 1500 inter Ap1500', 'video 2000 key Ak2000', 'video 2500 inter Ap2500'],
  ]);
  expect({ opened: run.opened, timers: run.clock.timers }).toEqual({ opened: ['a'], timers: 1 });
  const { length } = source.reads;
  await run.pass(10_000);
  expect(run.lines()).toEqual([]);
  expect(source.reads.length - length).toBe(20);
  writeTo(3000);
  source.isGrowing = false;
  await run.pass(2500);
  expect(pictures(run.lines())).toEqual([
    ...['video 3000 key Ak3000', 'video 3500 header Bsps', 'video 3500 key Bk0', 'video 4000 inter Bp500'],
  ]);
  await run.pass(1000);
  expect({ held: run.held, timers: run.clock.timers }).toEqual({ held: 0, timers: 0 });
  expect(run.news.map((line) => line.replace(/^\d+ /, ''))).toEqual(['began a', 'began b', 'over']);
});

test('media that grows ends after its length, can be skipped, and may break', async () => {
  const { source, writeTo } = growing('A', 5000, 1000);
  const items = [recorded('a', 0, 1500), recorded('a'), recorded('a'), recorded('b')];
  const run = await new PlaylistRun({ a: source, b: clip('B', 600) }, items).start();
  await run.pass(1000);
  writeTo(2000);
  await run.pass(1000);
  expect(run.news.map((line) => line.replace(/^\d+ /, ''))).toEqual(['began a', 'began a']);
  await run.pass(4000);
  run.publisher.skip();
  await run.pass(2050);
  source.failure = new Error('gone');
  await run.pass(1000);
  expect(run.news.slice(2).map((line) => line.replace(/^\d+ /, ''))).toEqual(['began a', 'broken a', 'began b']);
  expect(run.held).toBe(1);
  await run.pass(1000);
  expect({ held: run.held, timers: run.clock.timers }).toEqual({ held: 0, timers: 0 });
});
