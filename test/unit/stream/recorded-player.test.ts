import { expect, test } from 'vitest';
import { MediaMessage } from '../../../src/media/media-message.js';
import { RecordedPlayer } from '../../../src/stream/recorded-player.js';
import { FakeRecordedSink } from '../../support/fake-recorded-sink.js';
import { FakeSource, film } from '../../support/fake-source.js';
import { RecordedRun } from '../../support/recorded-run.js';
import { settled } from '../../support/settled.js';

test('fills the buffer at once, then goes on as the client plays, and ends once', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 10_000 })));
  await run.play();
  expect(run.sink.news).toEqual(['begins 0', 'filled']);
  // Whole segments: as much as it takes to be two seconds ahead.
  expect(run.sentUpTo()).toBe(2900);
  await run.pass(800);
  expect(run.sentUpTo()).toBeUndefined();
  await run.pass(100);
  expect(run.sentUpTo()).toBe(3900);
  await run.pass(4000);
  expect(run.sentUpTo()).toBe(7900);
  expect(run.player.time).toBe(4900);
  await run.pass(2000);
  expect(run.sentUpTo()).toBe(9900);
  expect(run.sink.news).toEqual(['begins 0', 'filled', 'goes on', 'end-of-media']);
  expect(run.player.timePlayed).toBe(9900);
  await run.pass(5000);
  expect(run.sink.news.length).toBe(4);
  expect(run.clock.timers).toBe(0);
});

test('the buffer length of the client counts, from the moment it is told', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 60_000 })));
  run.bufferLength = 5000;
  await run.play();
  expect(run.sentUpTo()).toBe(5900);
  run.bufferLength = 20_000;
  run.player.bufferLengthChanged();
  await settled(run.clock);
  expect(run.sentUpTo()).toBe(20_900);
  run.bufferLength = 0;
  run.player.bufferLengthChanged();
  await run.pass(18_000);
  expect(run.sentUpTo()).toBeUndefined();
  await run.pass(1000);
  expect(run.sentUpTo()).toBe(21_900);
  run.bufferLength = 36_000_000;
  run.player.bufferLengthChanged();
  await settled(run.clock);
  expect(run.sentUpTo()).toBe(59_900);
  expect(run.sink.news.at(-1)).toBe('end-of-media');
});

test('a sink that does not keep up is waited for, whatever the client wants ahead', async () => {
  const source = new FakeSource(film({ duration: 10_000 }));
  const run = new RecordedRun(source, { maxQueuedBytes: 500 });
  run.bufferLength = 36_000_000;
  run.sink.queuedBytes = 500;
  await run.play();
  await run.pass(2000);
  expect(run.sentUpTo()).toBeUndefined();
  expect(run.sink.waitsForDrain).toBe(true);
  expect(run.clock.timers).toBe(0);
  run.sink.drain();
  await settled(run.clock);
  expect(run.sentUpTo()).toBeGreaterThan(0);
});

test('a queue of the sink that fills meanwhile stops the burst', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 10_000 })));
  run.bufferLength = 36_000_000;
  run.sink.bytesPerWrite = 400_000;
  await run.play();
  expect(run.sentUpTo()).toBe(2900);
  run.sink.drain();
  await settled(run.clock);
  expect(run.sentUpTo()).toBe(5900);
});

test('a cap on its bandwidth delays what comes next', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 10_000 })));
  run.sink.delay = 300;
  await run.play();
  await run.pass(200);
  expect(run.sentUpTo()).toBeUndefined();
  run.sink.delay = 0;
  await run.pass(100);
  expect(run.sentUpTo()).toBe(2900);
});

test('one turn of the event loop is not for one player alone', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 60_000 })), { maxQueuedBytes: 600 });
  for (let position: number | undefined = 0; position !== undefined;) {
    ({ next: position } = await run.cache.segment(run.source, position));
  }
  run.bufferLength = 36_000_000;
  await run.play();
  expect(run.sentUpTo()).toBeLessThan(10_000);
  expect(run.clock.timers).toBe(1);
  await run.pass(1000);
  expect(run.sentUpTo()).toBe(59_900);
});

test('whole segments are the very same batches for everybody, wherever they began', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 10_000 })));
  const other = new FakeRecordedSink();
  const options = { minBufferTime: 2000, maxQueuedBytes: 1_000_000 };
  const second = new RecordedPlayer(run.source, run.cache, other, run.clock, options, () => 0);
  await run.play();
  second.play({ time: 1300, manner: 'exact' });
  await run.pass(3000);
  const shared = other.batches.filter((batch) => run.sink.batches.includes(batch));
  expect(shared.map(({ messages }) => messages[0]?.timestamp)).toEqual([2000, 3000, 4000, 5000]);
  run.player.stop();
  second.stop();
  expect(run.clock.timers).toBe(0);
});

