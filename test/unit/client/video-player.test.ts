import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { encodeAmf0 } from '../../../src/amf/amf0-encoder.js';
import { AmfObject } from '../../../src/amf/value.js';
import type { VideoPlayerOptions } from '../../../src/client/index.js';
import { MediaMessage, VideoPlayer } from '../../../src/client/index.js';
import { fakeMediaSources, FakeVideo } from '../../support/fake-media-source.js';
import { fakeNetStream } from '../../support/fake-net-stream.js';
import { mp3Frame } from '../../support/mp3-frames.js';
import { OTHER_AVC, stream as media } from '../../support/mp4-stream.js';

const [VIDEO, AUDIO] = ['video/mp4; codecs="avc1.42c00c"', 'audio/mp4; codecs="mp4a.40.2"'] as const;
const HEADER = 'ftyp moov';
const FRAGMENT = 'moof mdat';
/** MP3, 44,100 Hz, stereo, in an FLV tag. */
const MP3 = Uint8Array.of(0x2f);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function open(isSupported?: (type: string) => boolean, options?: VideoPlayerOptions) {
  const sources = fakeMediaSources(isSupported);
  const server = fakeNetStream();
  const video = new FakeVideo();
  const player = new VideoPlayer(server.stream, video, options);
  const errors: string[] = [];
  player.onError(({ code, message }) => errors.push(`${code}: ${message}`));
  return { sources, server, video, player, errors };
}

/** Plays until pictures can be shown: audio and video from one second on. */
function playing(options?: VideoPlayerOptions) {
  const opened = open(undefined, options);
  opened.server.media(media.avcHeader(1000), media.aacHeader(1000), media.avc(1000), media.aac(1000));
  opened.sources[0]!.open();
  return { ...opened, source: opened.sources[0]! };
}

it('shows what there is when both have come, from the beginning of the element on', () => {
  const { source, video, server } = playing();
  expect(video.src).toBe('blob:it');
  server.media(media.avc(1040, 'inter'), media.aac(1023), media.avc(1080, 'inter'));
  source.settle();
  expect(source.buffers.map(({ type }) => type)).toEqual([AUDIO, VIDEO]);
  expect(source.buffers.map(({ done }) => done)).toEqual([
    ['offset -1', HEADER, FRAGMENT],
    ['offset -1', HEADER, FRAGMENT, FRAGMENT],
  ]);
});

it('does not wait for a second that does not come', async () => {
  const { sources, server } = open();
  server.media(media.avcHeader(), media.avc(0));
  expect(sources).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(500);
  sources[0]!.open();
  expect(sources[0]!.buffers.map(({ type }) => type)).toEqual([VIDEO]);
});

it('makes another Media Source for what comes late', async () => {
  const { sources, server } = open();
  server.media(media.avcHeader(), media.avc(0));
  await vi.advanceTimersByTimeAsync(500);
  sources[0]!.open();
  server.media(media.aacHeader(600), media.aac(600));
  sources[1]!.open();
  expect(sources[1]!.buffers.map(({ type }) => type)).toEqual([AUDIO, VIDEO]);
});

it('shows what the browser can, and says what it cannot', () => {
  const { sources, server, errors } = open((type) => type === AUDIO);
  server.media(media.avcHeader(), media.aacHeader(), media.avc(0), media.aac(0));
  sources[0]!.open();
  expect(sources[0]!.buffers.map(({ type }) => type)).toEqual([AUDIO]);
  expect(errors).toEqual(['unsupported: This browser does not play video of the codec avc1.42c00c.']);
});

it('goes on with another configuration in the same place', () => {
  const { source, server } = playing();
  server.media(media.avc(1040, 'inter'), media.avcHeader(1080, OTHER_AVC), media.avc(1080), media.avc(1120, 'inter'));
  source.settle();
  const [, video] = source.buffers;
  expect(video!.done.slice(-4)).toEqual(['type video/mp4; codecs="avc1.4d400b"', 'offset -1', HEADER, FRAGMENT]);
});

