import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { concat } from '../../src/bytes/concat.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import { MessageType } from '../../src/rtmp/message.js';
import { hasBegun, publishWithFfmpeg } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { frameHashes } from '../support/frame-hashes.js';
import { mp4Messages } from '../support/mp4-messages.js';
import { outputOf } from '../support/program.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { laterTestMedia, testMedia } from '../support/test-media.js';
import type { VodMedia } from '../support/vod-media.js';
import { makeVodMedia } from '../support/vod-media.js';

describeWith(['ffmpeg'], 'HLS', () => {
  let server: ServerProcess;
  let media: VodMedia;
  let origin: string;

  beforeAll(async () => {
    media = await makeVodMedia();
    writeApplication(media.apps, 'live', '{}\n');
    writeApplication(media.apps, 'closed', 'play:\n  requires: signature\n');
    server = await ServerProcess.start(['--apps', media.apps]);
    const { http } = server.log().find(({ event }) => event === 'ready') as unknown as { http: string };
    origin = `http://${http}`;
  }, 100_000);
  afterAll(async () => {
    await server.stop();
  });

  it('a live stream plays with every picture, in segments that keep the rules, in either container', async () => {
    const file = await testMedia('b-frames');
    const publisher = publishWithFfmpeg(file, server.url('film'));
    await hasBegun(publisher);
    const masters = ['index.m3u8', 'ts.m3u8'].map((name) => `${origin}/live/film/${name}`);
    const played = masters.map((address) => frameHashes(address, 'pictures'));
    const viewers = await Promise.all(masters.map(opened));
    expect(viewers[0]!.master).toMatch(/CODECS="avc1\.[0-9a-f]{6},mp4a\.40\.2",RESOLUTION=320x180/);
    await publisher.ended;
    const pictures = await frameHashes(file, 'pictures');
    expect(await Promise.all(played)).toEqual([pictures, pictures]);
    for (const viewer of viewers) {
      const playlist = await textOf(viewer.media);
      expect(playlist).toMatch(/#EXT-X-MEDIA-SEQUENCE:0\n[^]*#EXT-X-ENDLIST\n$/);
      await expectSoundSegments(viewer.media, playlist);
    }
  }, 60_000);

  it('recorded media plays with every picture, in either container', async () => {
    const file = join(media.folder, 'film.flv');
    const pictures = await frameHashes(file, 'pictures');
    for (const name of ['film/index.m3u8', 'film/ts.m3u8', 'mp4:film/index.m3u8']) {
      const address = `${origin}/vod/${name}`;
      expect(await frameHashes(address, 'pictures'), name).toEqual(pictures);
      const viewer = await opened(address);
      expect(viewer.master).toMatch(/CODECS="avc1\.[0-9a-f]{6},mp4a\.40\.2",RESOLUTION=320x180/);
      const playlist = await textOf(viewer.media);
      expect(playlist).toMatch(/#EXT-X-PLAYLIST-TYPE:VOD\n[^]*#EXT-X-ENDLIST\n$/);
      await expectSoundSegments(viewer.media, playlist);
    }
  }, 60_000);

  it.each([
    ['hevc and aac', ['index.m3u8', 'ts.m3u8'], /CODECS="hvc1\.1\.[^",]+,mp4a\.40\.2",RESOLUTION=320x180/],
    ['hevc and opus', ['index.m3u8'], /CODECS="hvc1\.1\.[^",]+,opus"/],
    ['av1 and opus', ['fmp4.m3u8'], /CODECS="av01\.0\.[^",]+,opus",RESOLUTION=256x144/],
  ] as const)(
    '%s, live by Enhanced RTMP and recorded, plays with every picture',
    async (kind, names, codecs) => {
      const file = await laterTestMedia(kind);
      const stream = kind.replaceAll(' ', '-');
      const pictures = await frameHashes(file, 'pictures');
      copyFileSync(file, join(media.folder, `${stream}.mp4`));
      const publisher = await RtmpTestClient.enter(server.port);
      publisher.command('createStream', 2);
      await publisher.answered('_result', 2);
      publisher.command('publish', 3, [stream, 'live'], 1);
      await publisher.notified('NetStream.Publish.Start');
      const messages = await mp4Messages(file);
      const beginning = messages.filter(({ timestamp }) => timestamp < 400).length;
      const send = (sent: readonly MediaMessage[]): void => {
        for (const { kind: type, timestamp, payload } of sent) {
          publisher.send(type === 'audio' ? MessageType.audio : MessageType.video, payload, 1, timestamp);
        }
      };
      send(messages.slice(0, beginning));
      const masters = names.map((name) => `${origin}/live/${stream}/${name}`);
      const viewers = await Promise.all(masters.map(opened));
      expect(viewers[0]!.master).toMatch(codecs);
      send(messages.slice(beginning));
      publisher.command('deleteStream', 4, [1]);
      const recorded = `${origin}/vod/mp4:${stream}/${names[0]}`;
      const addresses = [...viewers.map((viewer) => viewer.media), recorded];
      for (const address of addresses) expect(await frameHashes(address, 'pictures'), address).toEqual(pictures);
      for (const viewer of viewers) await expectSoundSegments(viewer.media, await textOf(viewer.media));
      publisher.destroy();
    },
    60_000,
  );

  it('recorded media comes as the file that it is, whole or in ranges', async () => {
    for (const name of ['film.mp4', 'film.flv', 'deep/er/copy.m4v', 'song.mp3']) {
      const content = readFileSync(join(media.folder, name));
      const address = `${origin}/vod/${name.includes('/') ? `_definst_/${name}` : name}`;
      expect(Buffer.from(await bytesOf(new URL(address))).equals(content), name).toBe(true);
      const part = await fetch(address, { headers: { range: 'bytes=1000-1999' } });
      expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 1000-1999/${content.length}`]);
      expect(Buffer.from(await part.arrayBuffer()).equals(content.subarray(1000, 2000)), name).toBe(true);
      const { headers } = await fetch(address, { method: 'HEAD' });
      expect(headers.get('content-length')).toBe(`${content.length}`);
    }
    writeFileSync(join(media.folder, 'broken.mp4'), 'this is no film');
    for (const [path, status] of [
      ['/vod/none.mp4', 404],
      ['/vod/broken.mp4', 422],
      ['/vod/broken.mp4/index.m3u8', 422],
      ['/closed/film.mp4', 403],
    ] as const) {
      const answer = await fetch(origin + path);
      expect([answer.status, (await answer.text()).length > 20], path).toEqual([status, true]);
    }
  });

  it.each([
    ['who may not play', '/closed/film/index.m3u8', 403],
    ['who asks for what is not there', '/live/nobody/index.m3u8', 404],
    ['who asks for an application that is not there', '/gone/film/index.m3u8', 404],
    ['who has no session', '/vod/film/hls-guessed/v0/media.m3u8', 410],
    ['who has no session for a segment', '/vod/film/hls-guessed/v0/0.ts', 410],
  ])('refuses %s', async (_, path, status) => {
    expect((await fetch(origin + path)).status).toBe(status);
  });

  it('has a session for one stream only', async () => {
    const { media: address } = await opened(`${origin}/vod/film/index.m3u8`);
    const elsewhere = address.replace('/vod/film/', '/vod/song/');
    expect((await fetch(elsewhere)).status).toBe(410);
  });
});

/** Opens a stream as a player does. */
async function opened(address: string): Promise<{ master: string; media: string }> {
  const master = await textOf(address);
  return { master, media: new URL(master.trimEnd().split('\n').at(-1)!, address).href };
}

async function textOf(address: string): Promise<string> {
  const response = await fetch(address);
  expect(response.status, address).toBe(200);
  return response.text();
}

/** Segments last as long as the playlist says, and follow each other without a gap. */
async function expectSoundSegments(address: string, playlist: string): Promise<void> {
  const target = Number(/TARGETDURATION:(\d+)/.exec(playlist)?.[1]);
  const entries = [...playlist.matchAll(/#EXTINF:([\d.]+),\n(\S+)/g)];
  const map = /#EXT-X-MAP:URI="([^"]+)"/.exec(playlist)?.[1];
  const header = map === undefined ? new Uint8Array(0) : await bytesOf(new URL(map, address));
  expect(entries.length).toBeGreaterThan(0);
  let expected: number | undefined;
  for (const [, duration, uri] of entries) {
    expect(Math.round(Number(duration))).toBeLessThanOrEqual(target);
    const path = join(newFolder('segment'), 'segment');
    writeFileSync(path, concat([header, await bytesOf(new URL(uri!, address))]));
    const what = ['-select_streams', 'v', '-show_entries', 'packet=dts_time,flags', '-of', 'csv=p=0'];
    const lines = (await outputOf('ffprobe', ['-v', 'error', ...what, path], { timeout: 20_000 })).trim().split('\n');
    expect(lines[0]).toContain('K');
    const first = Number(lines[0]!.split(',')[0]);
    if (expected !== undefined) expect(first).toBeCloseTo(expected, 1);
    expected = first + Number(duration);
  }
}

async function bytesOf(address: URL): Promise<Uint8Array> {
  const response = await fetch(address);
  expect(response.status, address.href).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}

function writeApplication(apps: string, name: string, configuration: string): void {
  mkdirSync(join(apps, name));
  writeFileSync(join(apps, name, 'application.yaml'), configuration);
}
