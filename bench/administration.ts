import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { BenchError } from './bench-error.js';
import { serverProgram } from './checkout.js';

/** Milliseconds in which a running server takes over a new user, and how often the login is tried: it slows down the sixth. */
const TAKEN_OVER = 1500;
const TRIES = 5;

/** Where the administration of the server is whose output is in `folder`: `http://host:port`. */
export function administrationAddress(folder: string): string {
  const [, address] = /"admin":"([^"]+)"/.exec(readFileSync(join(folder, 'output.log'), 'utf8')) ?? [];
  if (address === undefined) throw new BenchError('the server did not say where its administration is');
  return `http://${address}`;
}

/** Items of a list in one answer: the most that there may be. */
const PAGE = 10_000;

/** A program that looks at a running server by its REST API and its metrics. */
export class Administration {
  private constructor(
    private readonly address: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  /** @param folder that of the server, with its data and its output */
  static async enter(folder: string): Promise<Administration> {
    const address = administrationAddress(folder);
    const adding = [serverProgram, 'user', 'add', 'bench', '--quiet', '--data', join(folder, 'data')];
    const { stdout } = await promisify(execFile)(process.execPath, adding);
    const body = JSON.stringify({ user: 'bench', password: stdout.trim() });
    let status = 0;
    for (let tried = 0; tried < TRIES; tried++) {
      await pause(TAKEN_OVER);
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${address}/api/v1/session`, { method: 'POST', headers, body });
      const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
      if (answer.ok) return new Administration(address, { cookie });
      status = answer.status;
    }
    throw new BenchError(`the login was answered ${status}`);
  }

  /** The text at a path; rejects if it is not answered 200. */
  async text(path: string): Promise<string> {
    const answer = await fetch(`${this.address}${path}`, { headers: this.headers });
    const text = await answer.text();
    if (!answer.ok) throw new BenchError(`${path} was answered ${answer.status}: ${text.slice(0, 200)}`);
    return text;
  }

  /** All of a list of the API, page by page: how many items, and how long their answers took to be here, in milliseconds. */
  async list(path: string): Promise<{ readonly count: number; readonly took: number }> {
    let [count, took, cursor] = [0, 0, ''];
    do {
      const asked = performance.now();
      const text = await this.text(`${path}?limit=${PAGE}${cursor}`);
      took += performance.now() - asked;
      const page = JSON.parse(text) as { items: unknown[]; next?: string };
      count += page.items.length;
      cursor = page.next === undefined ? '' : `&cursor=${encodeURIComponent(page.next)}`;
    } while (cursor !== '');
    return { count, took };
  }
}
