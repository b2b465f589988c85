import { expect, test } from 'vitest';
import { MediaMessage } from '../../../src/media/media-message.js';
import { FakeSource, film } from '../../support/fake-source.js';
import { hevc } from '../../support/media-payloads.js';
import { RecordedRun } from '../../support/recorded-run.js';
import { settled } from '../../support/settled.js';

test('to a time between key frames: seek-start, the frames up to it at that time, seek-end, and the media', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 4000 })));
  await run.play({ time: 2250 });
  expect(run.sink.news[0]).toBe('begins 2250');
  expect(run.sink.takeLines().slice(0, 10)).toEqual([
    'video 2250 header sps',
    'audio 2250 header asc',
    'video 2250 command 5700',
    'video 2250 key k2000',
    'video 2250 inter p2100',
    'video 2250 inter p2200',
    'video 2250 command 5701',
    'video 2300 inter p2300',
    'video 2400 inter p2400',
    'audio 2400 frame a2400',
  ]);
});

test('a time that is that of a frame: that frame is the one that is shown', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 4000 })));
  await run.play({ time: 2200 });
  expect(run.sink.takeLines().slice(2, 9)).toEqual([
    'video 2200 command 5700',
    'video 2200 key k2000',
    'video 2200 inter p2100',
    'video 2200 inter p2200',
    'video 2200 command 5701',
    'audio 2200 frame a2200',
    'video 2300 inter p2300',
  ]);
});

test('the way to a time goes on over several segments', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 6000, gop: 5000, frame: 1000, audio: false })));
  await run.play({ time: 3500 });
  expect(run.sink.takeLines()).toEqual([
    'video 3500 header sps',
    'video 3500 command 5700',
    'video 3500 key k0',
    'video 3500 inter p1000',
    'video 3500 inter p2000',
    'video 3500 inter p3000',
    'video 3500 command 5701',
    'video 4000 inter p4000',
    'video 5000 key k5000',
  ]);
});

test('media that ends on the way: seek-end is sent all the same', async () => {
  const source = new FakeSource(film({ duration: 1000, frame: 300, audio: false }));
  const run = new RecordedRun(source);
  source.messages.push(new MediaMessage('data', 990, new Uint8Array()));
  await run.play({ time: 950 });
  expect(run.sink.takeLines().slice(-3)).toEqual(['video 950 inter p900', 'video 950 command 5701', 'data 990 frame ']);
  await run.play({ time: 990 });
  expect(run.sink.takeLines().slice(-3)).toEqual(['video 990 inter p900', 'video 990 command 5701', 'data 990 frame ']);
});

test('for who does not know command frames it begins with the key frame, at its time', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 4000 })));
  await run.play({ time: 2250, manner: 'key-frame' });
  expect(run.sink.news[0]).toBe('begins 2000');
  expect(run.sink.takeLines().slice(0, 4)).toEqual([
    'video 2000 header sps',
    'audio 2000 header asc',
    'video 2000 key k2000',
    'audio 2000 frame a2000',
  ]);
});

test('so it does where the codec has no command frame', async () => {
  const messages = [0, 1000, 1100].map(
    (time) => new MediaMessage('video', time, time === 1100 ? hevc.inter('p') : hevc.key(`k${time}`)),
  );
  const run = new RecordedRun(new FakeSource(messages));
  await run.play({ time: 1050 });
  expect(run.sink.takeLines()).toEqual(['video 1000 key k1000', 'video 1100 inter p']);
});

test('sound alone begins with the first frame at that time or after it', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 2000, video: false })));
  await run.play({ time: 1100 });
  expect(run.sink.takeLines().slice(0, 2)).toEqual(['audio 1100 header asc', 'audio 1200 frame a1200']);
});

test('seeking again before the media has been found: only the last counts', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 10_000 })));
  run.player.play({ time: 1000, manner: 'exact' });
  run.player.play({ time: 5000, manner: 'exact' });
  await settled(run.clock);
  expect(run.sink.news).toEqual(['begins 5000', 'filled']);
  expect(run.sink.messages[0]?.timestamp).toBe(5000);
});

test('beyond the end there is nothing but the end; from there it can go back', async () => {
  const run = new RecordedRun(new FakeSource(film({ duration: 3000 })));
  await run.play({ time: 60_000 });
  expect(run.sink.news).toEqual(['end-of-media']);
  await run.play({ time: 2000 });
  expect(run.sink.news).toEqual(['end-of-media', 'begins 2000', 'end-of-media']);
});
