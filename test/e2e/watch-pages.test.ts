import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressOf } from '../support/admin-client.js';
import { expectAccessible, openChromium, openPage, showsPictures } from '../support/chromium-pages.js';
import { hasBegun, publishWithFfmpeg } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import type { Program } from '../support/program.js';
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

describeWith(['ffmpeg', 'chromium'], 'the pages for who watches', () => {
  let server: ServerProcess;
  let origin: string;
  let browser: Browser;
  let publisher: Program;

  beforeAll(async () => {
    server = await ServerProcess.start();
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
    await expectAccessible(page);
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
