import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type Axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { expect } from 'vitest';

const require = createRequire(import.meta.url);

const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  ...['--autoplay-policy=no-user-gesture-required'],
  // A camera that shows a moving picture, a microphone that beeps, and nobody who has to allow it.
  ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
];

/** Headless Chromium of the system. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
}

/** A new page, as somebody opens it; what its console says that is an error goes to `errors`. */
export async function openPage(browser: Browser, url: string): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(url);
  return { page, errors };
}

/** What is looked at of a <video>. */
interface Video {
  readonly currentTime: number;
  readonly videoWidth: number;
  readonly videoHeight: number;
  getVideoPlaybackQuality(): { readonly totalVideoFrames: number };
}

/** Resolves when a <video> shows pictures one after the other. Rejects after 30 s. */
export async function showsPictures(page: Page, selector = 'video'): Promise<{ width: number; height: number }> {
  const video = page.locator(selector);
  await video.waitFor({ state: 'attached' });
  const handle = await video.elementHandle();
  await page.waitForFunction(
    (element) => {
      const shown = element as unknown as Video;
      const { totalVideoFrames } = shown.getVideoPlaybackQuality();
      return shown.videoWidth > 0 && shown.currentTime > 0.5 && totalVideoFrames > 5;
    },
    handle,
    { timeout: 30_000 },
  );
  return video.evaluate((element) => {
    const { videoWidth: width, videoHeight: height } = element as unknown as Video;
    return { width, height };
  });
}

/** Expects that axe finds nothing that keeps somebody from using the page as it is. */
export async function expectAccessible(page: Page): Promise<void> {
  // Evaluated, not added as a script: the page allows none but its own.
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  if (!isThere) await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof Axe };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
  expect(found).toEqual([]);
}
