import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChromium, showsPictures } from '../support/chromium-pages.js';
import { hasBegun, publishWithFfmpeg } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';
import { makeVodMedia } from '../support/vod-media.js';

const HLS_JS = readFileSync(createRequire(import.meta.url).resolve('hls.js/dist/hls.min.js'), 'utf8');

/** Plays what stands behind the hash of its address, and says how far behind it is. */
const PAGE = `<!doctype html><video muted></video><script>${HLS_JS}</script><script>
const video = document.querySelector('video');
const hls = new Hls({ lowLatencyMode: true, enableWorker: false });
window.faults = [];
hls.on(Hls.Events.ERROR, (_, { type, details, fatal }) => { if (fatal) window.faults.push(type + ': ' + details) });
hls.loadSource(location.hash.slice(1));
hls.attachMedia(video);
video.play();
window.delay = () => hls.playingDate === null ? undefined : Date.now() - hls.playingDate.getTime();
</script>`;

describeWith(['ffmpeg', 'chromium'], 'hls.js in Chromium', () => {
  let server: ServerProcess;
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    const media = await makeVodMedia();
    mkdirSync(join(media.apps, 'live'));
    writeFileSync(join(media.apps, 'live', 'application.yaml'), '{}\n');
    server = await ServerProcess.start(['--apps', media.apps]);
    browser = await openChromium();
    origin = `http://127.0.0.1:${server.port}`;
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('plays a live stream less than three seconds behind, and recorded media', async () => {
    const publisher = publishWithFfmpeg(await testMedia('h264 and aac'), server.url('film'), { times: 5 });
    await hasBegun(publisher);
    const page = await plays('/live/film/index.m3u8');
    await page.waitForFunction(isNear, undefined, { timeout: 15_000 });
    const [ts, recorded] = await Promise.all([plays('/live/film/ts.m3u8'), plays('/vod/film/index.m3u8')]);
    for (const played of [page, ts, recorded]) expect(await played.evaluate('faults')).toEqual([]);
    publisher.kill('SIGTERM');
    await publisher.ended;
  }, 60_000);

  async function plays(path: string): Promise<Page> {
    const page = await browser.newPage();
    await page.route('**/hls-test', (route) => route.fulfill({ contentType: 'text/html', body: PAGE }));
    await page.goto(`${origin}/hls-test#${path}`);
    expect(await showsPictures(page)).toEqual({ width: 320, height: 180 });
    return page;
  }
});

/** In the page: what is seen was taken less than three seconds ago, by the dates of the playlist. */
function isNear(): boolean {
  const { delay } = globalThis as unknown as { readonly delay: () => number | undefined };
  const now = delay();
  return now !== undefined && now > 0 && now < 3000;
}
