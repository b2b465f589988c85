import { cpSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressOf } from '../support/admin-client.js';
import { expectAccessible, openChromium, openPage, showsPictures } from '../support/chromium-pages.js';
import { hasBegun, publishWithFfmpeg } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { CLIENTS, listClients } from '../support/numbered-clients.js';
import type { Program } from '../support/program.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { afterglow, ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

const MANY = 5000;

describeWith(['ffmpeg', 'chromium'], 'the console', () => {
  let server: ServerProcess;
  let conf: string;
  let browser: Browser;
  let page: Page;
  let errors: string[];
  let publisher: Program;

  beforeAll(async () => {
    const data = newFolder('data');
    conf = join(newFolder('console'), 'conf');
    cpSync('conf', conf, { recursive: true });
    const made = await afterglow(['user', 'add', 'boss', '--quiet'], data).ended;
    server = await ServerProcess.start(['--conf', conf], undefined, data);
    publisher = publishWithFfmpeg(await testMedia('h264 and aac'), server.url('studio'), { times: 60 });
    browser = await openChromium();
    ({ page, errors } = await openPage(browser, addressOf(server, 'admin')));
    await page.setViewportSize({ width: 1280, height: 800 });
    await hasBegun(publisher);
    await page.getByLabel('User').fill('boss');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Password').fill(made.stdout.trim());
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    // Nobody was logged in, and the password was wrong.
    expect(errors.splice(0).every((error) => error.includes('401'))).toBe(true);
  });
  afterAll(async () => {
    await browser.close();
    publisher.kill('SIGTERM');
    await server.stop();
  });

  async function open(fragment: string, title: string): Promise<void> {
    await page.evaluate((to) => Object.assign(globalThis.location, { hash: to }), fragment);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  }

  it('shows what runs, as it changes, and nothing of it is barred to anybody', async () => {
    await page.getByRole('link', { name: 'Live streams 1' }).waitFor();
    await page.getByRole('img', { name: /^Traffic/ }).waitFor();
    const pages: Readonly<Record<string, string>> = {
      '': 'Overview',
      instances: 'Applications',
      clients: 'Clients',
      streams: 'Streams',
      objects: 'Shared objects',
      media: 'Recordings',
      playlists: 'Playlists',
      network: 'Edges and targets',
      log: 'Log',
      refusals: 'Refusals',
      audit: 'Changes',
      configuration: 'Configuration',
      keys: 'Keys',
      access: 'Users and access',
      'access/password': 'Users and access',
    };
    for (const [index, [fragment, title]] of Object.entries(pages).entries()) {
      await page.emulateMedia({ colorScheme: index % 2 === 0 ? 'light' : 'dark' });
      await open(`#/${fragment}`, title);
      await page.getByText('Loading…').first().waitFor({ state: 'detached' });
      await expectAccessible(page);
    }
    expect(errors).toEqual([]);
  });

  it('plays a stream, records it, and plays that', async () => {
    await open('#/streams', 'Streams');
    await page.getByRole('gridcell', { name: 'studio' }).click();
    const panel = page.getByRole('complementary', { name: 'studio' });
    await panel.getByText('H.264 320×180').waitFor();
    await panel.getByLabel('studio, the newest key frame').waitFor();
    await panel.getByRole('button', { name: 'Record', exact: true }).click();
    await panel.getByRole('button', { name: 'Stop recording' }).waitFor();
    await panel.getByRole('button', { name: 'Play here' }).click();
    expect(await showsPictures(page, '.side-panel video')).toEqual({ width: 320, height: 180 });
    await expectAccessible(page);
    await panel.getByRole('button', { name: 'Stop recording' }).click();
    await panel.getByRole('button', { name: 'Record', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });

    await open('#/media', 'Recordings');
    await page
      .getByRole('gridcell', { name: /\.flv$/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Play here' }).click();
    expect(await showsPictures(page, '.side-panel video')).toEqual({ width: 320, height: 180 });
    expect(errors).toEqual([]);
  });

  it('says why somebody was refused', async () => {
    await open('#/refusals', 'Refusals');
    const client = await RtmpTestClient.shakeHands(server.port);
    client.sendConnect('nowhere');
    await client.answered('_error');
    await page.getByRole('gridcell', { name: /nowhere/ }).click();
    const panel = page.getByRole('complementary');
    await panel.getByText(/make a folder of that name/).waitFor();
    await expectAccessible(page);
    client.destroy();
    await client.closed;
  });

  it('changes the configuration: with its mistakes, its difference, and back again', async () => {
    await open('#/configuration', 'Configuration');
    const text = page.getByRole('textbox', { name: 'conf/server.yaml' });
    const before = readFileSync(join(conf, 'server.yaml'), 'utf8');
    await expect.poll(() => text.inputValue()).toBe(before);
    await text.fill(before.replace('level: info', 'level: loud'));
    await page.getByText(/Not valid/).waitFor();
    await page.getByRole('list', { name: 'Mistakes' }).getByText('logging.level').waitFor();
    expect(await page.getByRole('button', { name: /Review/ }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: /^line \d+$/ }).click();
    // All lines are laid out beside their numbers, and scroll with them.
    expect(await text.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBe(0);
    const after = before.replace('level: info', 'level: debug');
    await text.fill(after);
    await page.getByText('Changed, and valid.').waitFor();
    await page.getByRole('button', { name: /Review/ }).click();
    await page.getByRole('region', { name: 'Difference' }).getByText('level: debug').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('As it is stored.').waitFor();
    expect(readFileSync(join(conf, 'server.yaml'), 'utf8')).toBe(after);
    await open('#/configuration/history', 'Configuration');
    await page.getByRole('button', { name: 'Take back…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await page.getByText('conf/server.yaml is as it was.').waitFor();
    expect(readFileSync(join(conf, 'server.yaml'), 'utf8')).toBe(before);
    expect(errors).toEqual([]);
  });

  it('makes a key and shows it once', async () => {
    await open('#/keys', 'Keys');
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('textbox', { name: /^Name/ }).fill('camera-3');
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByRole('dialog', { name: 'camera-3' }).getByText('it is shown this once').waitFor();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('rowheader', { name: 'camera-3' }).waitFor();
  });

  it('sends streams on: what is wrong is said in the dialog, and what is there can be changed', async () => {
    await open('#/network', 'Edges and targets');
    await page.getByRole('button', { name: 'New target' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input:focus').waitFor();
    await dialog.getByLabel('Stream here').fill('nobody');
    await dialog.getByLabel('Send it to').fill('http://192.0.2.1/live');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog
      .getByRole('alert')
      .getByText(/rtmp:\/\//)
      .waitFor();
    expect(errors.splice(0).every((error) => error.includes('422'))).toBe(true);
    await expectAccessible(page);
    await dialog.getByLabel('Send it to').fill('rtmp://192.0.2.1/live');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.locator('button:focus', { hasText: 'New target' }).waitFor();
    await page.getByRole('button', { name: /^Change/ }).click();
    await dialog.getByLabel('Stream here').fill('nobody-else');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await page.getByRole('rowheader', { name: 'live/_definst_/nobody-else' }).waitFor();
    expect(errors).toEqual([]);
  });

  it('walks through thousands of clients by keys, with few elements', async () => {
    const clients = await listClients(page, MANY);
    await page.locator('h1').press('g');
    await page.keyboard.press('c');
    await page.getByText('5,000 clients').waitFor();
    const grid = page.getByRole('grid', { name: 'Clients' });
    await grid.press('End');
    await page.getByRole('gridcell', { name: clients.at(-1)!.address, exact: true }).waitFor();
    expect(await page.locator('.grid-body .grid-row').count()).toBeLessThan(80);
    // The list is asked for anew, and whoever walks through it stays where they are.
    await page.waitForResponse(/\/clients\?.*cursor=/);
    await page.locator('[role="grid"][aria-activedescendant$="-4999"]:focus').waitFor();
    await page.getByRole('button', { name: 'Sent' }).click();
    await page.getByText('all of them sorted here').waitFor();
    await grid.press('Home');
    await page.getByRole('gridcell', { name: clients.at(-1)!.address, exact: true }).waitFor();
    await page.unroute(CLIENTS);
    expect(errors).toEqual([]);
  });

  it('starts an instance and changes a shared object', async () => {
    await open('#/instances', 'Applications');
    await page.getByRole('button', { name: 'New instance' }).click();
    await page.getByRole('dialog').getByRole('combobox').selectOption('whiteboard');
    await page.getByRole('button', { name: 'Start' }).click();
    await page
      .getByRole('complementary', { name: 'whiteboard/_definst_' })
      .getByText('running', { exact: true })
      .waitFor();
    await open('#/objects', 'Shared objects');
    await page.getByRole('gridcell', { name: 'board', exact: true }).click();
    const panel = page.getByRole('complementary', { name: 'board' });
    await panel.getByRole('button', { name: 'New property…' }).click();
    await page.getByLabel('Name').fill('topic');
    await page.getByLabel(/^Value/).fill('no JSON');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText(/The value is no JSON/).waitFor();
    await page.getByLabel(/^Value/).fill('{"text": "dusk"}');
    await page.getByRole('button', { name: 'Set' }).click();
    await panel.getByRole('cell', { name: '{"text":"dusk"}' }).waitFor();
    expect(errors).toEqual([]);
  });

  it('shows a viewer what runs, and nothing to change it with', async () => {
    await open('#/access/users', 'Users and access');
    await page.getByRole('button', { name: 'New user' }).click();
    await page.getByRole('textbox', { name: /^Name/ }).fill('guest');
    await page.getByLabel(/^Password/).fill('a guest may look');
    await page.getByRole('button', { name: 'Make the user' }).click();
    await page.getByRole('rowheader', { name: 'guest' }).waitFor();
    const context = await browser.newContext();
    const other = await context.newPage();
    await other.goto(addressOf(server, 'admin'));
    await other.getByLabel('User').fill('guest');
    await other.getByLabel('Password').fill('a guest may look');
    await other.keyboard.press('Enter');
    await other.getByRole('heading', { name: 'Overview' }).waitFor();
    const ways = await other.getByRole('navigation', { name: 'Pages' }).getByRole('link').allInnerTexts();
    expect(ways.join(' ')).toMatch(/Streams[^]*Refusals/);
    expect(ways.join(' ')).not.toMatch(/Configuration|Log|Changes/);
    await other.getByRole('link', { name: 'Keys' }).click();
    await other.getByRole('rowheader', { name: 'camera-3' }).waitFor();
    expect(await other.getByRole('button', { name: /New key|Rotate|Revoke/ }).count()).toBe(0);
    await other.getByRole('link', { name: 'Users and access' }).click();
    await other.getByText('No address is banned.').waitFor();
    await context.close();
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    for (const [fragment, title] of [
      ['#/', 'Overview'],
      ['#/streams', 'Streams'],
      ['#/keys', 'Keys'],
      ['#/configuration', 'Configuration'],
    ] as const) {
      await open(fragment, title);
      await expectAccessible(page);
      const [wanted, there] = await page.evaluate(() => {
        const { document, innerWidth } = globalThis as unknown as {
          document: { documentElement: { scrollWidth: number } };
          innerWidth: number;
        };
        return [document.documentElement.scrollWidth, innerWidth];
      });
      expect(wanted).toBeLessThanOrEqual(there);
    }
    await page.getByRole('button', { name: 'Pages' }).click();
    await page.getByRole('link', { name: 'Clients' }).click();
    await page.getByRole('heading', { level: 1, name: 'Clients' }).waitFor();
  });

  it('is light: less than 200 kB of program, without the players', async () => {
    const origin = addressOf(server, 'admin');
    const html = await (await fetch(origin)).text();
    const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path!);
    expect(scripts.length).toBeGreaterThan(0);
    const sizes = await Promise.all(
      scripts.map(async (path) => gzipSync(await (await fetch(origin + path)).arrayBuffer()).length),
    );
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(200_000);
  });
});