test('nothing comes after the last timestamp, of either kind, and all that comes before it', async () => {
  const source = new FakeSource(film({ duration: 4000 }));
  // Sound that comes late in the file.
  const late = source.messages.findIndex(({ timestamp, kind }) => timestamp === 1800 && kind === 'audio');
  source.messages.splice(late + 4, 0, ...source.messages.splice(late, 1));
  const run = new RecordedRun(source);
  run.player.filter.last = 1950;
  await run.play();
  const lines = run.sink.takeLines();
  expect(lines.slice(-2)).toEqual(['video 1900 inter p1900', 'audio 1800 frame a1800']);
  expect(run.sink.news).toEqual(['begins 0', 'length-reached']);
});

test('video that was not wanted begins again with a key frame; sequence headers pass always', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 10_000, gop: 2000 })));
  run.player.filter.receiveVideo(false);
  await run.play();
  expect(run.sink.takeLines().filter((line) => line.startsWith('video'))).toEqual(['video 0 header sps']);
  run.player.filter.receiveVideo(true);
  await run.pass(2000);
  expect(run.sink.takeLines().find((line) => line.startsWith('video'))).toBe('video 4000 key k4000');
  run.player.filter.receiveAudio(false);
  await run.pass(1000);
  expect(run.sink.takeLines().filter((line) => line.startsWith('audio'))).toEqual([]);
  run.player.stop();
});

test('held it keeps its place; stopped it does not write any more', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 10_000 })));
  await run.play();
  run.sentUpTo();
  run.player.hold();
  expect(run.clock.timers).toBe(0);
  await run.pass(3000);
  expect(run.sentUpTo()).toBeUndefined();
  run.player.release();
  await settled(run.clock);
  expect(run.sink.batches[0]?.messages[0]?.timestamp).toBe(3000);
  run.player.stop();
  run.sink.batches.length = 0;
  await run.pass(10_000);
  expect(run.sink.batches).toEqual([]);
  expect(run.clock.timers).toBe(0);
});

test('media that grows: it waits at the present end, and goes on where it was', async () => {
  const source = new FakeSource(film({ duration: 1250 }));
  source.isGrowing = true;
  const run = new RecordedRun(source);
  await run.play();
  expect(run.sentUpTo()).toBe(1200);
  await run.pass(1000);
  expect(run.sentUpTo()).toBeUndefined();
  source.messages.push(...film({ duration: 3000 }).filter(({ timestamp }) => timestamp > 1200));
  await run.pass(500);
  const times = run.sink.messages.map(({ timestamp }) => timestamp);
  expect([times[0], times.at(-1)]).toEqual([1300, 2900]);
  source.isGrowing = false;
  await run.pass(500);
  expect(run.sink.news).toEqual(['begins 0', 'filled', 'goes on', 'end-of-media']);
  expect(run.clock.timers).toBe(0);
});

test('media whose growth ends behind what is just being read is played to its end', async () => {
  const all = film({ duration: 3000 });
  const source = new FakeSource(all.filter(({ timestamp }) => timestamp <= 1200));
  source.isGrowing = true;
  const read = source.segment.bind(source);
  source.segment = async (position) => {
    const segment = await read(position);
    if (segment.next === undefined && source.isGrowing) {
      source.messages.push(...all.filter(({ timestamp }) => timestamp > 1200));
      source.isGrowing = false;
    }
    return segment;
  };
  const run = new RecordedRun(source);
  await run.play();
  await run.pass(3000);
  expect(run.sink.messages.map(({ timestamp }) => timestamp).at(-1)).toBe(2900);
  expect(run.sink.news.at(-1)).toBe('end-of-media');
  expect(run.clock.timers).toBe(0);
});

test.each(['seek', 'segment'])('a source that fails when asked for a %s ends it', async (what) => {
  const run = new RecordedRun(new FakeSource(film({ duration: 10_000 })));
  if (what === 'seek') run.source.failure = new Error('broken');
  await run.play();
  run.source.failure = new Error('broken');
  await run.pass(1000);
  expect(run.sink.news.at(-1)).toBe('failed: broken');
  expect(run.player.isOver).toBe(true);
  expect(run.clock.timers).toBe(0);
});

test('a client that was left without media goes on from there: it is not sent what it could not play', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 20_000 })));
  await run.play();
  run.sink.queuedBytes = 1_000_000;
  await run.pass(10_000);
  run.sentUpTo();
  expect(run.player.time).toBe(2900);
  run.sink.drain();
  await settled(run.clock);
  expect(run.sentUpTo()).toBe(5900);
  run.player.stop();
});

test('unpaced, everything goes out at once', async () => {
  const source = new FakeSource([0, 60_000, 120_000].map((time) => new MediaMessage('data', time, new Uint8Array(1))));
  const run = new RecordedRun(source, {}, true);
  await run.play();
  expect(run.sentUpTo()).toBe(120_000);
  expect(run.sink.news).toEqual(['begins 0', 'end-of-media']);
});
