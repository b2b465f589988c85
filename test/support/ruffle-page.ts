import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import type { Browser, ConsoleMessage } from 'playwright-core';
import { onTestFinished } from 'vitest';

const ruffle = dirname(createRequire(import.meta.url).resolve('@ruffle-rs/ruffle'));

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', wasm: 'application/wasm', html: 'text/html' };

/** A web server that has Ruffle, and pages in which it shows SWFs. It is its own origin. */
export class RufflePage {
  /** What the console says, lines that the SWF traces among it. */
  readonly traced: string[] = [];
  #swf = new Uint8Array(0);
  #port = 0;

  static async serve(): Promise<RufflePage> {
    const shown = new RufflePage();
    const server = createServer((request, response) => {
      void shown.#file(request.url ?? '/').then(
        ({ type, content }) => response.setHeader('content-type', type).end(content),
        () => response.writeHead(404).end(),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    shown.#port = (server.address() as AddressInfo).port;
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    return shown;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /**
   * Shows a SWF, with the options of Ruffle that a server hands out at `settings`.
   *
   * @param expected lines that the SWF traces, in any order: resolves when all of them have come
   */
  async show(
    browser: Browser,
    swf: Uint8Array<ArrayBuffer>,
    settings: string,
    expected: readonly string[],
  ): Promise<void> {
    this.#swf = swf;
    const page = await browser.newPage();
    const all = new Promise<void>((resolve) => {
      page.on('console', (message) => {
        void traceOf(message).then((line) => {
          this.traced.push(line);
          if (expected.every((one) => this.traced.includes(one))) resolve();
        });
      });
    });
    await page.goto(this.origin);
    await page.evaluate(async (address) => {
      const { RufflePlayer, document } = globalThis as unknown as {
        RufflePlayer: { newest(): { createPlayer(): { ruffle(): { load(options: object): Promise<void> } } } };
        document: { body: { append(element: unknown): void } };
      };
      const options = (await (await fetch(address)).json()) as object;
      const player = RufflePlayer.newest().createPlayer();
      document.body.append(player);
      const more = { url: '/movie.swf', autoplay: 'on', preferredRenderer: 'canvas', logLevel: 'info' };
      await player.ruffle().load({ ...more, ...options });
    }, settings);
    await all;
  }

  async #file(path: string): Promise<{ type: string; content: Uint8Array | string }> {
    if (path === '/') return { type: 'text/html', content: '<!doctype html><script src="/ruffle.js"></script>' };
    if (path === '/movie.swf') return { type: 'application/x-shockwave-flash', content: this.#swf };
    const type = TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'text/plain';
    return { type, content: await readFile(join(ruffle, basename(path))) };
  }
}

/** Ruffle logs what a SWF traces: a place in its code and the line, each with its own style. */
async function traceOf(message: ConsoleMessage): Promise<string> {
  const words: unknown = await message.args()[0]?.jsonValue();
  return String(words).split('%c').at(-1)!.trim();
}
