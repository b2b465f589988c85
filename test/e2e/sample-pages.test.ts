import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressOf } from '../support/admin-client.js';
import { expectAccessible, openChromium, openPage, showsPictures } from '../support/chromium-pages.js';
import { describeWith } from '../support/foreign-clients.js';
import { ServerProcess } from '../support/server-process.js';

describeWith(['chromium'], 'the pages of the samples, two at a time', () => {
  let server: ServerProcess;
  let origin: string;
  let browser: Browser;
  /** What the consoles of all pages say. */
  const errors: string[][] = [];

  beforeAll(async () => {
    server = await ServerProcess.start();
    origin = addressOf(server, 'http');
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    expect(errors.flat()).toEqual([]);
  });

  /** Somebody opens a page, says his name and comes in. */
  async function enter(address: string, name: string): Promise<Page> {
    const opened = await openPage(browser, `${origin}/pages/${address}`);
    const { page } = opened;
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button').first().click();
    await page.locator('#inside').waitFor({ state: 'visible' });
    errors.push(opened.errors);
    return page;
  }

  it('in the chat one hears the other, in private too, and sees who is there', async () => {
    const [ada, bob] = [await enter('chat/?room=tea', 'Ada'), await enter('chat/?room=tea', 'Bob')];
    await ada.getByRole('button', { name: 'Bob' }).waitFor();
    await ada.getByLabel('To all').fill('good evening');
    await ada.getByRole('button', { name: 'Say' }).click();
    await bob.getByText('Ada good evening').waitFor();
    await bob.getByRole('button', { name: 'Ada' }).click();
    await bob.getByLabel('To Ada alone').fill('psst');
    await bob.getByRole('button', { name: 'Say' }).click();
    await ada.getByText('Bob psst').waitFor();
    await expectAccessible(bob);
    await ada.close();
    await expect.poll(() => bob.locator('#users li').allInnerTexts()).toEqual(['Bob (you)']);
    const eve = await enter('chat/?room=tea', 'Eve');
    await eve.getByText('Ada good evening').waitFor();
    expect(await eve.getByText('psst').count()).toBe(0);
    await Promise.all([bob.close(), eve.close()]);
  });

  it('on the whiteboard both see what one draws, and takes back', async () => {
    const [ada, bob] = [await enter('whiteboard/?room=wall', 'Ada'), await enter('whiteboard/?room=wall', 'Bob')];
    await ada.getByLabel('red').check();
    await drag(ada);
    await bob.getByText('1 stroke').waitFor();
    expect(await redPixels(bob)).toBeGreaterThan(100);
    await ada.getByRole('button', { name: 'Undo' }).click();
    await bob.getByText('0 strokes').waitFor();
    expect(await redPixels(bob)).toBe(0);
    await expectAccessible(bob);
    await Promise.all([ada.close(), bob.close()]);
  });

  it('on the videophone both see each other', async () => {
    const [ada, bob] = [await enter('videophone/', 'Ada'), await enter('videophone/', 'Bob')];
    await ada.getByRole('button', { name: 'Bob' }).click();
    await bob.getByText('Ada calls.').waitFor();
    await bob.getByRole('button', { name: 'Answer' }).click();
    for (const page of [ada, bob]) expect(await showsPictures(page, '#other')).toEqual({ width: 320, height: 240 });
    // The microphone of Chromium beeps.
    expect(await bob.evaluate(`document.getElementById('other').webkitAudioDecodedByteCount`)).toBeGreaterThan(0);
    await expectAccessible(ada);
    await bob.getByRole('button', { name: 'Hang up' }).click();
    await ada.getByText('The call is over: hung up.').waitFor();
    await Promise.all([ada.close(), bob.close()]);
  });
});

/** Draws a line across the board. */
async function drag(page: Page): Promise<void> {
  const box = (await page.locator('canvas').boundingBox())!;
  await page.mouse.move(box.x + 50, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + 250, box.y + 150, { steps: 10 });
  await page.mouse.up();
}

/** How many pixels of the board are red. */
function redPixels(page: Page): Promise<number> {
  return page.evaluate(`(() => {
    const board = document.querySelector('canvas');
    const { data } = board.getContext('2d').getImageData(0, 0, board.width, board.height);
    let red = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] > 200 && data[i + 1] < 100 && data[i + 3] > 128) red++;
    return red;
  })()`);
}
