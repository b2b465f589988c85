import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressOf } from '../support/admin-client.js';
import { expectAccessible, openChromium, openPage, showsPictures } from '../support/chromium-pages.js';
import { hasBegun, publishWithFfmpeg } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import type { Program } from '../support/program.js';
import { outputOf } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

const mpegts = readFileSync(createRequire(import.meta.url).resolve('mpegts.js/dist/mpegts.js'), 'utf8');
/** A page that plays with mpegts.js and nothing else. */
const PLAYER = `${mpegts};
  globalThis.play = (url) => {
    const video = document.createElement('video');
    video.muted = true;
    document.body.append(video);
    const player = mpegts.createPlayer({ type: 'flv', isLive: true, url });
    player.attachMediaElement(video);
    player.load();
    video.addEventListener('loadedmetadata', () => void video.play());
  };`;
const SIZE = { width: 320, height: 180 };
const PATIENCE = { timeout: 20_000 };

/** What the <video> of a page says, or does. */
function ask(page: Page, what: string): Promise<unknown> {
  return page.evaluate(`document.querySelector('video').${what}`);
}

describeWith(['ffmpeg', 'chromium'], 'the pages for who watches', () => {
  let server: ServerProcess;
  let origin: string;
  let browser: Browser;
  let publisher: Program;

  beforeAll(async () => {
    const apps = newFolder('apps');
    for (const folder of ['live', 'vod/media']) mkdirSync(join(apps, folder), { recursive: true });
    // Half a minute, of which a seek finds most not sent yet.
    const long = ['-v', 'error', '-stream_loop', '7', '-i', await testMedia('h264 and aac'), '-c', 'copy'];
    await outputOf('ffmpeg', [...long, join(apps, 'vod/media/film.flv')], { timeout: 30_000 });
    server = await ServerProcess.start(['--apps', apps]);
    origin = addressOf(server, 'http');
    browser = await openChromium();
    publisher = publishWithFfmpeg(await testMedia('h264 and aac'), server.url('studio'), { times: 60 });
    await hasBegun(publisher);
  });
  afterAll(async () => {
    await browser.close();
    publisher.kill('SIGTERM');
    await server.stop();
  });

  it('show what is live, and play it by FLV over WebSocket', async () => {
    const { page, errors } = await openPage(browser, origin);
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    const stream = page.getByRole('link', { name: /studio/ }).first();
    await stream.getByText('320×180').waitFor();
    expect(await stream.innerText()).toMatch(/avc1\.[0-9a-f]{6} \+ mp4a\.40\.2/);
    const key = page.getByText('Stream Key').locator('..').locator('code');
    expect(await key.innerText()).toBe('test');
    await page.getByLabel('name', { exact: true }).fill('mine');
    expect(await key.innerText()).toBe('mine');
    await expectAccessible(page);
    await stream.click();
    expect(await showsPictures(page)).toEqual(SIZE);
    await page.getByText(/^320×180, \d+ fps$/).waitFor();
    expect(await page.locator('[data-gone]').innerText()).toMatch(/FLV/);
    expect(page.url()).toBe(`${origin}/watch/live/studio`);
    expect([...asked].filter((one) => one !== origin && one !== 'null')).toEqual([]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
    }
    expect(errors).toEqual([]);
    await page.close();
  });

  it.each([
    ['HLS', 'hls'],
    ['RTMP over WebSocket with the own client', 'rtmp'],
  ])('play %s', async (_, way) => {
    const { page, errors } = await openPage(browser, `${origin}/watch/live/studio?way=${way}`);
    expect(await showsPictures(page)).toEqual(SIZE);
    expect(errors).toEqual([]);
    await page.close();
  });

  it.each([
    ['HLS, which it finds by itself', ''],
    ['RTMP, which sends what is asked for', '?way=rtmp'],
  ])('play a recording by %s: pause, go elsewhere, to the end, and back', async (_, way) => {
    const { page, errors } = await openPage(browser, `${origin}/watch/vod/film${way}`);
    expect(await showsPictures(page)).toEqual(SIZE);
    await expect.poll(() => ask(page, 'duration')).toBeCloseTo(32, 0);
    await ask(page, 'pause()');
    await ask(page, 'currentTime = 29');
    await expect.poll(() => ask(page, 'readyState'), PATIENCE).toBeGreaterThan(1);
    expect(await ask(page, 'currentTime')).toBe(29);
    await ask(page, 'play()');
    await expect.poll(() => ask(page, 'ended'), PATIENCE).toBe(true);
    await ask(page, 'currentTime = 3');
    await ask(page, 'play()');
    await expect.poll(() => ask(page, 'currentTime'), PATIENCE).toBeGreaterThan(3.5);
    expect(await ask(page, 'currentTime')).toBeLessThan(15);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('play MP3 with the own client, and go on at the live edge after a pause', async () => {
    const song = publishWithFfmpeg(await testMedia('h264 and mp3'), server.url('song'), { times: 60 });
    await hasBegun(song);
    const { page, errors } = await openPage(browser, `${origin}/watch/live/song?way=rtmp`);
    expect(await showsPictures(page)).toEqual(SIZE);
    expect(await ask(page, 'webkitAudioDecodedByteCount')).toBeGreaterThan(0);
    await ask(page, 'pause()');
    const [paused, bytes] = [await ask(page, 'currentTime'), await ask(page, 'webkitAudioDecodedByteCount')];
    // Meanwhile the server sends on to the others.
    const other = await openPage(browser, `${origin}/watch/live/song`);
    expect(await showsPictures(other.page)).toEqual(SIZE);
    await ask(page, 'play()');
    await expect.poll(() => ask(page, 'currentTime'), PATIENCE).toBeGreaterThan(Number(paused) + 1);
    expect(await ask(page, 'webkitAudioDecodedByteCount')).toBeGreaterThan(Number(bytes));
    expect(errors).toEqual([]);
    song.kill('SIGTERM');
    await Promise.all([page, other.page].map((opened) => opened.close()));
  });

  it('wait for who is to come, and go on when he is there', async () => {
    const { page } = await openPage(browser, `${origin}/watch/live/late`);
    await page.getByText(/There is no such stream at present/).waitFor();
    const late = publishWithFfmpeg(await testMedia('another h264 and aac'), server.url('late'), { times: 60 });
    expect(await showsPictures(page)).toEqual({ width: 256, height: 144 });
    expect(await page.getByText(/There is no such stream at present/).count()).toBe(0);
    late.kill('SIGTERM');
    await page.getByText(/no longer published|no such stream/).waitFor();
    await page.close();
  });

  it.each(['http', 'ws'])('mpegts.js alone plays FLV over %s', async (scheme) => {
    const { page } = await openPage(browser, `${origin}/assets/none`);
    await page.evaluate(PLAYER);
    await page.evaluate(`play('${origin.replace('http', scheme)}/live/studio.flv')`);
    expect(await showsPictures(page)).toEqual(SIZE);
    await page.close();
  });
});
