// `npm run bench:pages`: how soon the player page shows its first picture, and how old pictures are when they are shown; how
// soon the console is painted.
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { heapFlags, serverProgram } from '../checkout.js';
import type { Painted } from './console-paint.js';
import { openConsole } from './console-paint.js';
import { CLOCK_HEIGHT, CLOCK_WIDTH, clockPicture, clockReader } from './clock-picture.js';

const WAYS = ['ws-flv', 'rtmp', 'hls'] as const;
/** How often a page is opened. */
const OPENINGS = 5;
/** Pictures whose age is looked at, and what is left out before: the player is on its way to the live edge. */
const PICTURES = 250;
const SETTLING = 5_000;
const FRAME_RATE = 25;
const READY = 15_000;
/** Who looks at the console. */
const USER = 'bench';

interface Served {
  readonly process: ChildProcess;
  readonly http: string;
  readonly listen: string;
  readonly admin: string;
}

async function measure(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'afterglow-pages-'));
  const adding = [serverProgram, 'user', 'add', USER, '--quiet', '--data', data];
  const password = execFileSync(process.execPath, adding, { encoding: 'utf8' }).trim();
  const server = await serve(data);
  const publisher = publish(`rtmp://${server.listen}/live/clock`);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'],
  });
  try {
    process.stdout.write('way      first picture (ms: median, most)   age of pictures (ms: median, 95 %)\n');
    for (const way of WAYS) await measureWay(browser, `http://${server.http}/watch/live/clock?way=${way}`, way);
    await measureConsole(browser, `http://${server.admin}`, password);
  } finally {
    await browser.close();
    publisher.stop();
    server.process.kill('SIGTERM');
    rmSync(data, { recursive: true, force: true });
  }
}

async function measureWay(browser: Browser, url: string, way: string): Promise<void> {
  const firsts: number[] = [];
  let ages: number[] = [];
  for (let i = 0; i < OPENINGS; i++) {
    const page = await browser.newPage();
    await page.addInitScript(clockReader);
    await page.goto(url);
    firsts.push(await page.evaluate<number>('firstPicture'));
    if (i === OPENINGS - 1) {
      await page.waitForTimeout(SETTLING);
      ages = await page.evaluate<number[]>(`delays(${PICTURES})`);
    }
    await page.close();
  }
  const [first, most] = [share(firsts, 0.5), share(firsts, 1)];
  process.stdout.write(
    `${way.padEnd(8)} ${text(first)} ${text(most)}   ${text(share(ages, 0.5))} ${text(share(ages, 0.95))}\n`,
  );
}

async function measureConsole(browser: Browser, address: string, password: string): Promise<void> {
  const opened: Painted[] = [];
  for (let i = 0; i < OPENINGS; i++) opened.push(await openConsole(browser, address, USER, password));
  const cell = (of: (painted: (typeof opened)[number]) => number, part: number): string =>
    text(share(opened.map(of), part));
  process.stdout.write(
    '\nconsole  first paint (ms: median, most)   with clients (ms: median, most)   scripts (bytes)\n',
  );
  process.stdout.write(
    `         ${cell(({ first }) => first, 0.5)} ${cell(({ first }) => first, 1)}   ` +
      `${cell(({ filled }) => filled, 0.5)} ${cell(({ filled }) => filled, 1)}   ` +
      `${cell(({ scriptBytes }) => scriptBytes, 0.5)}\n`,
  );
}

/** Publishes pictures that say when they were made. */
function publish(url: string): { stop(): void } {
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${CLOCK_WIDTH}x${CLOCK_HEIGHT}`, '-r', `${FRAME_RATE}`];
  const still = ['-probesize', '32', '-fflags', 'nobuffer', '-i', 'pipe:0'];
  const encoded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', `${FRAME_RATE * 2}`];
  const args = ['-v', 'error', ...raw, ...still, ...encoded, '-flush_packets', '1', '-f', 'flv', url];
  const ffmpeg = spawn('ffmpeg', args, { stdio: ['pipe', 'inherit', 'inherit'] });
  ffmpeg.stdin.on('error', () => undefined);
  const timer = setInterval(() => ffmpeg.stdin.write(clockPicture(Date.now())), 1000 / FRAME_RATE);
  return {
    stop: () => {
      clearInterval(timer);
      // ffmpeg that waits for a picture does not hear of a signal.
      ffmpeg.stdin.end();
      ffmpeg.kill('SIGTERM');
    },
  };
}

function serve(data: string): Promise<Served> {
  const ports = ['--listen', '127.0.0.1:0', '--http', '127.0.0.1:0', '--admin', '127.0.0.1:0'];
  const child = spawn(
    process.execPath,
    [...heapFlags, serverProgram, 'serve', ...ports, '--data', data, '--log-format', 'json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`The server was not ready in time:\n${output}`)), READY);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const [line] = /^\{"event":"ready".*\}$/m.exec(output) ?? [];
      if (line === undefined) return;
      clearTimeout(timer);
      resolve({ process: child, ...(JSON.parse(line) as { http: string; listen: string; admin: string }) });
    });
  });
}

function share(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

function text(milliseconds: number): string {
  return `${Math.round(milliseconds)}`.padStart(8);
}

await measure();