it('goes on behind what is there when the connection was made anew', () => {
  const { source, server, video } = playing();
  server.media(media.avc(1040, 'inter'), media.avc(1080, 'inter'));
  source.settle();
  video.holds(0, 0.08);
  server.status('NetStream.Play.Start');
  server.media(media.avcHeader(500_000), media.avc(500_000), media.avc(500_040, 'inter'));
  source.settle();
  expect(source.buffers[1]!.done.slice(-3)).toEqual(['offset -499.92', HEADER, FRAGMENT]);
});

it.each([
  ['begins near the newest', [0, 4], 0, undefined, [3.8, 1]],
  ['runs faster when a little is left', [0, 4.5], 3.9, undefined, [3.9, 1.1]],
  ['jumps when much is left', [0, 9], 3.9, undefined, [8.8, 1]],
  ['does not wait for what was lost', [5, 5.1], 3.9, undefined, [5, 1]],
] as const)('%s', (_, held, at, options, expected) => {
  const { source, server, video } = playing(options);
  const update = (): void => {
    server.media(media.avc(1040, 'inter'));
    source.settle();
  };
  if (at > 0) {
    video.holds(0, at);
    update();
    video.currentTime = at;
  }
  video.holds(...held);
  update();
  expect([video.currentTime, video.playbackRate]).toEqual(expected);
});

it('begins at once with what is announced to be alone', () => {
  const { sources, server } = open();
  const metadata = encodeAmf0(['onMetaData', AmfObject.of({ videocodecid: 7 })]);
  server.media(media.data(metadata), media.avcHeader(), media.avc(0));
  sources[0]!.open();
  expect(sources[0]!.buffers.map(({ type }) => type)).toEqual([VIDEO]);
});

it.each([
  ['as it is', () => true, 'audio/mpeg', ['offset 0', 'bare', 'bare']],
  ['in MP4', (type: string) => type !== 'audio/mpeg', 'audio/mp4; codecs="mp3"', ['offset 0', HEADER, FRAGMENT]],
])('gives the browser MP3 %s', async (_, isSupported, type, done) => {
  const { sources, server } = open(isSupported);
  const frames = [0, 26].map((time) => new MediaMessage('audio', time, concat([MP3, mp3Frame()])));
  server.media(frames[0]!);
  await vi.advanceTimersByTimeAsync(500);
  const [source] = sources;
  source!.open();
  source!.buffers[0]!.holds(0, 0.02);
  source!.settle();
  server.media(frames[1]!);
  source!.settle();
  expect([source!.buffers[0]!.type, source!.buffers[0]!.done]).toEqual([type, done]);
});

