import type { Browser } from 'playwright-core';

/** How soon the console is there. */
export interface Painted {
  /** Milliseconds from the request on. */
  readonly first: number;
  /** Until there is a list of the clients to look at, which only who is logged in has. */
  readonly filled: number;
  /** As they were sent, compressed. */
  readonly scriptBytes: number;
}

const LOOK = `(() => {
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  const scripts = performance.getEntriesByType('resource').filter(({ name }) => /\\.js$/.test(name));
  return {
    first: paint.startTime,
    filled: performance.now(),
    scriptBytes: scripts.reduce((sum, { transferSize }) => sum + transferSize, 0),
  };
})()`;

/** Opens the console with nothing in the browser's cache, as a user who is logged in. */
export async function openConsole(browser: Browser, address: string, user: string, password: string): Promise<Painted> {
  const context = await browser.newContext();
  try {
    const login = await context.request.post(`${address}/api/v1/session`, { data: { user, password } });
    if (!login.ok()) throw new Error(`the login was answered ${login.status()}`);
    const page = await context.newPage();
    await page.goto(`${address}/#/clients`);
    await page.locator('[role=grid]').waitFor();
    await page.waitForFunction(`performance.getEntriesByName('first-contentful-paint').length > 0`);
    return await page.evaluate<Painted>(LOOK);
  } finally {
    await context.close();
  }
}