describe('a recording', () => {
  function recording() {
    const opened = open();
    const { server, sources, video, player } = opened;
    player.play('film');
    server.recorded();
    const metadata = encodeAmf0(['onMetaData', AmfObject.of({ duration: 60, hasVideo: true, hasAudio: true })]);
    server.media(media.data(metadata), media.avcHeader(), media.aacHeader(), media.avc(0), media.aac(0));
    const source = sources[0]!;
    source.open();
    const come = (...messages: MediaMessage[]): void => {
      server.media(...messages);
      source.settle();
    };
    video.holds(0, 2);
    come(media.avc(40, 'inter'), media.aac(23));
    server.asked.length = 0;
    return { ...opened, source, come };
  }

  it('is shown from its beginning on, and says how long it is', () => {
    const { source, video } = recording();
    expect([video.currentTime, source.duration]).toEqual([0, 60]);
  });

  it('pauses at the server when it has enough, and goes on without a frame twice', () => {
    const { source, server, video, come } = recording();
    video.currentTime = 1.5;
    video.paused = true;
    video.tell('pause');
    expect(server.asked).toEqual([]);
    video.holds(0, 4);
    come(media.avc(80, 'inter'), media.aac(46));
    expect(server.asked).toEqual(['pause 23']);
    video.paused = false;
    video.tell('play');
    expect(server.asked).toEqual(['pause 23', 'resume 46']);
    const before = source.buffers[1]!.done.length;
    come(media.avc(0), media.avc(40, 'inter'), media.avc(80, 'inter'), media.avc(120, 'inter'));
    expect(source.buffers[1]!.done.slice(before)).toEqual([FRAGMENT]);
  });

  it('goes where nothing was sent yet: what comes before the server agrees is of no use', () => {
    const { source, server, video, come } = recording();
    video.currentTime = 1;
    video.tell('seeking');
    expect(server.asked).toEqual([]);
    video.currentTime = 30;
    video.tell('seeking');
    expect(server.asked).toEqual(['seek 30000']);
    const before = source.buffers[1]!.done.length;
    come(media.avc(80, 'inter'));
    expect(source.buffers[1]!.done.slice(before)).toEqual([]);
    server.status('NetStream.Seek.Notify');
    source.settle();
    video.holds(29, 31);
    come(media.avcHeader(29_000), media.avc(29_000), media.avc(29_040, 'inter'));
    expect(source.buffers[1]!.done.slice(before)).toEqual(['remove 0 Infinity', 'offset 0', HEADER, FRAGMENT]);
    expect(video.currentTime).toBe(30);
  });

  it('goes on where it was when the connection was made anew', () => {
    const { server, video } = recording();
    video.currentTime = 1;
    server.status('NetStream.Play.Reset');
    expect(server.asked).toEqual(['seek 1000']);
  });

  it('ends when all was shown', () => {
    const { source, server } = recording();
    server.status('NetStream.Play.Complete');
    expect(source.hasEnded).toBe(false);
    source.settle();
    expect(source.hasEnded).toBe(true);
  });
});

it('live media pauses at the server, and goes on at the live edge', () => {
  const { source, server, video } = playing();
  const come = (...messages: MediaMessage[]): void => {
    server.media(...messages);
    source.settle();
  };
  video.holds(0, 1);
  come(media.avc(1040, 'inter'));
  server.asked.length = 0;
  video.paused = true;
  video.tell('pause');
  const paused = video.currentTime;
  video.holds(0, 9);
  come(media.avc(1080, 'inter'));
  expect([server.asked, video.currentTime]).toEqual([['pause 1000'], paused]);
  video.paused = false;
  video.tell('play');
  expect([server.asked.at(-1), video.currentTime]).toEqual(['resume 1000', 8.8]);
  const before = source.buffers[1]!.done.length;
  come(media.avc(60_000), media.avc(60_040, 'inter'));
  // The server says the sequence header only once.
  expect(source.buffers[1]!.done.slice(before)).toEqual(['offset -1', HEADER, FRAGMENT]);
});

it('removes what was shown long ago', () => {
  const { source, server, video } = playing();
  source.buffers[1]!.holds(0, 60);
  video.currentTime = 59;
  server.media(media.avc(1040, 'inter'));
  source.settle();
  expect(source.buffers[1]!.done).toContain('remove 0 49');
});

it('says what the element cannot decode, and ends', () => {
  const { video, errors, player, server, source } = playing();
  video.error = { message: 'PIPELINE_ERROR_DECODE' };
  video.tell('error');
  expect(errors).toEqual(['failed: PIPELINE_ERROR_DECODE']);
  player.close();
  const before = source.buffers[1]!.done.length;
  server.media(media.avc(1040, 'inter'), media.avc(1080, 'inter'));
  expect([video.src, source.buffers[1]!.done.length]).toEqual(['', before]);
});

it('says where it cannot be', () => {
  expect(() => new VideoPlayer(fakeNetStream().stream, new FakeVideo())).toThrow(/no Media Source/);
});
